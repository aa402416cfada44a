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
  return othersWith(packedSerials(own.state, kit.state, reader), kit.id, reader).map((other) => cardFor(base, own, kit, other));
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

interface Other {
  readonly allocation: Entity<AllocationState>;
  readonly kit: Entity<KitState>;
  readonly line: KitLine;
  /** The line of the case that was packed now. */
  readonly here: KitLine;
}

/** Other cases that are away with one of these things in them. Every case is looked through once, however much was packed. */
function othersWith(lines: readonly KitLine[], kitId: string, reader: StateReader): readonly Other[] {
  if (lines.length === 0) return [];
  const byItem = new Map(lines.map((line) => [line.itemId, line]));
  const byCode = new Map(lines.map((line) => [line.code, line]));
  const sameAs = ({ itemId, code }: KitLine): KitLine | undefined => {
    const byNumber = itemId === null ? undefined : byItem.get(itemId);
    const alike = code === null || code === '' ? undefined : byCode.get(code);
    // two numbers tell two things apart, whatever is written on them
    return byNumber ?? (itemId === null || alike?.itemId === null ? alike : undefined);
  };
  return reader.find('kit', 'all').flatMap((kit) => {
    if (kit.id === kitId) return [];
    const found = kit.state.contents.flatMap((line) => {
      const here = sameAs(line);
      return here === undefined ? [] : [{ line, here }];
    });
    if (found.length === 0) return [];
    const away = reader.find('allocation', `kit:${kit.id}`).filter(({ state }) => AWAY.has(state.status));
    return found.flatMap(({ line, here }) =>
      away
        .filter(({ state }) => state.packedLines.some(({ lineId, packed }) => lineId === line.id && packed > 0))
        .map((allocation) => ({ allocation, kit, line, here })),
    );
  });
}

function cardFor(base: Base, own: Entity<AllocationState>, kit: Entity<KitState>, other: Other): Card {
  const { event, reader } = base;
  const line = other.here;
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
