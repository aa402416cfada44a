import { expect, test } from 'vitest';
import type { Actor } from '../kernel/event.ts';
import { aMember, PERIOD } from '../testing/fixtures.ts';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { actorOf, given, outcomeIn, testId, World } from '../testing/memory-reader.ts';
import { availabilityAggregate } from './aggregate.ts';
import { AVAILABILITY_CODES } from './codes.ts';
import { AVAILABILITY_TRANSITIONS } from './transitions.ts';

const availabilityId = testId('leave');
const memberId = testId('member');
const self = actorOf('staff', 'member');
const LEAVE = { availabilityId, memberId, kind: 'leave', period: PERIOD, note: '' };

const newWorld = (status: 'active' | 'removed' = 'active'): World =>
  new World([availabilityAggregate], [given('member', aMember({ status }), 'all')]);

const code = outcomeIn(AVAILABILITY_CODES);

test('every status answers every event', () => {
  expect(
    cellsThatDiffer(
      AVAILABILITY_TRANSITIONS,
      `
    status   recorded   removed
    none     →recorded  -not-found
    recorded -exists    →removed
    removed  -exists    noop
    `,
    ),
  ).toEqual([]);
  for (const name of codesOf(AVAILABILITY_TRANSITIONS)) expect(AVAILABILITY_CODES).toHaveProperty([name]);
});

test.each([
  [self, 'accepted'],
  [actorOf('manager'), 'accepted'],
  [actorOf('staff', 'somebody else'), 'availability.not-yours'],
  [actorOf('client'), 'authority.not-allowed'],
] as readonly [Actor, string][])('$role records leave of a person', (actor, expected) => {
  expect(code(newWorld().run('availability.record', LEAVE, actor))).toBe(expected);
});

test('leave of somebody who was removed is refused', () => {
  expect(code(newWorld('removed').run('availability.record', LEAVE, actorOf('manager')))).toBe('availability.member-gone');
});

test('an entry is taken back by the person or a planner, and stays filed under them', () => {
  const world = newWorld();
  world.run('availability.record', LEAVE, self);
  expect(code(world.run('availability.remove', { availabilityId }, actorOf('staff', 'somebody else')))).toBe('availability.not-yours');
  expect(code(world.run('availability.remove', { availabilityId }, self))).toBe('accepted');
  expect(world.workspace.find('availability', `member:${memberId}`).map(({ state }) => state.removed)).toEqual([true]);
});
