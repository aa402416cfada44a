import { stageOf, type Stage, type TimePolicy } from '../kernel/time-policy.ts';
import { minutesBetween } from '../kernel/time.ts';
import { plannersOf, tellOnce } from '../notification/compose.ts';

const DAY = 24 * 60;
const days = (...counts: readonly number[]): readonly Stage[] => counts.map((count) => ({ name: String(count), minutes: count * DAY }));
const PAPER_STAGES = days(60, 30, 7);

/** The last moment of a calendar day. Whole days are counted, so the zone's hours make no difference that matters. */
const endOf = (day: string): string => `${day}T23:59:59.999Z`;

/** domain.md section 3, policy 12: a certificate or permit runs out in 60, 30 or 7 days. */
const papersRunOut: TimePolicy = {
  id: 'expiring-papers-reach-people',
  number: 12,
  due: (context) =>
    context.reader.find('member', 'all').flatMap(({ id, state }) =>
      state.status !== 'active'
        ? []
        : state.certificates.flatMap(({ name, validUntil }) => {
            const stage = validUntil === null ? null : stageOf(PAPER_STAGES, minutesBetween(context.now, endOf(validUntil)));
            if (stage === null || validUntil === null) return [];
            const message = {
              code: 'notification.certificate-expires',
              params: { person: state.name, certificate: name, until: validUntil },
              about: { type: 'member', id },
              severity: stage.minutes === 7 * DAY ? 'attention' : 'info',
            } as const;
            return tellOnce([id, ...plannersOf(state.homeSiteId, context.reader)], message, context, [id, name, validUntil, stage.name]);
          }),
    ),
};

const WAITING_DAYS = 3;

/** domain.md section 3, policy 18: an invitation nobody answered for three days may have gone astray. */
const silentInvitations: TimePolicy = {
  id: 'silent-invitations-reach-their-author',
  number: 18,
  due: (context) =>
    context.reader.find('invitation', 'all').flatMap(({ id, state }) => {
      if (state.status !== 'pending' || minutesBetween(state.invitedAt, context.now) < WAITING_DAYS * DAY) return [];
      const message = {
        code: 'notification.invitation-silent',
        params: { person: state.name, email: state.email },
        about: { type: 'invitation', id },
        severity: 'info',
      } as const;
      return tellOnce([state.invitedBy], message, context, [id, state.invitedAt]);
    }),
};

export const memberTimePolicies: readonly TimePolicy[] = [papersRunOut, silentInvitations];
