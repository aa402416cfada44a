import type { CheckContext, Refusal } from '../kernel/aggregate.ts';
import type { Actor } from '../kernel/event.ts';
import { refuse } from '../kernel/refuse.ts';
import { ADMINS, FIELD, PLANNERS, type ActingRole } from '../kernel/roles.ts';
import type { Period } from '../kernel/time.ts';
import type { BookingCode } from './codes.ts';
import { MATERIAL_FIELDS, type Created, type StatusChanged } from './fields.ts';
import type { BookingState } from './schema.ts';
import { moveOf, type BookingMove } from './transitions.ts';

export const BOOKERS = [...PLANNERS, 'client'] as const satisfies readonly ActingRole[];
/** Contact, brief and notes: whoever leads on site knows them best. */
export const DETAIL_EDITORS = [...BOOKERS, 'site_lead'] as const satisfies readonly ActingRole[];
const LEADS = [...PLANNERS, 'site_lead'] as const satisfies readonly ActingRole[];

/** domain.md 2.1, column "Who". */
export const WHO_MAY: Readonly<Record<BookingMove, readonly ActingRole[]>> = {
  draft: BOOKERS,
  pending_approval: BOOKERS,
  reapproval: BOOKERS,
  changes_requested: PLANNERS,
  approved: PLANNERS,
  rejected: PLANNERS,
  in_progress: [...FIELD, 'policy'],
  completed: LEADS,
  aborted: LEADS,
  closed: [...PLANNERS, 'policy'],
  reopened: ADMINS,
  cancelled: BOOKERS,
  work_recorded: ['policy'],
};

const NEEDS_REASON: ReadonlySet<BookingMove> = new Set(['changes_requested', 'rejected', 'cancelled', 'reopened']);
/** Where the kit is somewhere on its way, or promised: nobody has accounted for it yet. */
const KIT_OPEN: ReadonlySet<string> = new Set(['assigned', 'packed', 'in_transit', 'delivered', 'returning']);

const no = (kind: Refusal['kind'], code: BookingCode, params: Refusal['params'] = {}, field: string | null = null): Refusal =>
  refuse(kind, code, params, field);

/** A client reaches only what they made themselves. */
export function checkOwn(state: BookingState | undefined, actor: Actor): readonly Refusal[] {
  return actor.role === 'client' && state !== undefined && state.createdBy !== actor.memberId ? [no('forbidden', 'booking.not-yours')] : [];
}

/** What a status change needs beyond the table: who, why, and what must be true of place, needs, report, kits and people. */
export function checkMove(state: BookingState | undefined, data: StatusChanged, context: CheckContext): readonly Refusal[] {
  const move = moveOf(data);
  if (!WHO_MAY[move].includes(context.actor.role)) return [no('forbidden', 'booking.not-allowed', { move, role: context.actor.role })];
  const problems = [...checkOwn(state, context.actor)];
  if (NEEDS_REASON.has(move) && data.reason === null) problems.push(no('invalid', 'booking.reason-required', {}, 'reason'));
  if (state !== undefined && move === 'approved') problems.push(...checkApproval(state, context));
  if (state !== undefined && move === 'closed') problems.push(...checkClosing(state, context));
  return problems;
}

function checkApproval(state: BookingState, context: CheckContext): readonly Refusal[] {
  const problems = [...checkChangedSince(state, context), ...checkNeeds(state)];
  if (state.period.start >= state.period.end) problems.push(no('invalid', 'booking.period-reversed', {}, 'period'));
  if (state.locationId === null) return [...problems, no('illegal-state', 'booking.location-missing', {}, 'locationId')];
  const location = context.reader.get('location', state.locationId)?.state;
  if (location === undefined) return [...problems, no('not-found', 'booking.location-unknown', {}, 'locationId')];
  const params = { location: location.name, status: location.status };
  if (location.status !== 'approved') return [...problems, no('illegal-state', 'booking.location-not-approved', params, 'locationId')];
  const until = firstDay(location.approvedUntil, location.licenceValidUntil);
  if (until !== null && until < lastDay(state.period)) {
    problems.push(no('illegal-state', 'booking.location-expired', { location: location.name, until }, 'locationId'));
  }
  return problems;
}

/** Nobody approves a time, place or headcount they have not seen. */
function checkChangedSince(state: BookingState, { reader, event }: CheckContext): readonly Refusal[] {
  const stamps = reader.get('booking', state.id)?.stamps ?? {};
  const field = MATERIAL_FIELDS.find((name) => {
    const stamp = stamps[name];
    return stamp !== undefined && stamp.seq !== null && stamp.seq > event.basisSeq && stamp.deviceId !== event.deviceId;
  });
  return field === undefined ? [] : [no('stale', 'booking.changed-since', { field }, field)];
}

function checkClosing(state: BookingState, { reader }: CheckContext): readonly Refusal[] {
  const problems: Refusal[] = [];
  if (state.report?.status !== 'approved') problems.push(no('illegal-state', 'booking.report-not-approved'));
  const out = reader.find('allocation', `booking:${state.id}`).filter((allocation) => KIT_OPEN.has(allocation.state.status)).length;
  if (out > 0) problems.push(no('illegal-state', 'booking.kits-out', { count: out }));
  const running = reader.find('shift', `booking:${state.id}`).filter((shift) => shift.state.status === 'checked_in').length;
  if (running > 0) problems.push(no('illegal-state', 'booking.shifts-running', { count: running }));
  return problems;
}

export function checkCreated(data: Created, context: CheckContext): readonly Refusal[] {
  return [...checkNeeds(data), ...checkPlace(data.locationId, context)];
}

/** A booking may be drafted on a place that is not approved yet, not on one that is gone. */
export function checkPlace(locationId: string | null, { reader }: CheckContext): readonly Refusal[] {
  if (locationId === null) return [];
  const location = reader.get('location', locationId)?.state;
  if (location === undefined) return [no('not-found', 'booking.location-unknown', {}, 'locationId')];
  return location.status === 'archived'
    ? [no('illegal-state', 'booking.location-archived', { location: location.name }, 'locationId')]
    : [];
}

/** Shifts and allocations are tied to a need by its id, so an id stands for one need. */
export function checkNeeds(needs: Partial<Pick<BookingState, 'staffNeeds' | 'kitNeeds'>>): readonly Refusal[] {
  return (['staffNeeds', 'kitNeeds'] as const)
    .filter((field) => new Set(needs[field]?.map((need) => need.id)).size !== (needs[field]?.length ?? 0))
    .map((field) => no('invalid', 'booking.need-repeated', {}, field));
}

function firstDay(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** The last calendar day, at the place, that the half-open period touches. */
function lastDay(period: Period): string {
  const [day = '', time] = period.endLocal.split('T');
  if (time !== '00:00') return day;
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - 86_400_000).toISOString().slice(0, 10);
}
