import type { AllocationState } from '../../shared/domain/allocation/schema.ts';
import type { Entity } from '../../shared/domain/kernel/aggregate.ts';
import type { KitLine } from '../../shared/domain/kit/schema.ts';
import { HOUR_MS, MINUTE_MS } from './calendar.ts';
import type { PlannedBooking } from './bookings.ts';
import type { Stage } from './stage.ts';
import type { Dice } from './dice.ts';
import type { DemoCommand } from './host.ts';
import { mustFind } from './world.ts';

/** The way of the kits: packed the day before, out, delivered, back, counted, inspected. */
export function planKitTravel(stage: Stage, booking: PlannedBooking): void {
  // Sam packs and delivers it himself
  if (booking.isShowcase || booking.input['kitNeeds'] === undefined) return;
  const { timeline, dice, world } = stage;
  const keeper = mustFind(world.people, (person) => person.role === 'warehouse' && person.base === booking.base);
  const lead = mustFind(world.people, (person) => person.role === 'site_lead' && person.base === booking.base);
  const step = (
    atMs: number,
    memberId: string,
    from: readonly string[],
    make: (allocation: Entity<AllocationState>) => DemoCommand,
  ): void => timeline.add(atMs, memberId, () => allocationsOf(stage, booking, from).map(make));
  const { startMs, endMs } = booking;
  step(startMs - dice.int(14, 18) * HOUR_MS, keeper.id, ['assigned'], (allocation) => packing(stage, allocation));
  step(startMs - dice.int(170, 230) * MINUTE_MS, keeper.id, ['packed'], ({ id }) => ({
    name: 'allocation.dispatch',
    input: { allocationId: id, note: 'Van 2' },
  }));
  step(startMs - dice.int(55, 85) * MINUTE_MS, lead.id, ['in_transit'], ({ id }) => ({
    name: 'allocation.deliver',
    input: { allocationId: id, note: '' },
  }));
  step(endMs + 35 * MINUTE_MS, lead.id, ['delivered'], ({ id }) => ({ name: 'allocation.start_return', input: { allocationId: id } }));
  step(endMs + dice.int(120, 200) * MINUTE_MS, keeper.id, ['returning'], (allocation) => counting(stage, allocation));
  step(endMs + dice.int(215, 280) * MINUTE_MS, keeper.id, ['returned'], ({ id }) => ({
    name: 'allocation.inspect',
    input: { allocationId: id, result: 'ok', note: '' },
  }));
}

function allocationsOf({ reader }: Stage, booking: PlannedBooking, statuses: readonly string[]): readonly Entity<AllocationState>[] {
  return reader()
    .find('allocation', `booking:${booking.id}`)
    .filter(({ state }) => statuses.includes(state.status) && state.kitId !== null);
}

const contentsOf = ({ reader }: Stage, { state }: Entity<AllocationState>): readonly KitLine[] =>
  (state.kitId === null ? undefined : reader().get('kit', state.kitId)?.state.contents) ?? [];

function packing(stage: Stage, allocation: Entity<AllocationState>): DemoCommand {
  const lines = contentsOf(stage, allocation).map(({ id, quantity }) => ({ lineId: id, packed: quantity }));
  return { name: 'allocation.pack', input: { allocationId: allocation.id, lines } };
}

function counting(stage: Stage, allocation: Entity<AllocationState>): DemoCommand {
  const lines = contentsOf(stage, allocation).map((line) => ({ lineId: line.id, ...returned(stage.dice, line) }));
  return { name: 'allocation.return', input: { allocationId: allocation.id, lines } };
}

/** Cups and leaflets are used up; things with a number come back, now and then broken. */
function returned(dice: Dice, line: KitLine): { ok: number; used: number; lost: number; damaged: number } {
  if (line.itemId !== null) {
    const damaged = dice.chance(0.015) ? 1 : 0;
    return { ok: 1 - damaged, used: 0, lost: 0, damaged };
  }
  const used = line.quantity >= 50 ? Math.round(line.quantity * (0.3 + dice.float() * 0.6)) : 0;
  const lost = line.quantity < 50 && line.quantity > 1 && dice.chance(0.04) ? 1 : 0;
  return { ok: line.quantity - used - lost, used, lost, damaged: 0 };
}
