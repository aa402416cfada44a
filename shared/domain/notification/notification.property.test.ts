import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actorOf, testId, World } from '../testing/memory-reader.ts';
import { testNoun, type Attempt } from '../testing/noun-properties.ts';
import { notificationAggregate } from './aggregate.ts';
import { statusOf } from './events.ts';
import { NOTIFICATION_TRANSITIONS } from './transitions.ts';

const notificationId = testId('notification');
const data = {
  memberId: actorOf('staff').memberId,
  code: 'notification.conflict',
  params: { what: 'Tasting' },
  about: { type: 'booking', id: testId('booking') },
  severity: 'attention',
};
const role = fc.constantFrom('owner', 'staff', 'staff', 'auditor', 'policy');
const creation = { role: 'policy', command: 'notification.create', input: { notificationId, ...data } } as const;

const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.constant(creation),
  fc.record({ role, command: fc.constant('notification.create'), input: fc.constant({ notificationId, ...data }) }),
  { weight: 2, arbitrary: fc.record({ role, command: fc.constant('notification.mark_read'), input: fc.constant({ notificationId }) }) },
  fc.record({ role, event: fc.constant('notification.read'), data: fc.constant({}) }),
);

testNoun({
  aggregate: notificationAggregate,
  id: notificationId,
  table: NOTIFICATION_TRANSITIONS,
  statusOf,
  creation,
  attempt,
  mayBeIgnored: true,
  reached: ['unread', 'read'],
});

test('a message is read once the person it is for has read it, and by nobody else, and stays so', () => {
  const reader = fc.constantFrom('staff', 'owner', 'auditor');
  fc.assert(
    fc.property(fc.array(reader, { maxLength: 12 }), (readers) => {
      const world = new World([notificationAggregate]);
      world.run('notification.create', { notificationId, ...data }, actorOf('policy'));
      let isRead = false;
      for (const who of readers) {
        const drafts = [{ type: 'notification.read', aggregateType: 'notification', aggregateId: notificationId, data: {} }] as const;
        expect(world.submit(drafts, actorOf(who)).ok).toBe(true);
        isRead ||= who === 'staff';
        expect(world.state('notification', notificationId)?.readAt !== null).toBe(isRead);
      }
    }),
  );
});
