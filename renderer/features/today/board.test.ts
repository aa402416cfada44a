import { expect, test } from 'vitest';
import type { ShiftState } from '../../../shared/domain/shift/schema.ts';
import { aShift, PERIOD } from '../../../shared/domain/testing/fixtures.ts';
import { testId } from '../../../shared/domain/testing/memory-reader.ts';
import type { Row } from '../../view/hooks.ts';
import { boardOf } from './board.ts';

const arrival = (name: string, checkedOutAt: string | null = null) => ({
  memberId: testId(name),
  at: PERIOD.start,
  method: 'lead' as const,
  verified: true,
  deviceId: testId('device'),
  checkedOutAt,
});

function row(name: string, over: Partial<ShiftState>): Row<'shifts'> {
  const state = aShift({ id: testId(name), status: 'confirmed', assigneeId: testId(`${name} person`), ...over });
  return {
    collection: 'shifts',
    id: state.id,
    rev: 1,
    status: state.status,
    startsAt: state.period.start,
    endsAt: state.period.end,
    parentId: '',
    searchText: '',
    state,
    anomalies: [],
    readOnly: false,
    sync: {
      state: 'confirmed',
      predicted: false,
      pending: 0,
      seq: 1,
      reason: null,
      openConflicts: 0,
      changedAt: PERIOD.start,
      changedBy: '',
    },
  };
}

const minutesAfterStart = (minutes: number): string => new Date(Date.parse(PERIOD.start) + minutes * 60_000).toISOString();

test('who is late comes first, who is here after those who are missing', () => {
  const kinds = boardOf(
    [
      row('here', { status: 'checked_in', checkIn: arrival('here person') }),
      row('open', { status: 'open', assigneeId: null }),
      row('late', {}),
      row('gone', { status: 'completed', checkIn: arrival('gone person'), checkedOutAt: minutesAfterStart(5) }),
      row('off', { status: 'cancelled' }),
    ],
    minutesAfterStart(25),
    10,
  ).map(({ presence }) => presence);
  expect(kinds).toEqual([
    { kind: 'late', minutes: 25 },
    { kind: 'open' },
    { kind: 'here', since: PERIOD.start, isVerified: true, breakSince: null },
    { kind: 'left', since: minutesAfterStart(5) },
  ]);
});

test('nobody is late within the grace of the organization, nor after the shift is over', () => {
  const kind = (now: string) => boardOf([row('one', {})], now, 10)[0]?.presence.kind;
  expect(kind(minutesAfterStart(9))).toBe('expected');
  expect(kind(minutesAfterStart(10))).toBe('late');
  expect(kind(PERIOD.end)).toBe('expected');
});

test('a break is shown while it lasts', () => {
  const breaks = [{ start: minutesAfterStart(60), end: null }];
  const [line] = boardOf([row('one', { status: 'checked_in', checkIn: arrival('one person'), breaks })], minutesAfterStart(70), 10);
  expect(line?.presence).toMatchObject({ kind: 'here', breakSince: minutesAfterStart(60) });
});

test('somebody who came unplanned stands beside the shift, also on a cancelled one', () => {
  const lines = boardOf([row('off', { status: 'cancelled', unplanned: [arrival('extra')] })], minutesAfterStart(5), 10);
  expect(lines).toMatchObject([{ memberId: testId('extra'), isUnplanned: true, presence: { kind: 'here' } }]);
});
