import type { Entity } from '../kernel/aggregate.ts';
import { stageOf, type Stage, type TimeContext, type TimePolicy } from '../kernel/time-policy.ts';
import { addMinutes, minutesBetween, toMs } from '../kernel/time.ts';
import { plannersOf, shiftParams, tellOnce } from '../notification/compose.ts';
import { dayOf } from './local-time.ts';
import type { ShiftState } from './schema.ts';

const HOUR = 60;
const REMINDERS: readonly Stage[] = [
  { name: 'day', minutes: 24 * HOUR },
  { name: 'soon', minutes: 2 * HOUR },
  { name: 'leave', minutes: 30 },
];
const ANSWER_UNTIL: readonly Stage[] = [{ name: 'unanswered', minutes: 48 * HOUR }];

/** Shifts that begin within some minutes from now, found by what they hold of people's time. */
export function shiftsWithin(minutes: number, { reader, now }: TimeContext): readonly Entity<ShiftState>[] {
  const ids = new Set<string>();
  for (const member of reader.find('member', 'all')) {
    for (const claim of reader.claims(`member:${member.id}`, toMs(now), toMs(addMinutes(now, minutes)))) {
      if (claim.aggregateType === 'shift') ids.add(claim.aggregateId);
    }
  }
  return [...ids].sort().flatMap((id) => reader.get('shift', id) ?? []);
}

/** domain.md section 3, policy 7: reminders a day, two hours and half an hour ahead. */
const shiftsAreRemembered: TimePolicy = {
  id: 'shifts-are-remembered',
  number: 7,
  due: (context) =>
    shiftsWithin(24 * HOUR, context).flatMap(({ id, state }) => {
      const stage = stageOf(REMINDERS, minutesBetween(context.now, state.period.start));
      if (stage === null || state.status !== 'confirmed' || state.onMyWayAt !== null) return [];
      const code = stage.name === 'leave' ? 'notification.time-to-leave' : 'notification.shift-reminder';
      const message = { code, params: shiftParams(state, context.reader), about: { type: 'shift', id }, severity: 'info' } as const;
      return tellOnce([state.assigneeId], message, context, [id, state.period.start, stage.name]);
    }),
};

/** domain.md section 3, policy 7: an offer nobody answered two days ahead runs out, and the next person is asked (policy 14). */
const unansweredOffersRunOut: TimePolicy = {
  id: 'unanswered-offers-run-out',
  number: 7,
  due: (context) =>
    shiftsWithin(48 * HOUR, context).flatMap(({ id, state }) => {
      const isDue = stageOf(ANSWER_UNTIL, minutesBetween(context.now, state.period.start)) !== null;
      return isDue && state.status === 'offered' ? [{ command: 'shift.expire_offer', input: { shiftId: id } }] : [];
    }),
};

/** domain.md section 3, policy 12: a certificate that runs out before a shift that needs it. The shift stays; people decide. */
const expiringPapersFlagShifts: TimePolicy = {
  id: 'expiring-papers-flag-shifts',
  number: 12,
  due: (context) =>
    shiftsWithin(14 * 24 * HOUR, context).flatMap(({ id, state }) => {
      const member = state.assigneeId === null ? undefined : context.reader.get('member', state.assigneeId)?.state;
      const lastDay = dayOf(state.period.endLocal);
      const expired = member?.certificates.find(
        ({ name, validUntil }) => state.skills.includes(name) && validUntil !== null && validUntil < lastDay,
      );
      if (member === undefined || expired === undefined) return [];
      const params = { ...shiftParams(state, context.reader), person: member.name, certificate: expired.name };
      const message = {
        code: 'notification.certificate-before-shift',
        params,
        about: { type: 'shift', id },
        severity: 'attention',
      } as const;
      return tellOnce([member.id, ...plannersOf(state.siteId, context.reader)], message, context, [id, member.id, expired.name]);
    }),
};

export const shiftTimePolicies: readonly TimePolicy[] = [shiftsAreRemembered, unansweredOffersRunOut, expiringPapersFlagShifts];
