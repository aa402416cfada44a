import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import { newId } from '../sequencer/server-events.ts';
import { bookingCreated, noteAdded } from '../testing/events.ts';
import { good, type PushCase } from './push-case.ts';

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

/** Batches that are wrong as a whole, or against what the server already has. */
export const STORIES: readonly PushCase[] = [
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
