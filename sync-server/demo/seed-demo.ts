import { DAY_MS, HOUR_MS, instantOf, MINUTE_MS } from './calendar.ts';
import { DEMO_PASSWORD } from './catalogue-people.ts';
import { firstDay, planBookings, SPANS } from './bookings.ts';
import type { DemoSize } from './bookings.ts';
import { planBookingLife } from './booking-life.ts';
import type { Stage } from './stage.ts';
import { makeDice } from './dice.ts';
import { planFounding } from './founding.ts';
import { hostOf } from './host.ts';
import type { DemoClock, DemoHost, DemoRefusal } from './host.ts';
import type { ServerAdmin } from '../admin/server-admin.ts';
import { Timeline } from './timeline.ts';
import { makeWorld, mustFind } from './world.ts';
import type { World } from './world.ts';

export interface SeedOptions {
  readonly clock: DemoClock;
  readonly seed: number;
  readonly size: DemoSize;
  readonly onProgress: (text: string) => void;
}

export interface DemoAccount {
  readonly memberId: string;
  readonly name: string;
  readonly email: string;
}

export interface SeededDemo {
  readonly organizationId: string;
  readonly accounts: { readonly manager: DemoAccount; readonly staff: DemoAccount; readonly admin: DemoAccount };
  readonly bookings: number;
  /** What the rules refused while the story was played; empty when the story and the rules agree. */
  readonly refusals: readonly DemoRefusal[];
}

/** The organization was founded a day and a half before the first booking of its history. */
const FOUNDED_BEFORE_MS = 1.5 * DAY_MS;

/**
 * Makes the demo organization by living its last weeks: every event is the answer to a command that a person could have
 * given at that moment, so the log, its history and its policies are as real as anybody's. The same seed and clock make
 * the same demo.
 */
export async function seedDemo(admin: ServerAdmin, options: SeedOptions): Promise<SeededDemo> {
  const { clock, onProgress } = options;
  const nowMs = Math.floor(clock.nowMs() / MINUTE_MS) * MINUTE_MS;
  const dice = makeDice(options.seed);
  const span = SPANS[options.size];
  const foundedMs = instantOf(firstDay(nowMs, span), 9 * 60, 'America/Los_Angeles') - FOUNDED_BEFORE_MS;
  const world = makeWorld(dice, foundedMs, nowMs);
  const host = hostOf(admin, world.organization.organizationId);
  const timeline = new Timeline();
  const stage: Stage = { timeline, dice, world, reader: () => host.reader(), nowMs };
  try {
    clock.setTo(foundedMs - HOUR_MS);
    await host.createOrganization(world.organization);
    planFounding(timeline, dice, world, foundedMs, nowMs);
    const bookings = planBookings(dice, world, span, foundedMs, nowMs);
    for (const booking of bookings) planBookingLife(stage, booking);
    const refusals = await timeline.play(host, clock, nowMs, progressOf(timeline, onProgress));
    await readOldNotices(host, clock, world, nowMs);
    await openAccounts(host, world, onProgress);
    return { organizationId: world.organization.organizationId, accounts: accountsOf(world), bookings: bookings.length, refusals };
  } finally {
    clock.release();
  }
}

/** A line for every fifth of the way. */
function progressOf(timeline: Timeline, onProgress: (text: string) => void): (done: number) => void {
  let told = 0;
  return (done) => {
    const fifth = Math.floor((done / Math.max(1, done + timeline.length)) * 5);
    if (fifth <= told) return;
    told = fifth;
    onProgress(`making the demo organization: ${fifth * 20} %`);
  };
}

/** People have read what is older than yesterday. */
async function readOldNotices(host: DemoHost, clock: DemoClock, world: World, nowMs: number): Promise<void> {
  clock.setTo(nowMs);
  const reader = host.reader();
  await Promise.all(
    world.people
      .filter((person) => !person.isFreelancer)
      .map((person) => {
        const old = reader
          .find('notification', `member:${person.id}`)
          .filter(({ state }) => state.readAt === null && Date.parse(state.createdAt) < nowMs - DAY_MS);
        return host.run(
          person.id,
          old.map(({ id }) => ({ name: 'notification.mark_read', input: { notificationId: id } })),
        );
      }),
  );
}

async function openAccounts(host: DemoHost, world: World, onProgress: (text: string) => void): Promise<void> {
  onProgress('opening the demo accounts');
  const withAccount = ['owner', 'admin', 'manager', 'site_lead', 'warehouse', 'client', 'auditor'];
  const people = world.people.filter((person) => withAccount.includes(person.role) || person.name === 'Sam Rivera');
  for (const person of people) await host.setPassword(person.id, person.email, DEMO_PASSWORD);
}

function accountsOf(world: World): SeededDemo['accounts'] {
  const account = (name: string): DemoAccount => {
    const { id, email } = mustFind(world.people, (person) => person.name === name);
    return { memberId: id, name, email };
  };
  return { manager: account('Maya Brooks'), staff: account('Sam Rivera'), admin: account('Ada Kim') };
}
