import { expect, test } from 'vitest';
import type { Timers } from '../ports.ts';
import { OVERDUE_MS, UnsentAlarm } from './unsent-alarm.ts';

/** Time that passes when the test says so. */
function virtualTimers(): Timers & { pass(ms: number): void } {
  let now = 0;
  let next = 1;
  const due = new Map<number, { readonly at: number; readonly callback: () => void }>();
  return {
    set: (callback, delayMs) => {
      due.set(next, { at: now + delayMs, callback });
      return next++;
    },
    clear: (handle) => void due.delete(handle as number),
    pass: (ms) => {
      now += ms;
      for (const [id, timer] of [...due].sort(([, a], [, b]) => a.at - b.at)) {
        if (timer.at > now || !due.delete(id)) continue;
        timer.callback();
      }
    },
  };
}

function alarmed() {
  const timers = virtualTimers();
  let changes = 0;
  const alarm = new UnsentAlarm(timers, () => (changes += 1));
  return { timers, alarm, changes: () => changes };
}

test('what could have gone out for fifteen minutes and has not raises the alarm once', () => {
  const { timers, alarm, changes } = alarmed();
  alarm.watch(7, true);
  timers.pass(OVERDUE_MS - 1);
  alarm.watch(7, true);
  expect(alarm.isRaised).toBe(false);
  timers.pass(1);
  expect(alarm.isRaised).toBe(true);
  alarm.watch(7, true);
  timers.pass(OVERDUE_MS);
  expect(changes()).toBe(1);
});

test('it ends when that change is answered, and counts anew for the next', () => {
  const { timers, alarm } = alarmed();
  alarm.watch(7, true);
  timers.pass(OVERDUE_MS);
  alarm.watch(8, true);
  expect(alarm.isRaised).toBe(false);
  timers.pass(OVERDUE_MS - 1);
  expect(alarm.isRaised).toBe(false);
  timers.pass(1);
  expect(alarm.isRaised).toBe(true);
  alarm.watch(null, true);
  expect(alarm.isRaised).toBe(false);
});

test('being offline is no reason for alarm, however long', () => {
  const { timers, alarm } = alarmed();
  alarm.watch(7, false);
  timers.pass(10 * OVERDUE_MS);
  alarm.watch(7, false);
  expect(alarm.isRaised).toBe(false);
  alarm.watch(7, true);
  timers.pass(OVERDUE_MS - 60_000);
  alarm.watch(7, false);
  timers.pass(3 * 60_000);
  expect(alarm.isRaised).toBe(false);
  alarm.watch(7, true);
  timers.pass(OVERDUE_MS - 1);
  expect(alarm.isRaised).toBe(false);
});

test('a connection that comes and goes every minute does not silence it', () => {
  const { timers, alarm } = alarmed();
  for (let minute = 0; minute < 15; minute += 1) {
    alarm.watch(7, true);
    timers.pass(30_000);
    alarm.watch(7, false);
    timers.pass(30_000);
  }
  expect(alarm.isRaised).toBe(true);
});
