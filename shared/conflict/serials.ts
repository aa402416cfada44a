import type { Entity, StateReader } from '../domain/kernel/aggregate.ts';
import type { AllocationState } from '../domain/allocation/schema.ts';
import type { ConflictOption } from '../domain/conflict/schema.ts';
import type { KitLine, KitState } from '../domain/kit/schema.ts';
import { cardOf, holderValues, matterId, namesOf, notified, stampOf, type Base, type Card } from './card.ts';
import { titleOf } from './names.ts';

/** Packed and not back yet. */
const AWAY: ReadonlySet<string> = new Set(['packed', 'in_transit', 'delivered', 'transferred', 'returning']);

/**
 * One serialised item that was packed into two cases (domain.md section 4, case 11). The scan that was recorded last says
 * where it is, so the card asks for a count of the other case; what is written on the lists changes when somebody chooses.
 */
export function packedTwice(base: Base): readonly Card[] {
  const { event, reader } = base;
  const own = reader.get('allocation', event.aggregateId);
  const kit = own === undefined || own.state.kitId === null ? undefined : reader.get('kit', own.state.kitId);
  if (own === undefined || kit === undefined) return [];
  return packedSerials(own.state, kit.state, reader).flatMap((line) =>
    othersWith(line, kit.id, reader).map((other) => cardFor(base, own, kit, line, other)),
  );
}

function packedSerials({ packedLines }: AllocationState, kit: KitState, reader: StateReader): readonly KitLine[] {
  const packed = new Set(packedLines.filter((line) => line.packed > 0).map(({ lineId }) => lineId));
  return kit.contents.filter((line) => packed.has(line.id) && isSerial(line, reader));
}

/** A thing there is one of: an item that is tracked by number, or a line with a code of its own. */
function isSerial({ itemId, code, quantity }: KitLine, reader: StateReader): boolean {
  if (quantity !== 1) return false;
  const item = itemId === null ? undefined : reader.get('item', itemId)?.state;
  return item === undefined ? code !== null && code !== '' : item.tracking === 'serial';
}

const isSameThing = (a: KitLine, b: KitLine): boolean =>
  a.itemId !== null && b.itemId !== null ? a.itemId === b.itemId : a.code !== null && a.code !== '' && a.code === b.code;

interface Other {
  readonly allocation: Entity<AllocationState>;
  readonly kit: Entity<KitState>;
  readonly line: KitLine;
}

/** Other cases that are away with the same thing in them. */
function othersWith(line: KitLine, kitId: string, reader: StateReader): readonly Other[] {
  return reader.find('kit', 'all').flatMap((kit) => {
    const twin = kit.id === kitId ? undefined : kit.state.contents.find((candidate) => isSameThing(candidate, line));
    if (twin === undefined) return [];
    return reader
      .find('allocation', `kit:${kit.id}`)
      .filter(({ state }) => AWAY.has(state.status) && state.packedLines.some(({ lineId, packed }) => lineId === twin.id && packed > 0))
      .map((allocation) => ({ allocation, kit, line: twin }));
  });
}

function cardFor(base: Base, own: Entity<AllocationState>, kit: Entity<KitState>, line: KitLine, other: Other): Card {
  const { event, reader } = base;
  const stamp = stampOf(other.allocation, 'status');
  const names = { ...namesOf(base, stamp), item: line.name, kit: kit.state.name, other: other.kit.state.name };
  const told = notified(base, stamp);
  const without = (from: Entity<KitState>, gone: KitLine): ConflictOption['commands'] => [
    { name: 'kit.change_contents', input: { kitId: from.id, contents: from.state.contents.filter(({ id }) => id !== gone.id) } },
  ];
  const [first = '', second = ''] = [own.id, other.allocation.id].toSorted();
  return cardOf(
    { ...base, what: titleOf('allocation', own.id, reader) },
    {
      id: matterId(reader, 'serial', line.itemId ?? line.code ?? line.id, first, second),
      class: 'C3',
      severity: 'review',
      code: 'conflict.item-in-two-kits',
      stamp,
      theirs: holderValues(other.allocation),
      mine: event.data as Record<string, unknown>,
      params: { ...names, holderType: 'allocation', holderId: other.allocation.id },
      about: { type: 'allocation', id: other.allocation.id },
      options: [
        { id: 'keep_theirs', code: 'option.recount-kit', params: names, commands: [], recommended: true, notifies: [] },
        {
          id: 'accept',
          code: 'option.item-is-here',
          params: names,
          commands: without(other.kit, other.line),
          recommended: false,
          notifies: told,
        },
        { id: 'keep_mine', code: 'option.item-is-there', params: names, commands: without(kit, line), recommended: false, notifies: told },
      ],
    },
  );
}
