import { freeKits } from '../domain/allocation/choose.ts';
import type { StateReader } from '../domain/kernel/aggregate.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { fitOf, fits, settingsOf } from '../domain/shift/fit.ts';
import { rank } from '../domain/shift/ranking.ts';

export interface Alternative {
  readonly id: string;
  readonly name: string;
}

const OFFERED = 3;

/** At most three people or kits that are free for a slot whose first choice is taken, in the order a policy would choose. */
export function freeAlternatives(event: DomainEvent, takenId: string, isPerson: boolean, reader: StateReader): readonly Alternative[] {
  return isPerson ? freePeople(event, takenId, reader) : freeKitsFor(event, takenId, reader);
}

function freePeople(event: DomainEvent, takenId: string, reader: StateReader): readonly Alternative[] {
  const shift = reader.get('shift', event.aggregateId)?.state;
  if (shift === undefined) return [];
  const settings = settingsOf(reader, event.organizationId);
  return rank(reader.find('member', 'all'), shift, { reader, settings })
    .filter(({ memberId }) => memberId !== takenId)
    .slice(0, OFFERED)
    .map(({ memberId }) => ({ id: memberId, name: reader.get('member', memberId)?.state.name ?? '—' }));
}

function freeKitsFor(event: DomainEvent, takenId: string, reader: StateReader): readonly Alternative[] {
  const allocation = reader.get('allocation', event.aggregateId)?.state;
  if (allocation === undefined) return [];
  return freeKits({ kitKind: allocation.kitKind, period: allocation.period, siteId: event.siteId }, reader, { taken: new Set([takenId]) })
    .slice(0, OFFERED)
    .map(({ id, state }) => ({ id, name: state.name }));
}

/** Another open shift of the same booking that a person fits, for whoever lost the race for the first one. */
export function openSlotFor(shiftId: string, memberId: string, organizationId: string, reader: StateReader): string | undefined {
  const bookingId = reader.get('shift', shiftId)?.state.bookingId;
  const member = reader.get('member', memberId)?.state;
  if (bookingId === null || bookingId === undefined || member === undefined) return undefined;
  const settings = settingsOf(reader, organizationId);
  return reader
    .find('shift', `booking:${bookingId}`)
    .find(({ id, state }) => id !== shiftId && state.status === 'open' && fits(fitOf(member, state, { reader, settings })))?.id;
}
