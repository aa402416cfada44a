import { z } from 'zod';
import type { DecideContext, Entity, Policy, PolicyCommand } from '../kernel/aggregate.ts';
import type { BookingState } from '../booking/schema.ts';
import { settingsOf } from '../shift/fit.ts';
import { toMs } from '../kernel/time.ts';
import { keepersOf, tellOnce } from '../notification/compose.ts';
import { chooseKit, type ChooseOptions } from './choose.ts';
import { kitProblem } from './events.ts';
import { kitInHand } from './evolve.ts';
import { planningPeriod } from './planning-period.ts';
import type { AllocationState, AllocationStatus } from './schema.ts';

const statusChangedSchema = z.object({ to: z.string() });
/** Plans that may still be changed; a kit that is packed stays with its booking, for people to decide. */
const MOVABLE: ReadonlySet<AllocationStatus> = new Set(['requested', 'assigned']);

/** The allocations of one need, before the approval is followed. */
interface Standing {
  readonly kept: readonly Entity<AllocationState>[];
  readonly released: readonly Entity<AllocationState>[];
}

/**
 * domain.md section 3, policy 3: every kit the booking needs is asked for over its planning period, with a free kit or, when
 * none is, as a shortage. Approved again after a move, what no longer matches is released and asked for anew.
 */
const approvedBookingRequestsKits: Policy = {
  id: 'booking-approved-allocates-kits',
  number: 3,
  version: 1,
  on: ['booking.status_changed'],
  plan: (event, context) => {
    const change = statusChangedSchema.safeParse(event.data);
    const booking = context.reader.get('booking', event.aggregateId)?.state;
    if (!change.success || change.data.to !== 'approved' || booking?.status !== 'approved') return [];
    const standing = standingOf(booking, context);
    const releases = standing.released.map(({ id }) => ({
      command: 'allocation.release',
      input: { allocationId: id, reason: `${booking.reference}: the plan changed.` },
    }));
    return [...releases, ...fillShortages(booking, standing, context), ...requests(booking, standing, context)];
  },
};

function standingOf(booking: BookingState, { reader }: DecideContext): Standing {
  const kept: Entity<AllocationState>[] = [];
  const released: Entity<AllocationState>[] = [];
  const open = new Map(booking.kitNeeds.map(({ id, kitKind, count }) => [id, { kitKind, count }]));
  const live = reader
    .find('allocation', `booking:${booking.id}`)
    .filter(({ state }) => state.status !== 'released' && state.needId !== null);
  // what has left or is packed comes first: it cannot be given up, so it fills the need
  const ordered = live.toSorted(
    (a, b) => Number(MOVABLE.has(a.state.status)) - Number(MOVABLE.has(b.state.status)) || (a.id < b.id ? -1 : 1),
  );
  for (const allocation of ordered) {
    const { needId, status, usage, kitKind } = allocation.state;
    const need = open.get(needId ?? '');
    const matches =
      need !== undefined &&
      need.count > 0 &&
      need.kitKind === kitKind &&
      usage.start === booking.period.start &&
      usage.end === booking.period.end;
    if (MOVABLE.has(status) && !matches) {
      released.push(allocation);
      continue;
    }
    kept.push(allocation);
    if (need !== undefined) need.count -= 1;
  }
  return { kept, released };
}

const optionsFor = (standing: Standing, taken: ReadonlySet<string>, preferred: string | null): ChooseOptions => ({
  ignore: new Set(standing.released.map(({ id }) => id)),
  taken,
  preferred,
});

/** A shortage of an earlier approval gets another chance. */
function fillShortages(booking: BookingState, standing: Standing, context: DecideContext): readonly PolicyCommand[] {
  const taken = new Set<string>();
  return standing.kept
    .filter(({ state }) => state.status === 'requested')
    .flatMap(({ id, state }) => {
      const slot = { kitKind: state.kitKind, period: state.period, siteId: booking.siteId };
      const kitId = chooseKit(slot, context.reader, optionsFor(standing, taken, null));
      if (kitId === null) return [];
      taken.add(kitId);
      return [{ command: 'allocation.assign', input: { allocationId: id, kitId } }];
    });
}

function requests(booking: BookingState, standing: Standing, context: DecideContext): readonly PolicyCommand[] {
  const period = planningPeriod(booking.period, settingsOf(context.reader, context.organizationId));
  const taken = new Set(fillShortages(booking, standing, context).map(({ input }) => filledKit.parse(input).kitId));
  const former = standing.released.map(({ state }) => ({ needId: state.needId, kitId: state.kitId }));
  return booking.kitNeeds.flatMap(({ id: needId, kitKind, count }) => {
    const missing = Math.max(0, count - standing.kept.filter(({ state }) => state.needId === needId).length);
    return Array.from({ length: missing }, () => {
      const preferred = former.find((old) => old.needId === needId && old.kitId !== null && !taken.has(old.kitId))?.kitId ?? null;
      const kitId = chooseKit({ kitKind, period, siteId: booking.siteId }, context.reader, optionsFor(standing, taken, preferred));
      if (kitId !== null) taken.add(kitId);
      const input = { allocationId: context.newId(), bookingId: booking.id, needId, kitKind, kitId, usage: booking.period };
      return { command: 'allocation.request', input };
    });
  });
}

const filledKit = z.object({ kitId: z.string() });

/**
 * domain.md section 4, case 2: whoever has the kit in hand keeps it. Another booking that only planned it gets a free kit of
 * the kind, or a shortage that planners see. Two scans of one kit are left for people.
 */
const kitInHandBeatsPaper: Policy = {
  id: 'kit-in-hand-beats-paper',
  // a rule of section 4, not of the numbered list
  number: 0,
  version: 1,
  on: ['kit.packed', 'kit.dispatched', 'kit.delivered'],
  plan: (event, context) => {
    const { reader } = context;
    const kitId = kitInHand(event.data);
    const own = reader.get('allocation', event.aggregateId)?.state;
    if (kitId === null || own?.status !== 'requested') return [];
    if (kitProblem(reader.get('kit', kitId)?.state, own.kitKind) !== null) return [];
    const claims = reader.claims(`kit:${kitId}`, toMs(own.period.start), toMs(own.period.end));
    const holders = claims.map(({ aggregateId }) => reader.get('allocation', aggregateId)?.state);
    if (!holders.every((holder) => holder?.status === 'assigned')) return [];
    const moved = holders.filter((holder) => holder !== undefined).flatMap((holder) => planAnother(holder, kitId, context));
    return [...moved, { command: 'allocation.assign', input: { allocationId: own.id, kitId } }];
  },
};

function planAnother(holder: AllocationState, kitId: string, context: DecideContext): readonly PolicyCommand[] {
  const kit = context.reader.get('kit', kitId)?.state;
  const siteId = holder.bookingId === null ? undefined : context.reader.get('booking', holder.bookingId)?.state.siteId;
  const slot = { kitKind: holder.kitKind, period: holder.period, siteId: siteId ?? context.actor.siteId };
  const other = chooseKit(slot, context.reader, { taken: new Set([kitId]) });
  const { bookingId, needId, kitKind, usage } = holder;
  return [
    { command: 'allocation.release', input: { allocationId: holder.id, reason: `${kit?.name ?? kitKind} is in use elsewhere.` } },
    { command: 'allocation.request', input: { allocationId: context.newId(), bookingId, needId, kitKind, kitId: other, usage } },
  ];
}

const inspectedSchema = z.object({ result: z.enum(['ok', 'maintenance', 'quarantine']), note: z.string() });
const notedSchema = z.object({ note: z.string() });

/** What people find out about a kit decides whether it may be planned again (domain.md 2.3). */
const findingsDecideService: Policy = {
  id: 'kit-findings-decide-service',
  number: 16,
  version: 1,
  on: ['kit.inspected', 'kit.reported_lost', 'kit.found'],
  plan: (event, { reader }) => {
    const kitId = reader.get('allocation', event.aggregateId)?.state.kitId ?? null;
    if (kitId === null) return [];
    if (event.type === 'kit.found') return [{ command: 'kit.restore', input: { kitId } }];
    if (event.type === 'kit.reported_lost') {
      const lost = notedSchema.safeParse(event.data);
      return [{ command: 'kit.quarantine', input: { kitId, reason: sayOr(lost.data?.note, 'Reported lost.') } }];
    }
    const inspected = inspectedSchema.safeParse(event.data);
    if (!inspected.success || inspected.data.result === 'ok') return [];
    const [command, reason] =
      inspected.data.result === 'maintenance'
        ? (['kit.send_to_maintenance', 'Needs repair.'] as const)
        : (['kit.quarantine', 'Set aside.'] as const);
    return [{ command, input: { kitId, reason: sayOr(inspected.data.note, reason) } }];
  },
};

/** domain.md section 3, policy 16: what came back broken or not at all is somebody's next task. */
const shortReturnsReachKeepers: Policy = {
  id: 'short-returns-reach-keepers',
  number: 16,
  version: 1,
  on: ['kit.returned'],
  plan: (event, context) => {
    const allocation = context.reader.get('allocation', event.aggregateId)?.state;
    if (allocation === undefined || allocation.kitId === null) return [];
    const kit = context.reader.get('kit', allocation.kitId)?.state;
    const short = allocation.returnedLines.filter(({ lost, damaged }) => lost + damaged > 0);
    if (kit === undefined || short.length === 0) return [];
    const params = {
      kit: kit.name,
      lines: short.map(({ name }) => name).join(', '),
      count: short.reduce((sum, { lost, damaged }) => sum + lost + damaged, 0),
    };
    return tellOnce(
      keepersOf(kit.homeSiteId, context.reader),
      { code: 'notification.kit-came-back-short', params, about: { type: 'kit', id: kit.id }, severity: 'attention' },
      context,
      [allocation.id],
    );
  },
};

const sayOr = (note: string | undefined, otherwise: string): string => (note === undefined || note.trim() === '' ? otherwise : note);

export const allocationPolicies: readonly Policy[] = [
  approvedBookingRequestsKits,
  kitInHandBeatsPaper,
  findingsDecideService,
  shortReturnsReachKeepers,
];
