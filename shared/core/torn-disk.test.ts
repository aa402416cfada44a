import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { RULEBOOK } from '../domain/rulebook.ts';
import { FakeServer } from './testing/fake-server.ts';
import { eventually, newDatabasePath, openDevice } from './testing/open-device.ts';
import { bookingInput } from './testing/seed.ts';

const WRITER = fileURLToPath(new URL('./testing/kill-writer.ts', import.meta.url));
/** Where the limit cuts into a page of 8 KB differs from run to run. */
const LIMITS_IN_BLOCKS = [301, 310, 323, 345, 366, 402];

/** The file of a device that has signed in and was closed. */
async function signedInFile(): Promise<string> {
  const path = newDatabasePath();
  const server = new FakeServer(RULEBOOK);
  const device = await openDevice({ path, network: server.network() });
  await device.core.call('session.enrol', { code: 'code-of-some-length' });
  await eventually(
    () => device.core.call('sync.status', undefined),
    (status) => status.phase === 'live',
  );
  await device.core.close();
  return path;
}

interface Writer {
  /** Commands it was told are done. */
  readonly bookings: readonly string[];
  /** What it said when it could not go on. */
  readonly complaint: string;
}

/** Runs the writer on a disk where no file grows beyond so many blocks of 512 bytes, until the core refuses to go on. */
function writeUntilFull(path: string, fileBlocks: number): Promise<Writer> {
  const child = spawn('sh', ['-c', `ulimit -f ${fileBlocks}; exec "$@"`, 'sh', process.execPath, '--no-warnings', WRITER, path]);
  let [out, complaint] = ['', ''];
  child.stdout.on('data', (data: Buffer) => void (out += String(data)));
  child.stderr.on('data', (data: Buffer) => void (complaint += String(data)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      const lines = out.split('\n').slice(0, -1);
      resolve({ bookings: lines.flatMap((line) => (line.startsWith('done ') ? [line.slice(5)] : [])), complaint });
    });
  });
}

/** Opens a copy of the file whose logs have to be read from the first record, and gives the bookings in it. */
async function bookingsOf(path: string): Promise<readonly string[]> {
  const device = await openDevice({ path });
  const ids = (await device.rows()).filter(({ collection }) => collection === 'bookings').map(({ id }) => id);
  const numbers = device.driver.prepare('SELECT device_seq FROM own_log ORDER BY position').all<{ device_seq: number }>();
  expect(numbers.map((row) => row.device_seq)).toEqual(numbers.map((_, index) => index + 1));
  expect(device.driver.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  await device.core.close();
  return ids;
}

test('S22: a disk that takes no more in the middle of a page loses nothing acknowledged, and the core says that it is not saved', async () => {
  for (const blocks of LIMITS_IN_BLOCKS) {
    const path = await signedInFile();
    const { bookings, complaint } = await writeUntilFull(path, blocks);
    expect(complaint, `with ${blocks} blocks`).toContain('not-saved');
    expect(bookings.length).toBeGreaterThan(0);
    expect(await bookingsOf(path)).toEqual(expect.arrayContaining([...bookings]));
    const device = await openDevice({ path });
    expect((await device.run('booking.create', bookingInput(crypto.randomUUID()))).ok).toBe(true);
    await device.core.close();
  }
});

test('S22: cut off at any byte, the file holds exactly the commands whose commit was whole', async () => {
  const path = await signedInFile();
  const device = await openDevice({ path });
  const commands: { readonly id: string; readonly wholeAt: number }[] = [];
  const walBytes = (): number => statSync(`${path}-wal`).size;
  for (let index = 0; index < 12; index += 1) {
    const id = crypto.randomUUID();
    expect((await device.run('booking.create', bookingInput(id))).ok).toBe(true);
    commands.push({ id, wholeAt: walBytes() });
  }
  const folder = mkdtempSync(join(tmpdir(), 'muster-torn-'));
  const copy = join(folder, 'core.sqlite');
  const last = walBytes();
  const first = commands[0]?.wholeAt ?? last;
  const wal = readFileSync(`${path}-wal`);
  const cuts = commands.flatMap(({ wholeAt }) => [wholeAt - 1, wholeAt]);
  for (let cut = 0; cut < 24; cut += 1) cuts.push(Math.floor(first + Math.random() * (last - first)));
  for (const cut of cuts) {
    copyFileSync(path, copy);
    writeFileSync(`${copy}-wal`, wal.subarray(0, cut));
    const kept = commands.filter(({ wholeAt }) => wholeAt <= cut).map(({ id }) => id);
    expect((await bookingsOf(copy)).toSorted(), `cut at byte ${cut} of ${last}`).toEqual(kept.toSorted());
  }
  await device.core.close();
});

test('S22: a commit whose flush fails is not called saved, though it may be there; asked again, it is done once', async () => {
  const path = await signedInFile();
  let failing = false;
  const device = await openDevice({
    path,
    wrapDriver: (driver) => ({
      ...driver,
      transaction: (work) => {
        const result = driver.transaction(work);
        // what fsync answers when the disk behind it is failing: the pages may have reached it or not
        if (failing) throw Object.assign(new Error('disk I/O error'), { errcode: 1034 });
        return result;
      },
    }),
  });
  const [saved, doubtful] = [crypto.randomUUID(), crypto.randomUUID()];
  expect((await device.run('booking.create', bookingInput(saved), saved)).ok).toBe(true);
  failing = true;
  expect(await device.run('booking.create', bookingInput(doubtful), doubtful)).toMatchObject({ ok: false, error: { kind: 'not-saved' } });
  failing = false;
  expect(await device.run('booking.create', bookingInput(crypto.randomUUID()))).toMatchObject({ ok: false, error: { kind: 'not-saved' } });
  await device.core.close();

  const again = await openDevice({ path });
  expect((await again.run('booking.create', bookingInput(doubtful), doubtful)).ok).toBe(true);
  const log = again.driver.prepare("SELECT body ->> 'aggregateId' AS id FROM own_log ORDER BY position").all<{ id: string }>();
  expect(log.map(({ id }) => id)).toEqual([saved, doubtful]);
  await again.core.close();
});
