import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '../../shared/sync/wire.ts';
import { newId } from '../sequencer/server-events.ts';
import { startServer } from '../server.ts';
import { TestDevice } from '../testing/device.ts';
import { transaction } from '../testing/events.ts';
import { foundOrganization } from '../testing/world.ts';
import { hire, pastBooking, weekCommands } from './busy-year.ts';

/**
 * The real server in its own process over a log of so many events: 120 people, a past of bookings and shifts, and this
 * week's roster, which comes last, as it does in life. Everything went through the rules. Hands out enrolment codes on request.
 *
 * `log-server.ts EVENTS [CLIENT_FOLDER]`
 */
const events = Number(process.argv[2] ?? '0');
const staticDir = process.argv[3] ?? null;
const PEOPLE = 120;
/** With what policies add: two people are told of their shift. */
const EVENTS_PER_BOOKING = 17;

const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
const dataDir = mkdtempSync(join(tmpdir(), 'muster-bench-'));
const server = await startServer({
  dataDir,
  port: 0,
  staticDir,
  log: quiet,
  authPerMinute: 100_000,
  batchEvents: LIMITS.batchEventsCeiling,
});
const { siteId, ownerId, organizationId } = await foundOrganization(server);
const head = (): number => server.admin.organizations()[0]?.head ?? 0;
if (events > 0) {
  const people = Array.from({ length: PEOPLE }, () => newId(Date.now()));
  await run(people.map((memberId, index) => hire(memberId, index, siteId)));
  const week = weekCommands(siteId, people, Date.now());
  // A shift that is created for somebody is two events.
  const weekEvents = week.length + week.filter(({ name }) => name === 'shift.create').length;
  await pushPast(events - weekEvents, people);
  await run(week);
}

process.on('message', (request) => {
  if (request === 'enrol') void server.admin.createEnrolCode(ownerId).then((code) => process.send?.({ kind: 'code', code }));
  if (request === 'memory') process.send?.({ kind: 'memory', peakBytes: process.resourceUsage().maxRSS * 1024 });
});
process.on('disconnect', () => process.exit());
process.send?.({ kind: 'ready', url: server.url, events: head(), organizationId, siteId });

async function run(commands: readonly { name: string; input: object }[]): Promise<void> {
  const results = await server.admin.runAs(ownerId, commands);
  const refused = results.find((result) => !result.ok);
  if (refused !== undefined) throw new Error(`refused: ${JSON.stringify(refused)}`);
}

/** Fills the log up to a length as one hard-working device would. */
async function pushPast(upTo: number, people: readonly string[]): Promise<void> {
  const device = await TestDevice.enrol(server, await server.admin.createEnrolCode(ownerId), 'archive');
  const bookings = Math.max(0, Math.floor((upTo - head()) / EVENTS_PER_BOOKING));
  let batch: ReturnType<typeof transaction> = [];
  let deviceSeq = device.lastDeviceSeq;
  for (let index = 0; index < bookings; index += 1) {
    for (const draft of pastBooking(index, bookings, siteId, people, Date.now())) {
      deviceSeq += 1;
      batch.push(...transaction(device.author, deviceSeq, [draft]));
    }
    if (batch.length + EVENTS_PER_BOOKING > LIMITS.batchEventsCeiling || index === bookings - 1) {
      const { outcomes } = await device.push(batch);
      const refused = outcomes.find(({ outcome }) => outcome === 'rejected' || outcome === 'parked');
      if (refused !== undefined) throw new Error(`refused: ${JSON.stringify(refused)}`);
      batch = [];
    }
  }
}
