import type { StateReader } from '../domain/kernel/aggregate.ts';
import type { AggregateType } from '../domain/kernel/event.ts';
import { POLICY_ACTOR_ID, SERVER_ADMIN_ACTOR_ID } from '../domain/kernel/ids.ts';
import { PLANNERS } from '../domain/kernel/roles.ts';

/** A person's name as the decider knows it; policies act as the product itself. */
export function memberName(memberId: string, reader: StateReader): string {
  if (memberId === POLICY_ACTOR_ID) return 'Muster';
  if (memberId === SERVER_ADMIN_ACTOR_ID) return 'The server’s administrator';
  return reader.get('member', memberId)?.state.name ?? '—';
}

/** What people call an object, in the middle of a sentence. */
export function titleOf(type: AggregateType, id: string, reader: StateReader): string {
  switch (type) {
    case 'booking':
      return reader.get('booking', id)?.state.title ?? '—';
    case 'shift': {
      const shift = reader.get('shift', id)?.state;
      if (shift === undefined) return '—';
      return shift.bookingId === null ? shift.role : `${titleOf('booking', shift.bookingId, reader)} (${shift.role})`;
    }
    case 'allocation': {
      const allocation = reader.get('allocation', id)?.state;
      if (allocation === undefined) return '—';
      const kit = allocation.kitId === null ? allocation.kitKind : titleOf('kit', allocation.kitId, reader);
      return allocation.bookingId === null ? kit : `${titleOf('booking', allocation.bookingId, reader)} (${kit})`;
    }
    case 'member':
      return memberName(id, reader);
    case 'location':
      return reader.get('location', id)?.state.name ?? '—';
    case 'kit':
      return reader.get('kit', id)?.state.name ?? '—';
    case 'item':
      return reader.get('item', id)?.state.name ?? '—';
    case 'organization':
      return reader.get('organization', id)?.state.name ?? '—';
    case 'invitation':
      return reader.get('invitation', id)?.state.email ?? '—';
    case 'availability':
    case 'notification':
    case 'conflict':
      return '—';
  }
}

/** Active planners of a site, at most 20: those who hear of its conflicts. */
export function plannerIds(siteId: string, reader: StateReader): readonly string[] {
  const planners: readonly string[] = PLANNERS;
  return reader
    .find('member', 'all')
    .filter(
      ({ state }) =>
        state.status === 'active' && planners.includes(state.role) && (state.homeSiteId === siteId || state.role !== 'manager'),
    )
    .slice(0, 20)
    .map(({ id }) => id);
}
