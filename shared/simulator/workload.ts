import { toInstant } from '../domain/kernel/time.ts';
import type { CollectionName } from '../ipc/bridge.ts';
import { START_MS } from './device.ts';
import type { SimulatedDisk } from './disk.ts';
import type { Chance } from './random.ts';

/** What a person does next. */
export interface Deed {
  readonly name: string;
  readonly input: unknown;
}

/** Who and where, as the founded organization has them. */
export interface Cast {
  readonly siteIds: readonly string[];
  /** People who can be planned, the busiest first. */
  readonly staffIds: readonly string[];
  readonly kitIds: readonly string[];
  readonly locationIds: readonly string[];
  readonly itemIds: readonly string[];
}

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly state: Readonly<Record<string, unknown>>;
}

export const KIT_KIND = 'Sampling bar';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Chooses from what this device shows right now, as a person would; often it will not be allowed, as with people. */
export function nextDeed(chance: Chance, disk: Pick<SimulatedDisk, 'look'>, cast: Cast): Deed | null {
  const eyes = new Eyes(disk, chance);
  // sync.md section 9, in hundredths
  const mix = [
    [35, edit],
    [15, move],
    [25, assign],
    [15, fact],
    [5, cancel],
    [5, resolve],
  ] as const;
  let roll = chance.whole(1, 100);
  for (const [share, choose] of mix) {
    roll -= share;
    if (roll <= 0) return choose(chance, eyes, cast);
  }
  return null;
}

/** What the screen of a device shows. */
class Eyes {
  readonly #disk: Pick<SimulatedDisk, 'look'>;
  readonly #chance: Chance;

  constructor(disk: Pick<SimulatedDisk, 'look'>, chance: Chance) {
    this.#disk = disk;
    this.#chance = chance;
  }

  /** Somebody's pick among what is shown, the first ones more often. */
  any(collection: CollectionName, statuses: readonly string[] = []): Shown | undefined {
    const ids = this.#disk
      .look<{ id: string; status: string }>('SELECT id, status FROM view_rows WHERE collection = ? AND deleted = 0 ORDER BY id', collection)
      .filter((row) => statuses.length === 0 || statuses.includes(row.status));
    const chosen = this.#chance.zipf(ids);
    return chosen === undefined ? undefined : this.one(collection, chosen.id);
  }

  one(collection: CollectionName, id: string): Shown | undefined {
    const body = this.#disk.look<{ body: string }>('SELECT body FROM view_rows WHERE collection = ? AND id = ?', collection, id)[0]?.body;
    return body === undefined ? undefined : (JSON.parse(body) as Shown);
  }
}

type Choose = (chance: Chance, eyes: Eyes, cast: Cast) => Deed | null;

const deed = (name: string, input: unknown): Deed => ({ name, input });
const words = (chance: Chance): string => `${chance.of('blue', 'green', 'red', 'loud', 'quiet')} ${chance.whole(1, 40)}`;

/** Few days and two times of day, so that plans meet. */
export function somePeriod(chance: Chance): Record<string, string> {
  const startMs = START_MS + chance.whole(3, 6) * DAY_MS + chance.whole(0, 1) * 5 * HOUR_MS;
  return periodOf(startMs, startMs + chance.whole(3, 6) * HOUR_MS);
}

export function periodOf(startMs: number, endMs: number): Record<string, string> {
  const local = (ms: number): string => toInstant(ms + 2 * HOUR_MS).slice(0, 16);
  return { start: toInstant(startMs), end: toInstant(endMs), zone: 'Europe/Berlin', startLocal: local(startMs), endLocal: local(endMs) };
}

export function bookingInput(chance: Chance, cast: Cast, bookingId: string): Record<string, unknown> {
  return {
    bookingId,
    title: words(chance),
    clientName: chance.of('Fjord', 'Alster', 'Harbor'),
    brand: 'Fjord',
    siteId: chance.pick(cast.siteIds),
    locationId: chance.pick(cast.locationIds) ?? null,
    period: somePeriod(chance),
    staffNeeds: [{ id: chance.id(), role: 'Demonstrator', count: chance.whole(1, 2), skills: [] }],
    kitNeeds: [{ id: chance.id(), kitKind: KIT_KIND, count: 1 }],
    contactName: 'Ida',
    contactPhone: '1',
    brief: '',
    notes: '',
    tags: [],
    priceMinor: null,
    currency: 'EUR',
    copiedFrom: null,
  };
}

function someEdit(chance: Chance): Record<string, unknown> {
  const field = chance.of('title', 'contactName', 'contactPhone', 'notes', 'brand', 'clientName', 'priceMinor', 'tags', 'brief');
  if (field === 'priceMinor') return { priceMinor: chance.whole(1, 9) * 1000 };
  return field === 'tags' ? { tags: [chance.of('hot', 'cold', 'outdoor')] } : { [field]: words(chance) };
}

const edit: Choose = (chance, eyes, cast) => {
  const roll = chance.whole(1, 100);
  if (roll <= 8) return deed('booking.create', bookingInput(chance, cast, chance.id()));
  if (roll <= 12) return inside(eyes.any('shifts'), (row) => deed('shift.edit', { shiftId: row.id, changes: { notes: words(chance) } }));
  if (roll <= 15) return inside(eyes.any('kits'), (row) => deed('kit.edit', { kitId: row.id, changes: { notes: words(chance) } }));
  if (roll <= 17)
    return inside(eyes.any('locations'), (row) => deed('location.edit', { locationId: row.id, changes: { notes: words(chance) } }));
  const booking = eyes.any('bookings');
  if (booking === undefined) return null;
  const bookingId = booking.id;
  if (roll <= 25) return deed('booking.reschedule', { bookingId, period: somePeriod(chance) });
  if (roll <= 28) return deed('booking.change_location', { bookingId, locationId: chance.pick(cast.locationIds) ?? null });
  if (roll <= 33) {
    return deed('booking.change_needs', {
      bookingId,
      staffNeeds: [{ id: chance.id(), role: 'Demonstrator', count: chance.whole(1, 3), skills: [] }],
    });
  }
  if (roll <= 38) return deed('booking.add_note', { bookingId, noteId: chance.id(), text: words(chance) });
  return deed('booking.edit', { bookingId, changes: chance.hit(0.25) ? { ...someEdit(chance), ...someEdit(chance) } : someEdit(chance) });
};

const BOOKING_MOVES: Readonly<Record<string, readonly string[]>> = {
  draft: ['booking.submit'],
  pending_approval: ['booking.approve', 'booking.approve', 'booking.approve', 'booking.return', 'booking.reject', 'booking.withdraw'],
  changes_requested: ['booking.submit'],
  approved: ['booking.start', 'booking.withdraw'],
  in_progress: ['booking.finish', 'booking.abort'],
  completed: ['booking.close', 'booking.approve_report', 'booking.return_report'],
  closed: ['booking.reopen'],
};
const WITH_REASON = new Set(['booking.return', 'booking.reject', 'booking.abort', 'booking.reopen', 'booking.return_report']);

const move: Choose = (chance, eyes) => {
  const roll = chance.whole(1, 100);
  if (roll <= 10) return inside(eyes.any('shifts', ['draft']), (row) => deed('shift.publish', { shiftId: row.id }));
  if (roll <= 20) {
    const answer = chance.of('shift.accept', 'shift.decline');
    return inside(eyes.any('shifts', ['offered', 'confirmed']), (row) =>
      deed(answer, answer === 'shift.accept' ? { shiftId: row.id } : { shiftId: row.id, reason: 'ill' }),
    );
  }
  if (roll <= 25) {
    return inside(eyes.any('kits'), (row) =>
      row.status === 'active' || row.status === 'available'
        ? deed(chance.of('kit.send_to_maintenance', 'kit.quarantine'), { kitId: row.id, reason: 'torn' })
        : deed('kit.restore', { kitId: row.id }),
    );
  }
  if (roll <= 28) {
    return inside(eyes.any('locations'), (row) =>
      row.status === 'suspended'
        ? deed('location.reinstate', { locationId: row.id })
        : deed('location.suspend', { locationId: row.id, reason: 'flooded' }),
    );
  }
  const booking = eyes.any('bookings', Object.keys(BOOKING_MOVES));
  if (booking === undefined) return null;
  const moves = chance.hit(0.1) ? Object.values(BOOKING_MOVES).flat() : (BOOKING_MOVES[booking.status] ?? []);
  const name = chance.pick(moves) ?? 'booking.submit';
  return deed(name, WITH_REASON.has(name) ? { bookingId: booking.id, reason: 'because' } : { bookingId: booking.id });
};

const assign: Choose = (chance, eyes, cast) => {
  const memberId = chance.zipf(cast.staffIds) ?? '';
  const overrideReason = 'simulated';
  const roll = chance.whole(1, 100);
  if (roll <= 30)
    return inside(eyes.any('shifts', ['open', 'draft']), (row) => deed('shift.assign', { shiftId: row.id, memberId, overrideReason }));
  if (roll <= 45)
    return inside(eyes.any('shifts', ['offered', 'confirmed']), (row) =>
      deed('shift.reassign', { shiftId: row.id, memberId, overrideReason }),
    );
  if (roll <= 52)
    return inside(eyes.any('shifts', ['offered', 'confirmed']), (row) => deed('shift.unassign', { shiftId: row.id, reason: null }));
  if (roll <= 67) {
    const booking = eyes.any('bookings');
    return deed('shift.create', {
      shiftId: chance.id(),
      bookingId: booking?.id ?? null,
      needId: null,
      locationId: chance.pick(cast.locationIds) ?? null,
      siteId: chance.pick(cast.siteIds),
      role: 'Demonstrator',
      skills: [],
      period: somePeriod(chance),
      notes: '',
      assigneeId: chance.hit(0.7) ? memberId : null,
      overrideReason,
    });
  }
  if (roll <= 72) return inside(eyes.any('shifts'), (row) => deed('shift.reschedule', { shiftId: row.id, period: somePeriod(chance) }));
  const kitId = chance.zipf(cast.kitIds) ?? '';
  if (roll <= 85)
    return inside(eyes.any('allocations', ['requested', 'assigned']), (row) => deed('allocation.assign', { allocationId: row.id, kitId }));
  return deed('allocation.request', {
    allocationId: chance.id(),
    bookingId: eyes.any('bookings')?.id ?? null,
    needId: null,
    kitKind: KIT_KIND,
    kitId: chance.hit(0.8) ? kitId : null,
    usage: somePeriod(chance),
  });
};

const KIT_STEPS: Readonly<Record<string, string>> = {
  requested: 'allocation.pack',
  assigned: 'allocation.pack',
  packed: 'allocation.dispatch',
  in_transit: 'allocation.deliver',
  delivered: 'allocation.start_return',
  returning: 'allocation.return',
  returned: 'allocation.inspect',
};

const fact: Choose = (chance, eyes, cast) => {
  const roll = chance.whole(1, 100);
  if (roll <= 40) {
    const row = eyes.any('shifts');
    if (row === undefined) return null;
    const shiftId = row.id;
    const step = chance.of(
      'shift.check_in',
      'shift.check_in',
      'shift.check_out',
      'shift.start_travel',
      'shift.start_break',
      'shift.report_absence',
    );
    if (step === 'shift.check_in') {
      const memberId = chance.hit(0.6) ? ((row.state['assigneeId'] as string | null) ?? null) : null;
      return deed(step, { shiftId, memberId, method: chance.of('manual', 'lead', 'site_code') });
    }
    return deed(step, step === 'shift.report_absence' ? { shiftId, reason: 'ill' } : { shiftId });
  }
  if (roll <= 75) {
    const row = eyes.any('allocations');
    if (row === undefined) return null;
    const allocationId = row.id;
    const name = chance.hit(0.2)
      ? chance.of('allocation.deliver', 'allocation.report_lost', 'allocation.mark_found')
      : (KIT_STEPS[row.status] ?? 'allocation.deliver');
    if (name === 'allocation.pack' || name === 'allocation.return') return deed(name, { allocationId, lines: [] });
    if (name === 'allocation.start_return') return deed(name, { allocationId });
    if (name === 'allocation.inspect') return deed(name, { allocationId, result: chance.of('ok', 'maintenance', 'quarantine'), note: '' });
    return deed(name, { allocationId, note: words(chance) });
  }
  if (roll <= 85) {
    return inside(eyes.any('bookings'), (row) =>
      deed('booking.submit_report', {
        bookingId: row.id,
        summary: words(chance),
        visitors: chance.whole(1, 90),
        samplesGiven: 3,
        issues: '',
      }),
    );
  }
  const itemId = chance.pick(cast.itemIds) ?? '';
  if (roll <= 95) return deed(chance.of('item.receive', 'item.consume'), stockInput(chance, itemId));
  return deed('item.count', { itemId, counted: chance.whole(0, 50), note: '' });
};

function stockInput(chance: Chance, itemId: string): Record<string, unknown> {
  return { itemId, quantity: chance.whole(1, 5), bookingId: null, note: '' };
}

const cancel: Choose = (chance, eyes) => {
  const roll = chance.whole(1, 100);
  if (roll <= 40) return inside(eyes.any('bookings'), (row) => deed('booking.cancel', { bookingId: row.id, reason: 'rain' }));
  if (roll <= 70) return inside(eyes.any('shifts'), (row) => deed('shift.cancel', { shiftId: row.id, reason: 'rain' }));
  return inside(eyes.any('allocations'), (row) => deed('allocation.release', { allocationId: row.id, reason: 'not needed' }));
};

const resolve: Choose = (chance, eyes) => {
  const row = eyes.any('conflicts', chance.hit(0.85) ? ['open', 'claimed'] : []);
  if (row === undefined) return null;
  const conflictId = row.id;
  if (row.status !== 'open' && row.status !== 'claimed') return deed('conflict.reopen', { conflictId });
  const roll = chance.whole(1, 100);
  if (roll <= 20) return deed('conflict.claim', { conflictId });
  if (roll <= 35) return deed('conflict.dismiss', { conflictId, reason: 'settled by phone' });
  const options = (row.state['options'] ?? []) as readonly { readonly id: string }[];
  const index = chance.whole(0, Math.max(0, options.length - 1));
  return deed('conflict.resolve', { conflictId, choice: `${options[index]?.id ?? 'keep_theirs'}:${index}`, reason: null });
};

const inside = (row: Shown | undefined, make: (row: Shown) => Deed): Deed | null => (row === undefined ? null : make(row));
