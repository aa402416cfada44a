import { randomUUID } from 'node:crypto';
import { SERVER_DEVICE_ID } from '../../shared/domain/kernel/ids.ts';
import { bookingData } from '../testing/events.ts';
import type { BadCase } from './case.ts';
import { good, STRANGER, type PushCase } from './push-case.ts';
import { STORIES } from './story-cases.ts';

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

export const PUSH_CASES: readonly PushCase[] = [...MISSING, ...WRONG, ...BATCHES, ...PAYLOADS, ...STORIES];
