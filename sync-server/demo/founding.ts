import { addDays, dayAt, instantOf, periodOf } from './calendar.ts';
import type { Dice } from './dice.ts';
import type { DemoCommand } from './host.ts';
import type { Timeline } from './timeline.ts';
import { expiryOf, foundingMs, mustFind } from './world.ts';
import type { Person, World } from './world.ts';

/** The first day: people, places, kits, stock, invitations and who is away when. */
export function planFounding(timeline: Timeline, dice: Dice, world: World, foundedMs: number, nowMs: number): void {
  const who = (name: string): Person => mustFind(world.people, (person) => person.name === name);
  const [owner, admin, maya] = [who('Nora Lindqvist'), who('Ada Kim'), who('Maya Brooks')];
  const newcomers = world.people.filter((person) => person.role !== 'owner');
  newcomers.forEach((person, index) => {
    timeline.add(foundingMs(foundedMs, 0, index), owner.id, [{ name: 'member.create', input: { memberId: person.id, ...person.input } }]);
  });
  world.places.forEach((place, index) => {
    const atMs = foundingMs(foundedMs, 1, index);
    timeline.add(atMs, maya.id, [
      { name: 'location.create', input: { locationId: place.id, ...place.input } },
      ...submission(place.fate, place.id),
    ]);
    timeline.add(foundingMs(foundedMs, 2, index), admin.id, placeDecision(place.fate, place.id, place.validUntil));
  });
  const keeperOf = (base: string): Person => mustFind(world.people, (person) => person.role === 'warehouse' && person.base === base);
  world.stock.items.forEach((item, index) => {
    const received: DemoCommand = { name: 'item.receive', input: { itemId: item.id, quantity: item.received, note: 'Opening count' } };
    timeline.add(foundingMs(foundedMs, 3, index), keeperOf(item.base).id, [
      { name: 'item.create', input: { itemId: item.id, ...item.input } },
      received,
    ]);
  });
  world.stock.kits.forEach((kit, index) => {
    timeline.add(foundingMs(foundedMs, 5, index), keeperOf(kit.base).id, [{ name: 'kit.create', input: { kitId: kit.id, ...kit.input } }]);
  });
  planRepairs(timeline, world, keeperOf, foundedMs);
  planInvitations(timeline, dice, world, nowMs);
  planAbsences(timeline, dice, world, foundedMs, nowMs);
}

function submission(fate: string, locationId: string): DemoCommand[] {
  return fate === 'draft' ? [] : [{ name: 'location.submit', input: { locationId } }];
}

function placeDecision(fate: string, locationId: string, validUntil: string): DemoCommand[] {
  const checklist = ['Contract signed', 'Power and water seen', 'Emergency exits known'];
  if (fate === 'approved') return [{ name: 'location.approve', input: { locationId, validUntil, checklist } }];
  if (fate === 'returned')
    return [{ name: 'location.return', input: { locationId, reason: 'The contact person is missing and the load-in times are unclear.' } }];
  if (fate !== 'suspended') return [];
  return [
    { name: 'location.approve', input: { locationId, validUntil, checklist } },
    { name: 'location.suspend', input: { locationId, reason: 'Roof works until further notice, the fire service closed the hall.' } },
  ];
}

/** Two kits that cannot go out today. */
function planRepairs(timeline: Timeline, world: World, keeperOf: (base: string) => Person, foundedMs: number): void {
  const out = [
    { code: 'SB-03', name: 'kit.send_to_maintenance', reason: 'Cooling box does not hold the temperature.' },
    { code: 'PB-02', name: 'kit.quarantine', reason: 'Printer came back wet, waiting for the insurer.' },
  ];
  out.forEach(({ code, name, reason }, index) => {
    const kit = mustFind(world.stock.kits, (entry) => entry.code === code);
    timeline.add(foundingMs(foundedMs, 6, index * 6), keeperOf(kit.base).id, [{ name, input: { kitId: kit.id, reason } }]);
  });
}

function planInvitations(timeline: Timeline, dice: Dice, world: World, nowMs: number): void {
  const admin = mustFind(world.people, (person) => person.role === 'admin');
  const invited = [
    ['Renata Silva', 'staff', 'la'],
    ['Colin Ferris', 'site_lead', 'nyc'],
    ['Petra Vogel', 'warehouse', 'ber'],
  ] as const;
  invited.forEach(([name, role, key], index) => {
    const atMs = nowMs - (2 + index * 9) * 60 * 60_000;
    const homeSiteId = mustFind(world.bases, (base) => base.key === key).id;
    const email = `${name.split(' ')[0]?.toLowerCase()}@northlight.example`;
    const input = { invitationId: dice.id(atMs), email, name, role, homeSiteId, expiresAt: expiryOf(nowMs, 6) };
    timeline.add(atMs, admin.id, [{ name: 'invitation.invite', input }]);
  });
}

/** Holidays, days off and wishes of about every third person. */
function planAbsences(timeline: Timeline, dice: Dice, world: World, foundedMs: number, nowMs: number): void {
  const workers = world.people.filter((person) => person.role === 'staff' && !person.isFreelancer && person.name !== 'Sam Rivera');
  dice.sample(workers, 16).forEach((person, index) => {
    const { zone } = mustFind(world.bases, (base) => base.key === person.base);
    const kind = dice.pick(['leave', 'unavailable', 'preferred'] as const);
    const day = addDays(dayAt(nowMs, zone, 0), dice.int(-6, 18));
    const period =
      kind === 'leave'
        ? periodOf(instantOf(day, 0, zone), dice.int(2, 5) * 24 * 60, zone)
        : periodOf(instantOf(day, 8 * 60, zone), dice.int(8, 14) * 60, zone);
    const note = { leave: 'Holiday', unavailable: 'University', preferred: 'Would like to work this day' }[kind];
    timeline.add(foundingMs(foundedMs, 4, index), person.id, [
      { name: 'availability.record', input: { availabilityId: dice.id(foundedMs + index), memberId: person.id, kind, period, note } },
    ]);
  });
}
