import type { StateReader } from '../domain/kernel/aggregate.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { toMs } from '../domain/kernel/time.ts';

export interface Alternative {
  readonly id: string;
  readonly name: string;
}

/** At most three people or kits that are free for a slot whose first choice is taken, in the order a planner would try them. */
export function freeAlternatives(event: DomainEvent, takenId: string, isPerson: boolean, reader: StateReader): readonly Alternative[] {
  return isPerson ? freePeople(event.aggregateId, takenId, reader) : freeKits(event.aggregateId, takenId, reader);
}

function freePeople(shiftId: string, takenId: string, reader: StateReader): readonly Alternative[] {
  const shift = reader.get('shift', shiftId)?.state;
  if (shift === undefined) return [];
  const startMs = toMs(shift.period.start) - shift.travelMinutes * 60_000;
  const endMs = toMs(shift.period.end) + shift.travelMinutes * 60_000;
  return reader
    .find('member', 'all')
    .filter(({ id, state }) => id !== takenId && state.status === 'active' && (state.role === 'staff' || state.role === 'site_lead'))
    .filter(({ state }) => shift.skills.every((skill) => state.skills.includes(skill)))
    .filter(({ id }) => reader.claims(`member:${id}`, startMs, endMs).length === 0)
    .filter(({ id }) =>
      reader
        .find('availability', `member:${id}`)
        .every(
          ({ state }) =>
            state.removed || state.kind === 'preferred' || toMs(state.period.end) <= startMs || endMs <= toMs(state.period.start),
        ),
    )
    .sort((a, b) => Number(b.state.homeSiteId === shift.siteId) - Number(a.state.homeSiteId === shift.siteId) || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map(({ id, state }) => ({ id, name: state.name }));
}

function freeKits(allocationId: string, takenId: string, reader: StateReader): readonly Alternative[] {
  const allocation = reader.get('allocation', allocationId)?.state;
  if (allocation === undefined) return [];
  return reader
    .find('kit', `kind:${allocation.kitKind}`)
    .filter(({ id, state }) => id !== takenId && state.status === 'available')
    .filter(({ id }) => reader.claims(`kit:${id}`, toMs(allocation.period.start), toMs(allocation.period.end)).length === 0)
    .sort((a, b) => a.state.usageCount - b.state.usageCount || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map(({ id, state }) => ({ id, name: state.name }));
}
