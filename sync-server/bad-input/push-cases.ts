import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import { SERVER_DEVICE_ID } from '../../shared/domain/kernel/ids.ts';
import { newId } from '../sequencer/server-events.ts';
import { bookingCreated, bookingData, noteAdded } from '../testing/events.ts';
import type { BadCase, Setting } from './case.ts';

/** A batch with something wrong in it; `over` answers the same over HTTP and over the stream. */
export interface PushCase {
  readonly name: string;
  readonly batch: (setting: Setting) => unknown;
  readonly status: number;
  readonly kind: BadCase['kind'];
  readonly field: string | null;
}

const STRANGER = '0b6f5c9e-7f0a-4d3c-9b1e-2f6a7c8d9e02';

const good = ({ device, world }: Setting): DomainEvent[] => device.write([bookingCreated(world.siteId)]);

/** One good event with one member replaced; undefined takes it away. */
const event = (
  member: string,
  value: unknown,
  field = `events.0.${member}`,
  kind: BadCase['kind'] = 'INVALID',
  status = 400,
): PushCase => ({
  name: `an event with ${member} = ${JSON.stringify(value)?.slice(0, 60) ?? 'missing'}`,
  batch: (setting) =>
    setting.device.batch(
      good(setting).map((one) => ({ ...one, [member]: value })),
      { firstDeviceSeq: setting.device.lastDeviceSeq + 1 },
    ),
  status,
  kind,
  field,
});

const batch = (
  member: string,
  value: unknown,
  field: string | null = member,
  kind: BadCase['kind'] = 'INVALID',
  status = 400,
): PushCase => ({
  name: `a batch with ${member} = ${JSON.stringify(value)?.slice(0, 60) ?? 'missing'}`,
  batch: (setting) => ({ ...setting.device.batch(good(setting)), [member]: value }),
  status,
  kind,
  field,
});

const data = (member: string, value: unknown, field = `events.0.data.${member}`): PushCase => ({
  name: `a booking with ${member} = ${JSON.stringify(value)?.slice(0, 60) ?? 'missing'}`,
  batch: (setting) =>
    setting.device.batch(good(setting).map((one) => ({ ...one, data: { ...bookingData(setting.world.siteId), [member]: value } }))),
  status: 400,
  kind: 'INVALID',
  field,
});

const MISSING: readonly PushCase[] = [
  'id',
  'type',
  'version',
  'kind',
  'aggregateType',
  'aggregateId',
  'txnId',
  'txnIndex',
  'txnSize',
  'deviceId',
  'deviceSeq',
  'basisSeq',
  'dependsOn',
  'actorId',
  'siteId',
  'organizationId',
  'occurredAt',
  'zone',
  'correlationId',
  'causationId',
  'causationDepth',
  'offline',
].map((member) => event(member, undefined));

const WRONG: readonly PushCase[] = [
  event('id', 'not-an-id'),
  event('id', 12),
  event('id', "'; DROP TABLE event_store; --"),
  event('type', 'Booking.Created'),
  event('type', 'booking'),
  event('type', `booking.${'x'.repeat(100)}`),
  event('type', 'booking.never_heard_of'),
  event('type', 'constructor.prototype'),
  event('version', 0),
  event('version', '1'),
  event('version', 2),
  event('version', 1.5),
  event('kind', 'wish'),
  event('kind', 'fact'),
  event('aggregateType', 'spaceship'),
  event('aggregateType', 'shift'),
  event('aggregateId', ''),
  event('aggregateId', ['a']),
  event('txnIndex', -1),
  event('txnIndex', 1),
  event('txnIndex', 50),
  event('txnSize', 0),
  event('txnSize', 51),
  event('txnSize', 3),
  event('deviceSeq', 0),
  event('deviceSeq', -4),
  event('deviceSeq', 9_007_199_254_740_992),
  event('deviceSeq', 77),
  event('basisSeq', -1),
  event('basisSeq', null),
  event('dependsOn', 'none'),
  event('dependsOn', ['none'], 'events.0.dependsOn.0'),
  event(
    'dependsOn',
    Array.from({ length: 51 }, () => randomUUID()),
  ),
  event('occurredAt', 'yesterday'),
  event('occurredAt', '2026-01-01'),
  event('occurredAt', '2026-01-01T00:00:00+02:00'),
  event('occurredAt', 0),
  event('occurredAt', '2026-02-30T00:00:00.000Z'),
  event('zone', 'Europe/Berlin"; evil'),
  event('zone', ''),
  event('zone', 'x'.repeat(65)),
  event('correlationId', null),
  event('causationId', 'cause'),
  event('causationDepth', 17),
  event('causationDepth', -1),
  event('offline', 'no'),
  event('seq', 1),
  event('outcome', 'accepted'),
  event('hash', 'abc'),
  event('admin', true),
  event('data', 'text'),
  event('data', null),
  event('data', []),
  event('deviceId', STRANGER, undefined, 'FORBIDDEN', 403),
  event('deviceId', SERVER_DEVICE_ID, undefined, 'FORBIDDEN', 403),
  event('actorId', STRANGER, undefined, 'FORBIDDEN', 403),
  event('organizationId', STRANGER, undefined, 'FORBIDDEN', 403),
];

const BATCHES: readonly PushCase[] = [
  batch('epoch', undefined),
  batch('epoch', 4),
  batch('epoch', 'another', 'epoch', 'EPOCH_CHANGED', 409),
  batch('deviceId', undefined),
  batch('deviceId', 'mine'),
  batch('deviceId', STRANGER, 'deviceId', 'FORBIDDEN', 403),
  batch('firstDeviceSeq', 0),
  batch('firstDeviceSeq', '1'),
  batch('firstDeviceSeq', 40, 'events.0.deviceSeq'),
  batch('events', undefined),
  batch('events', {}),
  batch('events', []),
  batch('events', [null], 'events.0'),
  batch('events', [[]], 'events.0'),
  batch('events', ['event'], 'events.0'),
  batch('clockOffsetMs', 'late'),
  batch('clockOffsetMs', 0.5),
  batch('rulesVersion', 0),
  batch('setAside', 'yes'),
  batch('extra', {}),
];

const PAYLOADS: readonly PushCase[] = [
  data('title', ''),
  data('title', 'x'.repeat(161)),
  data('title', undefined),
  data('priceMinor', 1.25),
  data('priceMinor', -5),
  data('priceMinor', '100'),
  data('currency', 'EURO'),
  data('tags', [''], 'events.0.data.tags.0'),
  data('status', 'approved'),
  data('staffNeeds', [{ id: 'x', role: 'Host', count: 1, skills: [] }], 'events.0.data.staffNeeds.0.id'),
  data('staffNeeds', [{ id: randomUUID(), role: 'Host', count: 0, skills: [] }], 'events.0.data.staffNeeds.0.count'),
  data('locationId', 'somewhere'),
  data(
    'period',
    {
      start: '2030-05-02T08:00:00.000Z',
      end: '2030-05-01T08:00:00.000Z',
      zone: 'UTC',
      startLocal: '2030-05-02T08:00',
      endLocal: '2030-05-01T08:00',
    },
    'events.0.data.period.end',
  ),
  data('period', { start: 'soon', end: 'later', zone: 'UTC', startLocal: '', endLocal: '' }, 'events.0.data.period.start'),
];

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

/** Batches that are wrong as a whole, or against what the server already has. */
const STORIES: readonly PushCase[] = [
  {
    name: 'a number far ahead',
    batch: (setting) =>
      setting.device.batch(
        good(setting).map((one) => ({ ...one, deviceSeq: 40 })),
        { firstDeviceSeq: 40 },
      ),
    status: 409,
    kind: 'GAP',
    field: 'firstDeviceSeq',
  },
  {
    name: 'a batch that was sent before, altered',
    batch: ({ pushed }) => ({ ...pushed, events: pushed.events.map((one) => ({ ...one, zone: 'Asia/Tokyo' })) }),
    status: 409,
    kind: 'DEVICE_FORK',
    field: 'events.0',
  },
  {
    name: 'used numbers with new ids',
    batch: ({ pushed }) => ({ ...pushed, events: pushed.events.map((one) => ({ ...one, id: newId(Date.now()) })) }),
    status: 409,
    kind: 'DEVICE_FORK',
    field: 'events.0',
  },
  {
    name: 'a known id under a new number with other content',
    batch: (setting) => setting.device.batch(good(setting).map((one) => ({ ...one, id: String(setting.pushed.events[0]?.['id']) }))),
    status: 400,
    kind: 'INVALID',
    field: 'events.0.id',
  },
  {
    name: 'another organization’s event',
    batch: (setting) => setting.device.batch(good(setting).map((one) => ({ ...one, organizationId: setting.foreign.organizationId }))),
    status: 403,
    kind: 'FORBIDDEN',
    field: 'events.0.organizationId',
  },
  {
    name: 'the work of a colleague',
    batch: (setting) => setting.device.batch(good(setting).map((one) => ({ ...one, actorId: setting.foreign.memberId }))),
    status: 403,
    kind: 'FORBIDDEN',
    field: 'events.0.actorId',
  },
  {
    name: 'events of another device in the second place',
    batch: (setting) => {
      const events = setting.device.write([bookingCreated(setting.world.siteId), bookingCreated(setting.world.siteId)]);
      return setting.device.batch(
        events.map((one, index) => (index === 1 ? { ...one, deviceId: setting.otherDevice.session.deviceId } : one)),
      );
    },
    status: 403,
    kind: 'FORBIDDEN',
    field: 'events.1.deviceId',
  },
  {
    name: 'a transaction without its end',
    batch: (setting) =>
      setting.device.batch(setting.device.write([bookingCreated(setting.world.siteId), bookingCreated(setting.world.siteId)]).slice(0, 1)),
    status: 400,
    kind: 'INVALID',
    field: 'events.0.txnSize',
  },
  {
    name: 'a transaction without its beginning',
    batch: (setting) => {
      const events = setting.device.write([bookingCreated(setting.world.siteId), bookingCreated(setting.world.siteId)]).slice(1);
      return setting.device.batch(events);
    },
    status: 400,
    kind: 'INVALID',
    field: 'events.0.txnIndex',
  },
  {
    name: 'a transaction that changes its id in the middle',
    batch: (setting) => {
      const events = setting.device.write([bookingCreated(setting.world.siteId), bookingCreated(setting.world.siteId)]);
      return setting.device.batch(events.map((one, index) => (index === 1 ? { ...one, txnId: randomUUID() } : one)));
    },
    status: 400,
    kind: 'INVALID',
    field: 'events.1.txnId',
  },
  {
    name: 'a transaction that changes its size in the middle',
    batch: (setting) => {
      const events = setting.device.write([bookingCreated(setting.world.siteId), bookingCreated(setting.world.siteId)]);
      return setting.device.batch(events.map((one, index) => (index === 1 ? { ...one, txnSize: 3 } : one)));
    },
    status: 400,
    kind: 'INVALID',
    field: 'events.1.txnSize',
  },
  {
    name: 'the same transaction twice',
    batch: (setting) => {
      const [one] = good(setting);
      return setting.device.batch(one === undefined ? [] : [one, { ...one, id: randomUUID(), deviceSeq: one.deviceSeq + 1 }]);
    },
    status: 400,
    kind: 'INVALID',
    field: 'events.1.txnId',
  },
  {
    name: 'the same id twice',
    batch: (setting) => {
      const events = setting.device.write([bookingCreated(setting.world.siteId), bookingCreated(setting.world.siteId)]);
      return setting.device.batch(events.map((one) => ({ ...one, id: events[0]?.id ?? '' })));
    },
    status: 400,
    kind: 'INVALID',
    field: 'events.1.id',
  },
  {
    name: 'a hole in the numbers',
    batch: (setting) => {
      const events = setting.device.write([bookingCreated(setting.world.siteId), bookingCreated(setting.world.siteId)]);
      return setting.device.batch(events.map((one, index) => (index === 1 ? { ...one, deviceSeq: one.deviceSeq + 1 } : one)));
    },
    status: 400,
    kind: 'INVALID',
    field: 'events.1.deviceSeq',
  },
  {
    name: 'a transaction that waits for itself',
    batch: (setting) => setting.device.batch(good(setting).map((one) => ({ ...one, dependsOn: [one.txnId] }))),
    status: 400,
    kind: 'INVALID',
    field: 'events.0.dependsOn',
  },
  {
    name: 'a hundred and one events',
    batch: (setting) =>
      setting.device.batch(
        Array.from({ length: 101 }, (_value, index) => ({
          ...(good(setting)[0] as DomainEvent),
          deviceSeq: setting.device.lastDeviceSeq + 1 + index,
        })),
      ),
    status: 413,
    kind: 'TOO_LARGE',
    field: 'events',
  },
  {
    name: 'an event of seventy thousand bytes',
    batch: (setting) =>
      setting.device.batch(setting.device.write([{ ...bookingCreated(setting.world.siteId), data: { text: 'x'.repeat(70_000) } }])),
    status: 413,
    kind: 'TOO_LARGE',
    field: 'events.0',
  },
  {
    name: 'a batch of six hundred thousand bytes',
    batch: (setting) =>
      setting.device.batch(setting.device.write(Array.from({ length: 10 }, () => noteAdded(randomUUID(), 'x'.repeat(60_000))))),
    status: 413,
    kind: 'TOO_LARGE',
    field: 'events',
  },
  {
    name: 'a payload nested a hundred levels deep',
    batch: (setting) => setting.device.batch(good(setting).map((one) => ({ ...one, data: nested(100) }))),
    status: 400,
    kind: 'INVALID',
    field: 'events.0.data',
  },
  {
    name: 'a payload nested a hundred levels deep, to be set aside',
    batch: (setting) =>
      setting.device.batch(
        good(setting).map((one) => ({ ...one, data: nested(100) })),
        { setAside: true },
      ),
    status: 400,
    kind: 'INVALID',
    field: 'events.0.data',
  },
  {
    name: 'a good event before a bad one: neither is kept',
    batch: (setting) => {
      const [first] = good(setting);
      const second = setting.device
        .write([bookingCreated(setting.world.siteId)])
        .map((one) => ({ ...one, deviceSeq: one.deviceSeq + 1, data: { title: 5 } }));
      return setting.device.batch(first === undefined ? [] : [first, ...second]);
    },
    status: 400,
    kind: 'INVALID',
    field: 'events.1.data.title',
  },
];

export const PUSH_CASES: readonly PushCase[] = [...MISSING, ...WRONG, ...BATCHES, ...PAYLOADS, ...STORIES];
