import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Bench {
  /** What it measures and prints, and what it should reach; README says how to read the figures. */
  readonly says: string;
  readonly run: () => Promise<void>;
}

/** `npm run bench -- NAME`: prints one JSON line per figure. Those of the server alone live beside the server. */
const BENCHES: Readonly<Record<string, Bench>> = {
  local: {
    says: `a command, from main's message to the core's process until its events are on the disk, with 0, 10,000 and 100,000
events in the log. Aim: at most 3 × a raw commit behind the same hop; a long log at most 1.25 × an empty one.
Then, in Chromium, until a live query of the view has fired. Aim: p99 under 50 ms`,
    run: async () => (await import('./local.ts')).local(),
  },
  ingest: {
    says: `events a second that the server decides, logs and flushes before it answers; batches of 100 and 500, one and four
in flight. Aim: at least 0.6 × a bare WebSocket and SQLite server`,
    run: () => ofServer('ingest'),
  },
  postgres: {
    says: `the same on PostgreSQL, which it starts itself. Aim: at least 0.6 × a bare WebSocket and PostgreSQL server.
Then two and four server processes on one log, without an aim`,
    run: () => ofServer('postgres'),
  },
  fanout: {
    says: `from a writer sending an event until each of 10, 50 and 200 sites has it, p50 and p99 at 200 events a second; then
deliveries a second without a brake. Aim: at most 1.3 × and 1.5 × the bare server, at least as many deliveries`,
    run: () => ofServer('fanout'),
  },
  bootstrap: {
    says: `a fresh device and a log of 100,000 events: until its core has every object, in Node and in Chromium. Aim: at most
3 × reading the pages bare, 3 × appending them to a file in OPFS. Until today's work is on the screen: under 3 s.
Peak memory of each process`,
    run: async () => (await import('./bootstrap.ts')).bootstrap(),
  },
  bus: {
    says: `events a second through the typed event bus with 10, 100 and 1,000 subscribers. Aim: at least 0.7 × a Map of RxJS
Subjects by type`,
    run: () => ofServer('bus'),
  },
  ui: {
    says: `from the press on Roster until a week of 120 people is painted, in Chromium. Aim: under 400 ms`,
    run: async () => (await import('./ui.ts')).ui(),
  },
};

const HELP = `npm run bench -- NAME

Prints one JSON line per figure: value is ours, baseline is the least that could do the same job, measured in the same run,
ratio is value ÷ baseline, and met says whether the aim was reached. Read the ratio: machines differ, ratios hold. Close
browsers and builds first. local, bootstrap and ui build the app when a source is newer, and need a Chromium.

${Object.entries(BENCHES)
  .map(([name, { says }]) => `  ${name.padEnd(10)} ${says.replaceAll('\n', `\n${' '.repeat(13)}`)}`)
  .join('\n')}
`;

const [name, ...rest] = process.argv.slice(2);
const bench = name !== undefined && rest.length === 0 && Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (name === '--help' || name === '-h') process.stdout.write(HELP);
else if (bench === undefined) {
  process.stderr.write(
    `${whatIsWrong()} Known are ${Object.keys(BENCHES).join(', ')}; "npm run bench -- --help" says what each one measures.\n`,
  );
  process.exitCode = 2;
} else {
  await bench.run();
  process.exit();
}

function whatIsWrong(): string {
  if (name === undefined) return 'Name the benchmark to run.';
  return rest.length > 0 ? 'Name one benchmark at a time.' : `There is no benchmark "${name}".`;
}

function ofServer(which: string): Promise<void> {
  const file = fileURLToPath(new URL('../../sync-server/bench/main.ts', import.meta.url));
  const child = spawn(process.execPath, [file, which], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
