import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MemberState } from '../member/schema.ts';
import { DEFAULT_SETTINGS } from '../organization/schema.ts';
import { aMember, aShift } from '../testing/fixtures.ts';
import { testId } from '../testing/memory-reader.ts';
import { berlin } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { rank, scoreOf, WEIGHTS } from './ranking.ts';

const slot = aShift({ id: testId('slot'), period: berlin('2026-06-10T10:00', 8), assigneeId: null, status: 'open' });
const person = (name: string, over: Partial<MemberState> = {}): MemberState => aMember({ id: testId(name), name, ...over });

function ranked(stage: Stage): readonly string[] {
  const members = stage.workspace.find('member', 'all');
  return rank(members, slot, { reader: stage.workspace, settings: DEFAULT_SETTINGS }).map(
    ({ memberId }) => stage.state('member', memberId).name,
  );
}
const part = (stage: Stage, member: MemberState, name: keyof typeof WEIGHTS): number =>
  scoreOf(member, slot, { reader: stage.workspace, settings: DEFAULT_SETTINGS }).parts.find((found) => found.name === name)?.points ??
  Number.NaN;

test('the weights add up to a hundred and a perfect person reaches it', () => {
  expect(Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  const ana = person('Ana', { skills: ['Demonstrator'] });
  const visits = ['2026-03-03T10:00', '2026-03-04T10:00'].map((day, index) =>
    aShift({ id: testId(`visit ${index}`), assigneeId: ana.id, status: 'completed', period: berlin(day, 2) }),
  );
  const stage = new Stage().put('member', ana).put('shift', ...visits);
  stage.put('availability', {
    id: testId('wish'),
    memberId: ana.id,
    kind: 'preferred',
    period: berlin('2026-06-10T06:00', 16),
    note: '',
    removed: false,
  });
  const score = scoreOf(ana, slot, { reader: stage.workspace, settings: DEFAULT_SETTINGS });
  expect(score.score).toBe(100);
  expect(score.parts.map(({ name, weight }) => [name, weight])).toEqual(Object.entries(WEIGHTS));
});

test('who does not fit is not ranked at all', () => {
  const stage = new Stage().put('member', person('Ana'), person('Bo', { status: 'suspended' }), person('Cy', { role: 'manager' }));
  expect(ranked(stage)).toEqual(['Ana']);
});

test('home site, trade and wishes lift a person; earlier no-shows and a full week lower them', () => {
  const ana = person('Ana');
  const empty = new Stage();
  expect(part(empty, ana, 'distance')).toBe(15);
  expect(part(empty, person('Far', { homeSiteId: testId('elsewhere') }), 'distance')).toBe(0);
  expect(part(empty, ana, 'skills')).toBe(14);
  expect(part(empty, person('Pro', { skills: ['demonstrator'] }), 'skills')).toBe(20);
  expect(part(empty, ana, 'availability')).toBe(12);
  expect(part(empty, ana, 'reliability')).toBe(10);
  const missed = new Stage().put('shift', aShift({ assigneeId: ana.id, status: 'no_show', period: berlin('2026-05-01T10:00', 8) }));
  expect(part(missed, ana, 'reliability')).toBe(5);
  const longAgo = new Stage().put('shift', aShift({ assigneeId: ana.id, status: 'no_show', period: berlin('2026-01-01T10:00', 8) }));
  expect(part(longAgo, ana, 'reliability')).toBe(10);
  const full = new Stage().put(
    'shift',
    ...[8, 9, 11, 12].map((day) =>
      aShift({ id: testId(`day ${day}`), assigneeId: ana.id, period: berlin(`2026-06-${String(day).padStart(2, '0')}T10:00`, 9) }),
    ),
  );
  expect(part(full, ana, 'cost')).toBe(2.5);
});

test('load is squared: the second half of a month costs three times the first', () => {
  const ana = person('Ana');
  const hours = (count: number) =>
    new Stage().put(
      'shift',
      ...Array.from({ length: count }, (_, index) =>
        aShift({
          id: testId(`load ${index}`),
          assigneeId: ana.id,
          period: berlin(`2026-05-${String(14 + index).padStart(2, '0')}T10:00`, 12),
        }),
      ),
    );
  // the whole of four weeks is 192 h; 8 and 16 shifts of 12 h are half and all of it
  const [none, half, all] = [0, 8, 16].map((count) => part(hours(count), ana, 'fairness'));
  expect([none, half, all]).toEqual([20, 15, 0]);
});

test('equal people are ordered by how little they were assigned, then by id', () => {
  const [low, high] = [person('Ana'), person('Bo')].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (low === undefined || high === undefined) throw new Error('two people');
  const stage = new Stage().put('member', low, high);
  expect(ranked(stage)).toEqual([low.name, high.name]);
  // a minute of work costs the low id no visible point, but it was assigned once
  stage.put('shift', aShift({ assigneeId: low.id, locationId: null, period: berlin('2026-05-20T10:00', 1 / 60) }));
  expect(ranked(stage)).toEqual([high.name, low.name]);
});

test('the order of people does not depend on the order they are held in', () => {
  const people = Array.from({ length: 12 }, (_, index) =>
    person(`Person ${index}`, {
      skills: index % 3 === 0 ? ['Demonstrator'] : [],
      homeSiteId: index % 2 === 0 ? slot.siteId : testId('elsewhere'),
    }),
  );
  const work = people
    .slice(0, 6)
    .map(({ id }, index) => aShift({ id: testId(`w ${index}`), assigneeId: id, period: berlin(`2026-05-2${index}T10:00`, 6) }));
  const stage = new Stage().put('member', ...people).put('shift', ...work);
  const members = stage.workspace.find('member', 'all');
  const context = { reader: stage.workspace, settings: DEFAULT_SETTINGS };
  const expected = rank(members, slot, context);
  expect(expected).toHaveLength(12);
  fc.assert(
    fc.property(fc.shuffledSubarray([...members], { minLength: 12 }), (shuffled) => {
      expect(rank(shuffled, slot, context)).toEqual(expected);
    }),
  );
});
