import type { Entity, StateReader } from '../domain/kernel/aggregate.ts';
import { toMs } from '../domain/kernel/time.ts';
import type { AllocationState } from '../domain/allocation/schema.ts';
import { cardOf, holderValues, matterId, namesOf, notified, stampOf, type Base, type Card } from './card.ts';
import { memberName, titleOf } from './names.ts';
import { standOption } from './options.ts';

/**
 * One kit, two bookings, and somebody already has it in hand (domain.md section 4, case 2): a scan beats paper. The card is
 * about the booking that loses the kit; a policy frees it and looks for another. Null when no other plan is touched.
 */
export function possessionCard(base: Base): Card | null {
  const { event, entity, reader } = base;
  const kitId = (event.data as { kitId?: string | null } | null)?.kitId ?? null;
  if (event.aggregateType !== 'allocation' || kitId === null || entity === undefined) return null;
  const holder = otherHolder(entity as Entity<AllocationState>, kitId, reader);
  if (holder === undefined) return null;
  const stamp = stampOf(holder, 'claim');
  const isPaper = holder.state.status === 'assigned';
  const about = { type: 'allocation', id: holder.id } as const;
  const what = titleOf('allocation', holder.id, reader);
  return cardOf(
    { ...base, what },
    {
      id: matterId(reader, 'possession', holder.id, event.aggregateId),
      class: 'C4',
      severity: 'blocking',
      code: isPaper ? 'conflict.kit-in-hand' : 'conflict.kit-in-two-hands',
      stamp,
      theirs: holderValues(holder),
      mine: event.data as Record<string, unknown>,
      params: {
        kit: titleOf('kit', kitId, reader),
        other: titleOf('allocation', event.aggregateId, reader),
        holderType: 'allocation',
        holderId: holder.id,
        by: memberName(event.actorId, reader),
      },
      about,
      options: [{ ...standOption(namesOf(base, stamp)), code: 'option.kit-stays-in-hand', notifies: notified(base, stamp) }],
    },
  );
}

function otherHolder(own: Entity<AllocationState>, kitId: string, reader: StateReader): Entity<AllocationState> | undefined {
  const { period } = own.state;
  const claim = reader
    .claims(`kit:${kitId}`, toMs(period.start), toMs(period.end))
    .find((other) => other.aggregateType === 'allocation' && other.aggregateId !== own.id);
  return claim === undefined ? undefined : reader.get('allocation', claim.aggregateId);
}
