import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { RULEBOOK } from '../domain/rulebook.ts';
import { FakeServer } from './testing/fake-server.ts';
import { eventually, newDatabasePath, openDevice } from './testing/open-device.ts';

const LANES = 4;
const KILLS_PER_LANE = 26;
const BUNDLE = mkdtempSync(join(tmpdir(), 'muster-kill-'));
const WRITER = join(BUNDLE, 'kill-writer.mjs');

/** One file instead of two hundred: a hundred starts of a process are most of this test's time. */
beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./testing/kill-writer.ts', import.meta.url)),
      outDir: BUNDLE,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'kill-writer.mjs' } },
    },
  });
});

interface Acknowledged {
  readonly bookings: Set<string>;
  readonly notes: Map<string, string>;
}

/** Starts the writer, kills it with SIGKILL some time after it began to work, and gives what it had acknowledged. */
async function writeAndKill(path: string, afterMs: number, acknowledged: Acknowledged): Promise<string> {
  const child = spawn(process.execPath, ['--no-warnings', WRITER, path], {
    env: { ...process.env, NODE_COMPILE_CACHE: join(BUNDLE, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const signal = await new Promise<string | null>((resolve) => child.on('close', (_code, by) => resolve(by)));
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself: ${complaints}`);
  for (const line of output.split('\n').slice(0, -1)) {
    const [word, bookingId = '', commandId = ''] = line.split(' ');
    if (word === 'done') acknowledged.bookings.add(bookingId);
    if (word === 'note') acknowledged.notes.set(bookingId, commandId);
  }
  return output;
}

test(
  `a core killed with SIGKILL at ${LANES * KILLS_PER_LANE} random moments keeps every acknowledged command, with its chain intact`,
  { timeout: 300_000 },
  async () => {
    const lanes = Array.from({ length: LANES }, async () => {
      const path = newDatabasePath();
      const server = new FakeServer(RULEBOOK);
      const first = await openDevice({ path, network: server.network() });
      await first.core.call('session.enrol', { code: 'code-of-some-length' });
      await eventually(
        () => first.core.call('sync.status', undefined),
        (now) => now.phase === 'live',
      );
      await first.core.close();

      const acknowledged: Acknowledged = { bookings: new Set(), notes: new Map() };
      let kills = 0;
      for (; kills < KILLS_PER_LANE; kills += 1) {
        // From "while opening" to "well into the work"; the next opening checks both chains from the first record.
        const output = await writeAndKill(path, Math.random() * Math.random() * 150, acknowledged);
        expect(output.startsWith('open\n')).toBe(true);
      }

      const device = await openDevice({ path });
      const rows = new Map((await allRows(device)).map((row) => [row.id, row]));
      for (const id of acknowledged.bookings) expect(rows.get(id)?.status).toBe('draft');
      for (const [id, note] of acknowledged.notes) expect(rows.get(id)?.state).toMatchObject({ notes: note });
      for (const id of acknowledged.bookings) {
        const again = await device.run('booking.create', {}, id);
        expect(again.ok, 'the receipt of an acknowledged command').toBe(true);
      }
      const numbers = device.driver.prepare('SELECT device_seq FROM own_log ORDER BY position').all<{ device_seq: number }>();
      expect(numbers.map((row) => row.device_seq)).toEqual(numbers.map((_, index) => index + 1));
      await device.core.close();
      return { kills, commands: acknowledged.bookings.size + acknowledged.notes.size };
    });
    const results = await Promise.all(lanes);
    expect(results.reduce((sum, lane) => sum + lane.kills, 0)).toBeGreaterThanOrEqual(100);
    expect(results.reduce((sum, lane) => sum + lane.commands, 0)).toBeGreaterThan(100);
  },
);

async function allRows(device: Awaited<ReturnType<typeof openDevice>>) {
  const page = await device.core.call('view.feed', { generation: '', afterRev: 0, limit: 1_000_000 });
  if (!page.ok) throw new Error(page.error.code);
  expect(page.value.toRev).toBe(page.value.headRev);
  return page.value.rows;
}
