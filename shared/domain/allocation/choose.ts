import type { Entity, StateReader } from '../kernel/aggregate.ts';
import { toMs, type Period } from '../kernel/time.ts';
import type { KitState } from '../kit/schema.ts';
import { HOLDS_KIT } from './claims.ts';

export interface KitSlot {
  readonly kitKind: string;
  /** The planning period, buffers included. */
  readonly period: Period;
  /** The booking's own site: the nearest depot, as far as we know. */
  readonly siteId: string;
}

export interface ChooseOptions {
  /** Allocations about to be released: what they hold counts as free. */
  readonly ignore?: ReadonlySet<string>;
  /** Kits already chosen for the same booking. */
  readonly taken?: ReadonlySet<string>;
  /** A kit that was planned before and stays if it can. */
  readonly preferred?: string | null;
}

/**
 * Kits that are free over the planning period, best first (domain.md section 3): home site of the booking, nothing missing
 * from the contents, least used, its next plan latest, lower id.
 */
export function freeKits(slot: KitSlot, reader: StateReader, options: ChooseOptions = {}): readonly Entity<KitState>[] {
  return reader
    .find('kit', `kind:${slot.kitKind}`)
    .filter(({ id, state }) => state.status === 'available' && !options.taken?.has(id) && isFree(id, slot.period, reader, options.ignore))
    .map((kit) => ({ kit, standing: standingOf(kit, slot, reader, options) }))
    .sort((a, b) => compare(a.standing, b.standing) || (a.kit.id < b.kit.id ? -1 : 1))
    .map(({ kit }) => kit);
}

/** The kit a planner would take, or null for a shortage. */
export const chooseKit = (slot: KitSlot, reader: StateReader, options: ChooseOptions = {}): string | null =>
  freeKits(slot, reader, options)[0]?.id ?? null;

export const isFree = (kitId: string, period: Period, reader: StateReader, ignore?: ReadonlySet<string>): boolean =>
  reader.claims(`kit:${kitId}`, toMs(period.start), toMs(period.end)).every(({ aggregateId }) => ignore?.has(aggregateId) === true);

/** Lower is better, first difference decides. */
function standingOf(kit: Entity<KitState>, slot: KitSlot, reader: StateReader, options: ChooseOptions): readonly number[] {
  const plans = reader.find('allocation', `kit:${kit.id}`);
  const uses = plans.filter(({ id, state }) => state.status !== 'released' && !options.ignore?.has(id)).length;
  const nextNeeds = plans
    .filter(({ id, state }) => HOLDS_KIT.has(state.status) && state.period.start >= slot.period.end && !options.ignore?.has(id))
    .map(({ state }) => toMs(state.period.start));
  return [
    kit.id === options.preferred ? 0 : 1,
    kit.state.homeSiteId === slot.siteId ? 0 : 1,
    missingAfterReturn(kit.id, reader),
    kit.state.usageCount + uses,
    -Math.min(...nextNeeds),
  ];
}

/** Pieces that were lost, used or damaged on its last way home and not counted back in since. */
function missingAfterReturn(kitId: string, reader: StateReader): number {
  const returned = reader
    .find('allocation', `kit:${kitId}`)
    .filter(({ state }) => state.status === 'returned' || state.status === 'closed');
  const last = returned.toSorted((a, b) => (a.state.period.end < b.state.period.end ? -1 : 1)).at(-1);
  return last?.state.returnedLines.reduce((sum, line) => sum + line.lost + line.damaged, 0) ?? 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
