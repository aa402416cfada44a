import { expect, test } from 'vitest';
import { POLICY_ACTOR_ID, SERVER_ADMIN_ACTOR_ID, SERVER_DEVICE_ID } from '../../shared/domain/kernel/ids.ts';
import { STORES } from '../testing/stores.ts';
import { startWorld } from '../testing/world.ts';

test.each(STORES)('an organization is founded by the administrator of the server, and the log says so (%s)', async (_name, database) => {
  const world = await startWorld({ database: await database() });
  const device = await world.enrol(world.ownerId);
  const log = await device.pullAll();
  expect(log.slice(0, 2).map(({ type, actorId, deviceId, outcome }) => [type, actorId, deviceId, outcome])).toEqual([
    ['organization.created', SERVER_ADMIN_ACTOR_ID, SERVER_DEVICE_ID, 'accepted'],
    ['member.created', SERVER_ADMIN_ACTOR_ID, SERVER_DEVICE_ID, 'accepted'],
  ]);
  expect(log.filter(({ actorId }) => actorId === POLICY_ACTOR_ID)).toEqual([]);
  expect(await world.server.admin.verify(world.organizationId)).toMatchObject({ problems: [] });
  await world.close();
});
