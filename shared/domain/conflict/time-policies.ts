import type { TimePolicy } from '../kernel/time-policy.ts';
import { ADMINS } from '../kernel/roles.ts';
import { minutesBetween } from '../kernel/time.ts';
import { plannersOf, tellOnce } from '../notification/compose.ts';

const HOUR = 60;
const OPEN_FOR = 4 * HOUR;
const BEFORE_START = 12 * HOUR;

/** domain.md section 3, policy 19: a decision nobody takes goes to the planners again and then to the administrators. */
const conflictsEscalate: TimePolicy = {
  id: 'open-conflicts-escalate',
  number: 19,
  due: (context) =>
    context.reader.find('conflict', 'open').flatMap(({ id, state }) => {
      if (state.severity === 'info') return [];
      const age = minutesBetween(state.detectedAt, context.now);
      const left = state.startsAt === null ? Infinity : minutesBetween(context.now, state.startsAt);
      const isPressing = left >= 0 && left < BEFORE_START;
      if (age < OPEN_FOR && !isPressing) return [];
      const message = {
        code: 'notification.conflict-waits',
        params: { what: state.params['what'] ?? '—', hours: Math.floor(age / HOUR) },
        about: { type: 'conflict', id },
        severity: 'critical',
      } as const;
      const admins: readonly string[] = ADMINS;
      const chiefs = context.reader.find('member', 'all').flatMap((member) => (admins.includes(member.state.role) ? [member.id] : []));
      const people = age < 2 * OPEN_FOR ? plannersOf(state.mine.siteId, context.reader) : chiefs;
      return tellOnce(people, message, context, [id, age < 2 * OPEN_FOR ? 'planners' : 'administrators']);
    }),
};

export const conflictTimePolicies: readonly TimePolicy[] = [conflictsEscalate];
