import fc from 'fast-check';
import { copyFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DatabaseSync } from 'node:sqlite';
import { RULEBOOK } from '../domain/rulebook.ts';
import { FakeServer } from './testing/fake-server.ts';
import { eventually, newDatabasePath, openDevice } from './testing/open-device.ts';
import type { Timers } from './ports.ts';
import { bookingInput } from './testing/seed.ts';
import { type DatabaseDamagedError, DatabaseTooNewError } from './opening.ts';

/** Timers that do not wait. */
const atOnce: Timers = { set: (callback) => setTimeout(callback, 0), clear: (handle) => clearTimeout(handle as NodeJS.Timeout) };

async function writtenDatabase(): Promise<string> {
  const path = newDatabasePath();
  const server = new FakeServer(RULEBOOK);
  const network = server.network();
  const device = await openDevice({ path, network });
  await device.core.call('session.enrol', { code: 'code-of-some-length' });
  await eventually(
    () => device.core.call('sync.status', undefined),
    (status) => status.phase === 'live',
  );
  network.goOffline();
  for (let index = 0; index < 6; index += 1) await device.run('booking.create', bookingInput(crypto.randomUUID()));
  await device.core.close();
  return path;
}

/** Changes the file behind the app's back; the next opening takes place after an unclean exit and finds no marks. */
function tamper(path: string, ...statements: readonly string[]): void {
  tamperBehindMarks(path, "DELETE FROM meta WHERE key LIKE 'verified%'", ...statements);
}

/** The same, with the marks that say how far both logs were checked before. */
function tamperBehindMarks(path: string, ...statements: readonly string[]): void {
  const database = new DatabaseSync(path);
  for (const table of ['own_log', 'confirmed_log']) {
    database.exec(`DROP TRIGGER ${table}_no_update; DROP TRIGGER ${table}_no_delete`);
  }
  database.exec("PRAGMA foreign_keys = OFF; DELETE FROM meta WHERE key = 'clean'");
  for (const statement of statements) database.exec(statement);
  database.close();
}

test.each(['own_log', 'confirmed_log'])('%s refuses UPDATE and DELETE', async (table) => {
  const database = new DatabaseSync(await writtenDatabase());
  expect(() => database.exec(`UPDATE ${table} SET body = '{}'`)).toThrow(/append-only/);
  expect(() => database.exec(`DELETE FROM ${table}`)).toThrow(/append-only/);
  expect(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']).toBeGreaterThan(0);
});

test.each([
  ['own_log', 'a changed record', "UPDATE own_log SET body = replace(body, 'Summer', 'Winter') WHERE position = 3", 3],
  ['own_log', 'a dropped record', 'DELETE FROM own_log WHERE position = 3', 4],
  [
    'own_log',
    'a doubled record',
    'INSERT INTO own_log SELECT 7, device_id, 7, id, body, prev_hash, hash FROM own_log WHERE position = 6',
    7,
  ],
  ['confirmed_log', 'a changed record', "UPDATE confirmed_log SET body = replace(body, 'Maren', 'Marta') WHERE position = 2", 2],
  ['confirmed_log', 'a dropped tail', 'DELETE FROM confirmed_log WHERE position = 3', 3],
] as const)('%s: %s is found at the next opening, with its number', async (part, _what, statement, seq) => {
  const path = await writtenDatabase();
  tamper(path, statement);
  await expect(openDevice({ path })).rejects.toMatchObject({
    name: 'DatabaseDamagedError',
    part,
    seq,
  } satisfies Partial<DatabaseDamagedError>);
});

test('S23: any one record flipped, doubled or swapped in either log, or dropped from the own one before its end, is found at the opening, with its number', async () => {
  const path = await writtenDatabase();
  const counts = new DatabaseSync(path, { readOnly: true });
  const last = (table: string): number => Number(counts.prepare(`SELECT max(position) AS n FROM ${table}`).get()?.['n']);
  const ends = { own_log: last('own_log'), confirmed_log: last('confirmed_log') };
  const damages = fc.record({
    part: fc.constantFrom('own_log', 'confirmed_log'),
    how: fc.constantFrom('flipped', 'dropped', 'doubled', 'swapped'),
    where: fc.nat(),
    byte: fc.nat(),
    bit: fc.integer({ min: 0, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(damages, async ({ part, how, where, byte, bit }) => {
      const end = ends[part];
      // numbers of the canonical log may be missing where a device does not see all of it, so there only its end is certain
      fc.pre(part === 'own_log' || how !== 'dropped');
      // the last one has no successor to swap with
      const at = (where % (how === 'swapped' || how === 'dropped' ? end - 1 : end)) + 1;
      const copy = newDatabasePath();
      copyFileSync(path, copy);
      const { statements, seq } = damage(path, part, how, at, end, { byte, bit });
      tamper(copy, ...statements);
      await expect(openDevice({ path: copy }), `${how} ${part} ${at}`).rejects.toMatchObject({ name: 'DatabaseDamagedError', part, seq });
    }),
    { numRuns: 60 },
  );
});

/** What to do to one record behind the app's back, and the number under which it has to be found. */
function damage(
  path: string,
  part: 'own_log' | 'confirmed_log',
  how: string,
  at: number,
  end: number,
  flip: { readonly byte: number; readonly bit: number },
): { readonly statements: readonly string[]; readonly seq: number } {
  const columns = part === 'own_log' ? 'device_id, device_seq + 1000, id, body' : 'id, type, aggregate_id, outcome, body';
  switch (how) {
    case 'flipped': {
      const database = new DatabaseSync(path, { readOnly: true });
      const body = Buffer.from(String(database.prepare(`SELECT body FROM ${part} WHERE position = ?`).get(at)?.['body']));
      database.close();
      const index = flip.byte % body.length;
      body[index] = (body[index] ?? 0) ^ (1 << flip.bit);
      return { statements: [`UPDATE ${part} SET body = CAST(x'${body.toString('hex')}' AS TEXT) WHERE position = ${at}`], seq: at };
    }
    case 'dropped':
      return { statements: [`DELETE FROM ${part} WHERE position = ${at}`], seq: at + 1 };
    case 'doubled':
      return {
        statements: [`INSERT INTO ${part} SELECT ${end + 1}, ${columns}, prev_hash, hash FROM ${part} WHERE position = ${at}`],
        seq: end + 1,
      };
    default:
      return {
        statements: [
          `UPDATE ${part} SET position = -1 WHERE position = ${at}`,
          `UPDATE ${part} SET position = ${at} WHERE position = ${at + 1}`,
          `UPDATE ${part} SET position = ${at + 1} WHERE position = -1`,
        ],
        seq: at,
      };
  }
}

test('two swapped records of the own log are found at the first of them', async () => {
  const path = await writtenDatabase();
  tamper(
    path,
    'UPDATE own_log SET position = -1 WHERE position = 2',
    'UPDATE own_log SET position = 2 WHERE position = 3',
    'UPDATE own_log SET position = 3 WHERE position = -1',
  );
  await expect(openDevice({ path })).rejects.toMatchObject({ part: 'own_log', seq: 2 });
});

test('a file from a newer app is refused and left exactly as it was', async () => {
  const path = await writtenDatabase();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  const before = database.prepare('SELECT key, value FROM meta ORDER BY key').all();
  database.close();
  await expect(openDevice({ path })).rejects.toBeInstanceOf(DatabaseTooNewError);
  const after = new DatabaseSync(path);
  expect(after.prepare('SELECT key, value FROM meta ORDER BY key').all()).toEqual(before);
  expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
});

test('after an exit that was not clean a start reads what came after the marks, and finds damage there', async () => {
  const path = await writtenDatabase();
  tamperBehindMarks(
    path,
    "UPDATE meta SET value = '4' WHERE key = 'verified_own'",
    "UPDATE own_log SET body = replace(body, 'Summer', 'Winter') WHERE position = 5",
  );
  await expect(openDevice({ path })).rejects.toMatchObject({ part: 'own_log', seq: 5 });
});

test.each([
  ['own_log', "UPDATE own_log SET body = replace(body, 'Summer', 'Winter') WHERE position = 3"],
  ['confirmed_log', "UPDATE confirmed_log SET body = replace(body, 'Maren', 'Marta') WHERE position = 2"],
])(
  'damage of the %s before the marks is found in the background: nothing more is accepted, and the next start refuses',
  async (part, statement) => {
    const path = await writtenDatabase();
    tamperBehindMarks(path, statement);
    const device = await openDevice({ path, options: { timers: atOnce } });
    await eventually(
      () => device.core.call('sync.status', undefined),
      (status) => status.problem !== null,
    );
    expect(await device.run('booking.create', bookingInput(crypto.randomUUID()))).toMatchObject({
      ok: false,
      error: { kind: 'not-saved' },
    });
    await device.core.close();
    await expect(openDevice({ path })).rejects.toMatchObject({ name: 'DatabaseDamagedError', part });
  },
);

test('a background check that was cut short begins again at the next start', async () => {
  const path = await writtenDatabase();
  tamperBehindMarks(path, "UPDATE own_log SET body = replace(body, 'Summer', 'Winter') WHERE position = 3");
  const first = await openDevice({ path });
  await first.core.close();
  const second = await openDevice({ path, options: { timers: atOnce } });
  await eventually(
    () => second.core.call('sync.status', undefined),
    (status) => status.problem !== null,
  );
});
