import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run bench -- NAME`: prints one JSON line per figure. Those of the server alone live beside the server. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  local: async () => (await import('./local.ts')).local(),
  bootstrap: async () => (await import('./bootstrap.ts')).bootstrap(),
  ui: async () => (await import('./ui.ts')).ui(),
  ingest: () => ofServer('ingest'),
  postgres: () => ofServer('postgres'),
  fanout: () => ofServer('fanout'),
  bus: () => ofServer('bus'),
};

const name = process.argv[2] ?? '';
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (bench === undefined) {
  process.stderr.write(`Unknown benchmark "${name}". Known: ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exitCode = 1;
} else {
  await bench();
  process.exit();
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
