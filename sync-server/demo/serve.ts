import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { startServer, StartError } from '../server.ts';
import type { RunningServer } from '../server.ts';
import { openControl, removeNotice, writeNotice } from './control.ts';
import type { DemoPerson } from './control.ts';
import { dropServerData, noteDemo, openDataFolder, resetDemoFolder } from './data-folder.ts';
import { makeDemoClock } from './host.ts';
import type { DemoClock } from './host.ts';
import { seedDemo } from './seed-demo.ts';

/**
 * The sync server as the launcher runs it: its own process, told to stop by the end of the channel to its parent. With
 * `--demo` it makes the demo organization first when the folder holds none.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
    database: { type: 'string' },
    demo: { type: 'boolean', default: false },
    'reset-demo': { type: 'boolean', default: false },
  },
});

type Message = { kind: 'progress'; text: string } | { kind: 'ready'; url: string } | { kind: 'failed'; sentence: string };

const tell = (message: Message): void => {
  if (process.connected) process.send?.(message);
};

const DEMO_SEED = 20_261_025;
const CLIENT_DIR = resolve(import.meta.dirname, '../../dist/renderer-browser');

const stopped = new Promise<void>((resolve) => {
  // The terminal sends Ctrl+C to everybody; the parent decides when it is our turn.
  process.on('SIGINT', () => process.connected || resolve());
  process.on('SIGTERM', () => resolve());
  process.once('disconnect', () => resolve());
});

await run(resolve(values.data ?? '.muster-data'), Number(values.port ?? '4600'));

async function run(dataDir: string, port: number): Promise<void> {
  const reset = values['reset-demo'] ? resetDemoFolder(dataDir) : { ok: true as const };
  if (!reset.ok) return fail(reset.sentence);
  const folder = openDataFolder(dataDir);
  if (!folder.ok) return fail(folder.sentence);
  let { demo } = folder.marker;
  if (demo.state === 'making') dropServerData(dataDir);
  const clock = makeDemoClock(() => Date.now());
  const server = await start(dataDir, port, clock);
  if (server === null) return;
  if (values.demo && (demo.state === 'making' || !server.admin.hasOrganization())) {
    noteDemo(dataDir, { state: 'making' });
    const members = await makeDemo(server, clock);
    demo = { state: 'ready', members };
    noteDemo(dataDir, demo);
  }
  if (!server.admin.hasOrganization()) {
    tell({
      kind: 'progress',
      text: 'there is no organization yet: "npm run server -- create-organization --name NAME --email YOU" makes one',
    });
  }
  const control = await openControl((person: DemoPerson) =>
    demo.state === 'ready' ? server.admin.createEnrolCode(demo.members[person]) : Promise.resolve(null),
  );
  writeNotice(dataDir, server.url, control);
  tell({ kind: 'ready', url: server.url });
  await stopped;
  removeNotice(dataDir);
  control.close();
  await server.close();
  process.exit();
}

async function start(dataDir: string, port: number, clock: DemoClock): Promise<RunningServer | null> {
  const log = pino({ level: process.env['MUSTER_LOG'] ?? 'warn' }, pino.destination({ dest: join(dataDir, 'server.log'), sync: true }));
  const host = values.host === undefined ? {} : { host: values.host };
  try {
    const database = values.database ?? process.env['MUSTER_DATABASE'];
    return await startServer({ dataDir: join(dataDir, 'server'), database, port, ...host, staticDir: CLIENT_DIR, log, clock });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    fail(error.message);
    return null;
  }
}

async function makeDemo(server: RunningServer, clock: DemoClock): Promise<Record<DemoPerson, string>> {
  tell({ kind: 'progress', text: 'making the demo organization' });
  const seeding = seedDemo(server.admin, {
    clock,
    seed: DEMO_SEED,
    size: 'small-plus',
    onProgress: (text) => tell({ kind: 'progress', text }),
  });
  const result = await Promise.race([seeding, stopped.then(() => null)]);
  // Cut short: the folder says so, and the next start makes it anew.
  if (result === null) process.exit();
  return { manager: result.accounts.manager.memberId, staff: result.accounts.staff.memberId };
}

function fail(sentence: string): void {
  tell({ kind: 'failed', sentence });
  if (!process.connected) console.error(sentence);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}
