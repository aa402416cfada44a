import type { Entity, StateReader } from '../domain/kernel/aggregate.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { derivedId } from '../domain/kernel/ids.ts';
import type { ConflictOption } from '../domain/conflict/schema.ts';
import { freeAlternatives, openSlotFor } from './alternatives.ts';
import { memberName, titleOf } from './names.ts';

type Names = Readonly<Record<string, string>>;

/** "Nothing changes": what stands keeps standing. */
export const standOption = (names: Names, recommended = true): ConflictOption => ({
  id: 'keep_theirs',
  code: 'option.keep-theirs',
  params: { ...names },
  commands: [],
  recommended,
  notifies: [],
});

/** The ordinary command that says a field edit again, by event type. */
const EDIT_COMMANDS: Readonly<Record<string, (id: string, values: Record<string, unknown>) => { name: string; input: unknown }>> = {
  'booking.details_changed': (bookingId, changes) => ({ name: 'booking.edit', input: { bookingId, changes } }),
  'booking.rescheduled': (bookingId, values) => ({ name: 'booking.reschedule', input: { bookingId, ...values } }),
  'booking.location_changed': (bookingId, values) => ({ name: 'booking.change_location', input: { bookingId, ...values } }),
  'booking.requirements_changed': (bookingId, values) => ({ name: 'booking.change_needs', input: { bookingId, ...values } }),
  'shift.rescheduled': (shiftId, values) => ({ name: 'shift.reschedule', input: { shiftId, ...values } }),
  'shift.details_changed': (shiftId, changes) => ({ name: 'shift.edit', input: { shiftId, changes } }),
  'location.updated': (locationId, changes) => ({ name: 'location.edit', input: { locationId, changes } }),
  'member.details_changed': (memberId, changes) => ({ name: 'member.edit', input: { memberId, changes } }),
  'kit.details_changed': (kitId, changes) => ({ name: 'kit.edit', input: { kitId, changes } }),
  'kit.contents_changed': (kitId, values) => ({ name: 'kit.change_contents', input: { kitId, ...values } }),
  'item.details_changed': (itemId, changes) => ({ name: 'item.edit', input: { itemId, changes } }),
  'organization.details_changed': (_id, changes) => ({ name: 'organization.edit', input: { changes } }),
  'organization.settings_changed': (_id, changes) => ({ name: 'organization.change_settings', input: { changes } }),
};

/** C2: the first accepted stands; the other value can be put in its place by saying it again. */
export function sameFieldOptions(event: DomainEvent, mine: Record<string, unknown>, names: Names, notifies: string[]): ConflictOption[] {
  const again = EDIT_COMMANDS[event.type];
  const keepMine: ConflictOption[] =
    again === undefined
      ? []
      : [
          {
            id: 'keep_mine',
            code: 'option.keep-mine',
            params: { ...names },
            commands: [again(event.aggregateId, mine)],
            recommended: false,
            notifies,
          },
        ];
  return [standOption(names), ...keepMine];
}

export interface ClashInput {
  readonly event: DomainEvent;
  readonly holder: Entity | undefined;
  readonly resourceId: string;
  readonly isPerson: boolean;
  readonly names: Names;
  readonly notifies: string[];
  readonly reader: StateReader;
}

interface Assigning {
  readonly memberId?: string;
}

/** C3: what stands stays, and where the wish can still be had, how. */
export function lostRaceOptions(event: DomainEvent, names: Names, notifies: string[], reader: StateReader): ConflictOption[] {
  const wanted = event.type === 'shift.assigned' ? (event.data as Assigning).memberId : undefined;
  const shift = wanted === undefined ? undefined : reader.get('shift', event.aggregateId)?.state;
  if (wanted === undefined || shift === undefined || shift.assigneeId === null) return [standOption(names)];
  const subject = memberName(wanted, reader);
  const told = [...new Set([...notifies, wanted, shift.assigneeId])].slice(0, 50);
  const option = (id: ConflictOption['id'], code: string, what: string, name: string, input: unknown): ConflictOption => ({
    id,
    code,
    params: { ...names, subject, what },
    commands: [{ name, input }],
    recommended: false,
    notifies: told,
  });
  const here = option('keep_mine', 'option.swap-person', titleOf('shift', event.aggregateId, reader), 'shift.reassign', {
    shiftId: event.aggregateId,
    memberId: wanted,
    overrideReason: null,
  });
  const elsewhere = openSlotFor(event.aggregateId, wanted, event.organizationId, reader);
  if (elsewhere === undefined) return [standOption(names), here];
  const input = { shiftId: elsewhere, memberId: wanted, overrideReason: null };
  const there = option('assign_other', 'option.assign-elsewhere', titleOf('shift', elsewhere, reader), 'shift.assign', input);
  return [{ ...there, recommended: true }, standOption(names, false), here];
}

/** C6: a supervisor takes over what was recorded, as it was recorded, or leaves it aside. */
export function quarantineOptions(facts: readonly DomainEvent[], names: Names, notifies: string[]): ConflictOption[] {
  const released = facts.map(({ type, aggregateType, aggregateId, data }) => ({ type, aggregateType, aggregateId, data }));
  return [
    {
      id: 'accept',
      code: 'option.take-over',
      params: { ...names },
      commands: [{ name: 'conflict.take_over', input: { facts: released } }],
      recommended: true,
      notifies,
    },
    { id: 'dismiss', code: 'option.leave-aside', params: { ...names }, commands: [], recommended: false, notifies: [] },
  ];
}

/** A balance below zero: count again, or write the difference off. */
export function stockOptions(itemId: string, names: Names, notifies: string[]): ConflictOption[] {
  const empty = { name: 'item.write_off', input: { itemId, note: 'Difference accepted' } };
  return [
    { id: 'keep_theirs', code: 'option.recount', params: { ...names }, commands: [], recommended: true, notifies: [] },
    { id: 'accept', code: 'option.accept-loss', params: { ...names }, commands: [empty], recommended: false, notifies },
  ];
}

/** C4: keep the earlier claim, put somebody free in, or swap. */
export function clashOptions(input: ClashInput): ConflictOption[] {
  const { event, holder, isPerson, names, notifies, reader } = input;
  const assign = (subjectId: string): { name: string; input: unknown } =>
    isPerson
      ? { name: 'shift.assign', input: { shiftId: event.aggregateId, memberId: subjectId, overrideReason: null } }
      : { name: 'allocation.assign', input: { allocationId: event.aggregateId, kitId: subjectId } };
  const alternatives = freeAlternatives(event, input.resourceId, isPerson, reader).map(({ id, name }, index): ConflictOption => ({
    id: 'assign_other',
    code: 'option.assign-other',
    params: { ...names, subject: name },
    commands: [assign(id)],
    recommended: index === 0,
    notifies: [...notifies, ...(isPerson ? [id] : [])].slice(0, 50),
  }));
  const release =
    holder === undefined || holder.type !== (isPerson ? 'shift' : 'allocation')
      ? null
      : isPerson
        ? { name: 'shift.unassign', input: { shiftId: holder.id, reason: null } }
        : { name: 'allocation.release', input: { allocationId: holder.id, reason: names['what'] ?? '—' } };
  const swap: ConflictOption[] =
    release === null
      ? []
      : [
          {
            id: 'keep_mine',
            code: 'option.swap',
            params: { ...names },
            commands: [release, assign(input.resourceId)],
            recommended: false,
            notifies,
          },
        ];
  return [...alternatives, standOption(names, alternatives.length === 0), ...swap].slice(0, 5);
}

export interface FactInput {
  readonly kind: 'work-after-cancel' | 'attendance' | 'other';
  readonly event: DomainEvent;
  readonly entity: Entity | undefined;
  readonly bookingId: string | null;
  readonly names: Names;
  readonly notifies: string[];
}

/** Facts stand; what is offered is how to treat them. */
export function factOptions(input: FactInput): ConflictOption[] {
  const { event, names, notifies } = input;
  const accept: ConflictOption = {
    id: 'accept',
    code: input.kind === 'attendance' ? 'option.accept-extra' : 'option.accept-work',
    params: { ...names },
    commands: [],
    recommended: true,
    notifies,
  };
  if (input.kind === 'attendance') {
    const back = {
      name: 'shift.reassign',
      input: { shiftId: event.aggregateId, memberId: event.actorId, overrideReason: 'worked the shift' },
    };
    return [
      accept,
      { id: 'reassign_back', code: 'option.reassign-back', params: { ...names }, commands: [back], recommended: false, notifies },
      dispute(input),
    ];
  }
  return [accept, dispute(input)];
}

/** Keeps the fact and says in the booking's notes that somebody disputes it. */
function dispute(input: FactInput): ConflictOption {
  const { bookingId, event, names } = input;
  const note =
    bookingId === null
      ? []
      : [
          {
            name: 'booking.add_note',
            input: { bookingId, noteId: derivedId('dispute', event.id), text: `Disputed: work recorded by ${names['mine'] ?? '—'}.` },
          },
        ];
  return { id: 'dismiss', code: 'option.dispute', params: { ...names }, commands: note, recommended: false, notifies: input.notifies };
}
