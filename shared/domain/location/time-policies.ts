import { stageOf, type Stage, type TimePolicy } from '../kernel/time-policy.ts';
import { minutesBetween } from '../kernel/time.ts';
import { plannersOf, tellOnce } from '../notification/compose.ts';

const DAY = 24 * 60;
const STAGES: readonly Stage[] = [30, 14, 3].map((count) => ({ name: String(count), minutes: count * DAY }));
const OVER: ReadonlySet<string> = new Set(['completed', 'closed', 'rejected', 'cancelled']);

/** domain.md section 3, policy 6: an approval or licence that runs out in 30, 14 or 3 days, where something is still planned. */
const placesRunOut: TimePolicy = {
  id: 'expiring-places-reach-planners',
  number: 6,
  due: (context) =>
    context.reader.find('location', 'all').flatMap(({ id, state }) => {
      if (state.status !== 'approved') return [];
      const until = [state.approvedUntil, state.licenceValidUntil].filter((day) => day !== null).toSorted()[0];
      const stage = until === undefined ? null : stageOf(STAGES, minutesBetween(context.now, `${until}T23:59:59.999Z`));
      if (stage === null || until === undefined) return [];
      const planned = context.reader
        .find('booking', `location:${id}`)
        .filter((booking) => !OVER.has(booking.state.status) && booking.state.period.end > context.now);
      const sites = [...new Set(planned.map((booking) => booking.state.siteId))];
      const message = {
        code: 'notification.place-expires',
        params: { place: state.name, until, count: planned.length },
        about: { type: 'location', id },
        severity: 'attention',
      } as const;
      return tellOnce(
        sites.flatMap((site) => plannersOf(site, context.reader)),
        message,
        context,
        [id, until, stage.name],
      );
    }),
};

export const locationTimePolicies: readonly TimePolicy[] = [placesRunOut];
