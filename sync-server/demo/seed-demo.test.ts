import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { BookingState } from '../../shared/domain/booking/schema.ts';
import { startServer } from '../server.ts';
import type { RunningServer } from '../server.ts';
import type { DemoSize } from './bookings.ts';
import { makeDemoClock } from './host.ts';
import { seedDemo } from './seed-demo.ts';
import type { SeededDemo } from './seed-demo.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

interface Demo {
  readonly server: RunningServer;
  readonly seeded: SeededDemo;
  readonly reader: StateReader;
  readonly bookings: readonly BookingState[];
}

async function demoAt(now: string, size: DemoSize = 'small', seed = 7): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-demo-'));
  const clock = makeDemoClock(() => Date.parse(now));
  const server = await startServer({ dataDir, port: 0, log: silent, clock });
  cleanups.push(async () => {
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const seeded = await seedDemo(server.admin, { clock, seed, size, onProgress: () => {} });
  const reader = server.admin.reader(seeded.organizationId);
  const bookings = reader.find('location', 'all').flatMap(({ id }) => reader.find('booking', `location:${id}`).map(({ state }) => state));
  return { server, seeded, reader, bookings };
}

test('the first-run demo has the size it promises, every status of a booking, and a log that verifies', async () => {
  const { server, seeded, reader, bookings } = await demoAt('2026-11-19T18:20:00.000Z', 'small-plus', 20_261_025);
  expect(seeded.refusals).toEqual([]);
  expect(reader.find('member', 'all')).toHaveLength(64);
  expect(reader.find('location', 'all')).toHaveLength(42);
  expect(reader.find('kit', 'all')).toHaveLength(26);
  expect(reader.find('item', 'all')).toHaveLength(120);
  expect(bookings.length).toBeGreaterThan(190);
  expect(new Set(bookings.map(({ status }) => status))).toEqual(
    new Set(['draft', 'pending_approval', 'changes_requested', 'approved', 'in_progress', 'completed', 'closed', 'rejected', 'cancelled']),
  );
  expect(new Set(reader.find('location', 'all').map(({ state }) => state.zone)).size).toBe(6);
  const [organization] = server.admin.organizations();
  expect(await server.admin.verify(seeded.organizationId)).toMatchObject({ events: organization?.head, problems: [] });
});

// daytime and the small hours in Los Angeles, New Year, and the days on which clocks change in Europe and in America
test.each([
  '2026-07-14T18:03:00.000Z',
  '2026-11-23T09:47:00.000Z',
  '2026-10-25T00:59:00.000Z',
  '2026-11-01T09:31:00.000Z',
  '2027-01-01T07:59:30.000Z',
  '2027-03-14T10:00:00.000Z',
  '2027-03-28T01:00:00.000Z',
])('opened at %s, the rules refuse nothing, something runs, Sam is next on, and there is work to decide', async (now) => {
  const { seeded, reader, bookings } = await demoAt(now);
  expect(seeded.refusals).toEqual([]);
  expect(
    bookings.filter(({ status, period }) => status === 'in_progress' && period.start < now && period.end > now).length,
  ).toBeGreaterThan(0);
  const samsNext = reader
    .find('shift', `member:${seeded.accounts.staff.memberId}`)
    .filter(({ state }) => state.status === 'confirmed' && state.period.start > now)
    .map(({ state }) => Date.parse(state.period.start) - Date.parse(now));
  expect(Math.min(...samsNext)).toBeGreaterThan(20 * 60_000);
  expect(Math.min(...samsNext)).toBeLessThan(60 * 60_000);
  expect(bookings.some(({ status }) => status === 'pending_approval')).toBe(true);
  const shifts = bookings.flatMap(({ id }) => reader.find('shift', `booking:${id}`).map(({ state }) => state));
  expect(shifts.some(({ status, period }) => status === 'open' && period.start > now)).toBe(true);
  const kits = bookings.flatMap(({ id }) => reader.find('allocation', `booking:${id}`).map(({ state }) => state));
  expect(kits.some(({ status, usage }) => status === 'requested' && usage.start > now)).toBe(true);
});

test('nothing in the demo happened after the moment it was opened', async () => {
  const now = '2026-11-19T18:20:00.000Z';
  const { reader, bookings } = await demoAt(now);
  const shifts = bookings.flatMap(({ id }) => reader.find('shift', `booking:${id}`).map(({ state }) => state));
  const moments = shifts.flatMap(({ checkIn, checkedOutAt }) => [checkIn?.at ?? '', checkedOutAt ?? '']).filter((at) => at !== '');
  expect(moments.length).toBeGreaterThan(10);
  expect(moments.filter((at) => at > now)).toEqual([]);
});

test('the same seed and clock tell the same story, another seed another one', async () => {
  const now = '2026-11-19T18:20:00.000Z';
  const story = ({ bookings }: Demo): string[] =>
    bookings.map(({ title, status, period, priceMinor }) => [title, status, period.startLocal, priceMinor].join(' | ')).sort();
  const first = story(await demoAt(now));
  expect(story(await demoAt(now))).toEqual(first);
  expect(story(await demoAt(now, 'small', 8))).not.toEqual(first);
});

test('the demo accounts sign in with the password of the guide', async () => {
  const { server, seeded } = await demoAt('2026-11-19T18:20:00.000Z');
  expect(seeded.accounts.manager.email).toBe('maya@northlight.example');
  expect(seeded.accounts.staff.email).toBe('sam@northlight.example');
  const device = { deviceId: '0190a000-0000-7000-8000-0000000000d1', name: 'Desk' };
  const signIn = (password: string): Promise<Response> =>
    fetch(new URL('/v1/auth/sign-in', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'maya@northlight.example', password, device }),
    });
  expect((await signIn('muster-demo')).status).toBe(200);
  expect((await signIn('muster-dem0')).status).toBe(401);
});
