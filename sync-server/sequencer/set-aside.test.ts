import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import type { TestDevice } from '../testing/device.ts';
import { bookingCreated, bookingEdited, noteAdded, reportSubmitted } from '../testing/events.ts';
import { startWorld, type World } from '../testing/world.ts';
import { newId } from './server-events.ts';

let world: World;
let manager: string;
beforeAll(async () => {
  world = await startWorld();
  manager = await world.addMember('manager');
});
afterAll(() => world.close());

const refusal = { kind: 'TOO_LARGE', field: 'events.0', message: 'An event may hold 65536 bytes.' };

function request(device: TestDevice, events: readonly DomainEvent[], changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    epoch: device.epoch,
    deviceId: device.session.deviceId,
    firstDeviceSeq: events[0]?.deviceSeq,
    txnId: events[0]?.txnId,
    refusal,
    events: events.map((event) => {
      const { id, type, version, kind, aggregateType, aggregateId, occurredAt } = event;
      const text = JSON.stringify(event);
      const sha256 = createHash('sha256').update(text).digest('hex');
      return { id, type, version, kind, aggregateType, aggregateId, occurredAt, bytes: Buffer.byteLength(text), sha256 };
    }),
    ...changes,
  };
}

test('a transaction that is set aside has its numbers answered in the log, without its content, and the next one goes on', async () => {
  const device = await world.enrol(manager);
  const id = newId(Date.now());
  await device.submit([bookingCreated(world.siteId, id)]);
  const huge = device.write([noteAdded(id, 'x'.repeat(70_000)), reportSubmitted(id)]);
  expect((await device.post('/v1/sync/push', device.batch(huge))).body).toMatchObject({ error: { kind: 'TOO_LARGE' } });
  const answer = await device.post('/v1/sync/set-aside', request(device, huge));
  expect(answer.body).toMatchObject({ lastDeviceSeq: 3, outcomes: [{ outcome: 'parked' }, { outcome: 'parked' }] });
  device.lastDeviceSeq = 3;
  const after = await device.submit([noteAdded(id, 'shorter')]);
  expect(after.outcomes).toMatchObject([{ deviceSeq: 4, outcome: 'accepted' }]);

  const logged = (await device.pullAll()).filter((event) => event.txnId === huge[0]?.txnId);
  expect(logged).toMatchObject([
    { id: huge[0]?.id, type: 'submission.parked', outcome: 'parked', aggregateId: id, kind: 'plan', deviceSeq: 2 },
    { id: huge[1]?.id, type: 'submission.parked', outcome: 'parked', kind: 'fact', deviceSeq: 3 },
  ]);
  expect(logged[0]?.reason).toEqual({
    code: 'sync.set-aside-too-large',
    params: { kind: 'TOO_LARGE', field: 'events.0', detail: refusal.message },
  });
  expect(logged[0]?.data).toMatchObject({ type: 'booking.note_added', version: 1, bytes: Buffer.byteLength(JSON.stringify(huge[0])) });
  expect(JSON.stringify(logged)).not.toContain('xxxx');
  expect((await world.server.admin.verify(world.organizationId)).problems).toEqual([]);
});

test('set aside again, or pushed again under any number, it gets the answer it already has', async () => {
  const device = await world.enrol(manager);
  const poison = device.write([bookingCreated(world.siteId)]);
  const first = await device.post('/v1/sync/set-aside', request(device, poison));
  const { head } = await device.hello();
  expect((await device.post('/v1/sync/set-aside', request(device, poison))).body).toEqual(first.body);
  expect((await device.post('/v1/sync/push', device.batch(poison))).body).toMatchObject({ outcomes: [{ outcome: 'parked' }] });
  const copy = await world.enrol(manager);
  const again = poison.map((event) => ({ ...event, deviceId: copy.session.deviceId, deviceSeq: 1 }));
  expect(await copy.push(again)).toMatchObject({ lastDeviceSeq: 1, outcomes: [{ outcome: 'parked' }] });
  expect((await device.hello()).head).toBe(head);
});

test('plans that build on it are parked with it; facts stand on their own', async () => {
  const device = await world.enrol(manager);
  const id = newId(Date.now());
  const poison = device.write([bookingCreated(world.siteId, id)]);
  device.lastDeviceSeq = Number((await device.post('/v1/sync/set-aside', request(device, poison))).status === 200);
  const dependsOn = [poison[0]?.txnId ?? ''];
  const edit = await device.submit([bookingEdited(id, 'title', 'a', 'b')], { dependsOn });
  expect(edit.outcomes).toMatchObject([{ outcome: 'parked', reason: { code: 'sync.dependency-parked' } }]);
  const report = await device.submit([reportSubmitted(id)], { dependsOn });
  expect(report.outcomes[0]?.outcome).not.toBe('rejected');
});

test('a payload that does not fit is parked whole on request, so that it can be read and tried again', async () => {
  const device = await world.enrol(manager);
  const bad = device.write([bookingCreated(world.siteId, newId(Date.now()), { title: 5 })]);
  expect((await device.post('/v1/sync/push', device.batch(bad))).body).toMatchObject({ error: { field: 'events.0.data.title' } });
  const answer = await device.post('/v1/sync/push', device.batch(bad, { setAside: true }));
  expect(answer.body).toMatchObject({
    lastDeviceSeq: 1,
    outcomes: [{ outcome: 'parked', reason: { code: 'event.invalid-data', params: { field: 'data.title' } } }],
  });
  expect((await device.pullAll()).at(-1)).toMatchObject({ type: 'booking.created', outcome: 'parked', data: { title: 5 } });
});

test.each([
  ['another device', { deviceId: newId(1) }, 'FORBIDDEN', 'deviceId'],
  ['another log', { epoch: 'another' }, 'EPOCH_CHANGED', 'epoch'],
  ['a number with a hole before it', { firstDeviceSeq: 9 }, 'GAP', 'firstDeviceSeq'],
  ['no events', { events: [] }, 'INVALID', 'events'],
  ['a field nobody knows', { data: 'the content' }, 'INVALID', 'data'],
])('setting aside is refused for %s, and nothing is kept', async (_name, changes, kind, field) => {
  const device = await world.enrol(manager);
  const { head } = await device.hello();
  const events = device.write([bookingCreated(world.siteId)]);
  const answer = await device.post('/v1/sync/set-aside', request(device, events, changes));
  expect(answer.body).toMatchObject({ error: { kind, field } });
  expect(await device.hello()).toMatchObject({ head, lastDeviceSeq: 0 });
});
