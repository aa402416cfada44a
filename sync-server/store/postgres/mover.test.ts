import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { moveToPostgres } from '../../cli/move.ts';
import { newId } from '../../sequencer/server-events.ts';
import { startServer } from '../../server.ts';
import { StartError } from '../../start-error.ts';
import { TestDevice } from '../../testing/device.ts';
import { bookingCreated, noteAdded } from '../../testing/events.ts';
import { asSuperuser, emptyDatabase } from '../../testing/postgres.ts';
import { foundOrganization, startWorld, temporaryFolder } from '../../testing/world.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const onProgress = (): void => undefined;

/** A stopped server's folder with two organizations, people, shifts and a device that wrote. */
async function filledFolder() {
  const world = await startWorld();
  await foundOrganization(world.server);
  const manager = await world.addMember('manager');
  const device = await world.enrol(manager);
  for (let round = 0; round < 12; round += 1) {
    const id = newId(Date.now());
    await device.submit([bookingCreated(world.siteId, id), noteAdded(id, `round ${round}`)]);
  }
  const page = await device.pullAll();
  await world.server.close();
  return { world, device, page, remove: () => rmSync(world.dataDir, { recursive: true, force: true }) };
}

test('a folder moved to PostgreSQL is the same log under the same epoch, and its devices go on with their sessions', async () => {
  const { world, device, page, remove } = await filledFolder();
  const to = await emptyDatabase();
  const report = await moveToPostgres({ dataDir: world.dataDir, to, log: quiet, onProgress });
  expect(report).toEqual({ organizations: 2, events: page.length + 2, wasDone: false });
  expect(await moveToPostgres({ dataDir: world.dataDir, to, log: quiet, onProgress })).toMatchObject({ wasDone: true });
  await expect(startServer({ dataDir: world.dataDir, port: 0, log: quiet })).rejects.toThrow(/was moved to PostgreSQL/);

  const dataDir = temporaryFolder();
  const server = await startServer({ dataDir, database: to, port: 0, log: quiet });
  const { accessToken, refreshToken, session } = device;
  const same = new TestDevice(server.url, { accessToken, refreshToken, expiresIn: 900, session });
  expect(await same.hello()).toMatchObject({ epoch: device.epoch, lastDeviceSeq: 24, head: page.length });
  expect(await same.pullAll()).toEqual(page);
  expect((await same.submit([bookingCreated(world.siteId)])).outcomes[0]?.outcome).toBe('accepted');
  for (const { organizationId } of server.admin.organizations()) expect((await server.admin.verify(organizationId)).problems).toEqual([]);
  expect(await server.admin.createEnrolCode(world.ownerId)).not.toBe('');
  await foundOrganization(server);
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
  remove();
});

test('a move that was cut short goes on when it is run again, and until then no server takes the database', async () => {
  const { world, page, remove } = await filledFolder();
  const to = await emptyDatabase();
  // The end is what cannot be reached: the log is copied, what follows from it is not.
  await moveToPostgres({ dataDir: world.dataDir, to, log: quiet, onProgress });
  rmSync(join(world.dataDir, 'moved.txt'));
  await asSuperuser(to, `INSERT INTO server_facts (name, value) VALUES ('move-unfinished', '1')`);
  await asSuperuser(to, 'ALTER TABLE event_store DISABLE TRIGGER USER');
  await asSuperuser(to, 'DELETE FROM event_store WHERE organization_no = 1 AND seq > 9');
  await asSuperuser(to, 'ALTER TABLE event_store ENABLE TRIGGER USER');
  await asSuperuser(
    to,
    `UPDATE organization_heads h SET head = 9, hash = (SELECT hash FROM event_store WHERE organization_no = 1 AND seq = 9)
     WHERE organization_no = 1`,
  );
  await asSuperuser(to, 'DELETE FROM submissions');
  await asSuperuser(to, 'DELETE FROM entity_state');
  const dataDir = temporaryFolder();
  await expect(startServer({ dataDir, database: to, port: 0, log: quiet })).rejects.toThrow(/move into this database is not finished/);
  const child = spawn(process.execPath, [MAIN, 'move', '--data', world.dataDir, '--to', to]);
  let out = '';
  child.stdout.on('data', (data: Buffer) => void (out += String(data)));
  expect(await new Promise((resolve) => void child.once('close', resolve))).toBe(0);
  expect(out).toContain(`${page.length + 2} events; every log checked`);
  expect(existsSync(join(world.dataDir, 'moved.txt'))).toBe(true);
  const server = await startServer({ dataDir, database: to, port: 0, log: quiet });
  for (const { organizationId } of server.admin.organizations()) expect((await server.admin.verify(organizationId)).problems).toEqual([]);
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
  remove();
});

test('a database in use, a damaged log and an address that leads nowhere are refused in one sentence', async () => {
  const { world, remove } = await filledFolder();
  const used = await emptyDatabase();
  const inUse = await startWorld({ database: used });
  const move = (to: string): Promise<unknown> => moveToPostgres({ dataDir: world.dataDir, to, log: quiet, onProgress });
  await expect(move(used)).rejects.toThrow('The database is in use by a server or holds other data. Move into an empty one.');
  await inUse.close();
  await expect(move('postgres://nobody:secret@127.0.0.1:9/none')).rejects.toThrow(/^The database none at 127\.0\.0\.1:9 cannot be used/);
  await expect(move('mysql://here/there')).rejects.toBeInstanceOf(StartError);
  const { DatabaseSync } = await import('node:sqlite');
  const file = new DatabaseSync(join(world.dataDir, 'muster.db'));
  file.exec(`DROP TRIGGER event_store_no_update; UPDATE event_store SET event_data = '{"summary":"forged"}' WHERE seq = 3`);
  file.close();
  await expect(move(await emptyDatabase())).rejects.toThrow(/damaged at sequence 3/);
  remove();
});
