import type { Entity } from '../kernel/aggregate.ts';
import type { TimeContext, TimePolicy } from '../kernel/time-policy.ts';
import { addMinutes, minutesBetween, toMs } from '../kernel/time.ts';
import { keepersOf, plannersOf, tellOnce, type Message } from '../notification/compose.ts';
import type { AllocationState } from './schema.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
const OUT: ReadonlySet<string> = new Set(['in_transit', 'delivered', 'returning']);

interface Due {
  readonly id: string;
  readonly state: AllocationState;
  readonly siteId: string;
  readonly params: Message['params'];
}

/** Kits that are planned around now, with the words for them. */
function plansAround(context: TimeContext, backMinutes: number, aheadMinutes: number): readonly Due[] {
  const { reader, now } = context;
  const from = toMs(addMinutes(now, -backMinutes));
  const until = toMs(addMinutes(now, aheadMinutes));
  return reader.find('kit', 'all').flatMap((kit) =>
    reader
      .claims(`kit:${kit.id}`, from, until)
      .flatMap((claim): readonly Entity<AllocationState>[] => {
        const allocation = claim.aggregateType === 'allocation' ? reader.get('allocation', claim.aggregateId) : undefined;
        return allocation === undefined ? [] : [allocation];
      })
      .map(({ id, state }) => {
        const booking = state.bookingId === null ? undefined : reader.get('booking', state.bookingId)?.state;
        return {
          id,
          state,
          siteId: booking?.siteId ?? kit.state.homeSiteId,
          params: { kit: kit.state.name, what: booking?.title ?? '—' },
        };
      }),
  );
}

const say = ({ id, state, params }: Due, people: readonly string[], code: Message['code'], context: TimeContext, mark: string) =>
  tellOnce(people, { code, params, about: { type: 'allocation', id }, severity: 'attention' }, context, [id, state.period.start, mark]);

/** domain.md section 3, policy 9: not packed a day ahead, not delivered half an hour before people start. */
const kitsGetReady: TimePolicy = {
  id: 'unready-kits-reach-keepers',
  number: 9,
  due: (context) =>
    plansAround(context, 0, DAY).flatMap((plan) => {
      const left = minutesBetween(context.now, plan.state.usage.start);
      const { reader } = context;
      if (left < 0) return [];
      if (left <= 30 && plan.state.status !== 'delivered') {
        return say(
          plan,
          [...keepersOf(plan.siteId, reader), ...plannersOf(plan.siteId, reader)],
          'notification.kit-not-delivered',
          context,
          'deliver',
        );
      }
      if (left > 30 && left <= DAY && plan.state.status === 'assigned') {
        return say(plan, keepersOf(plan.siteId, reader), 'notification.kit-not-packed', context, 'pack');
      }
      return [];
    }),
};

/** A kit this long overdue is nobody's daily reminder any more. */
const LATE_FOR = 30 * DAY;

/** domain.md section 3, policy 10: a kit that is not back two hours after it was due, said again each day. */
const lateKitsReachKeepers: TimePolicy = {
  id: 'late-kits-reach-keepers',
  number: 10,
  due: (context) =>
    plansAround(context, LATE_FOR, 0).flatMap((plan) => {
      const late = minutesBetween(plan.state.period.end, context.now);
      if (late < 2 * HOUR || late > LATE_FOR || !OUT.has(plan.state.status)) return [];
      const day = Math.floor(late / DAY);
      const people = [...keepersOf(plan.siteId, context.reader), ...plannersOf(plan.siteId, context.reader)];
      const told = { ...plan, params: { ...plan.params, hours: Math.floor(late / HOUR), next: nextNeed(plan, context) } };
      return say(told, people, 'notification.kit-late', context, `late ${day}`);
    }),
};

/** What waits for the same kit next. */
function nextNeed({ state }: Due, { reader, now }: TimeContext): string {
  const next = reader
    .find('allocation', `kit:${state.kitId ?? ''}`)
    .filter((other) => (other.state.status === 'assigned' || other.state.status === 'packed') && other.state.period.end > now)
    .toSorted((a, b) => (a.state.period.start < b.state.period.start ? -1 : 1))[0]?.state;
  return next?.bookingId === null || next === undefined ? '—' : (reader.get('booking', next.bookingId)?.state.title ?? '—');
}

export const allocationTimePolicies: readonly TimePolicy[] = [kitsGetReady, lateKitsReachKeepers];
