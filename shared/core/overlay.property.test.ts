import fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { RULEBOOK } from '../domain/rulebook.ts';
import { FakeServer } from './testing/fake-server.ts';
import { eventually, newDatabasePath, openDevice } from './testing/open-device.ts';
import { bookingInput } from './testing/seed.ts';

const BOOKINGS = Array.from({ length: 4 }, (_, index) => `00000000-0000-7000-8000-00000000000${index}`);

const NEEDS = [{ id: '00000000-0000-7000-8000-0000000000aa', role: 'Demonstrator', count: 2, skills: [] }];

type Step = { readonly name: string; readonly input: (bookingId: string, text: string) => unknown };
const STEPS: readonly Step[] = [
  { name: 'booking.create', input: (id, text) => bookingInput(id, { title: `T ${text}`, staffNeeds: NEEDS }) },
  { name: 'booking.edit', input: (bookingId, text) => ({ bookingId, changes: { title: `T ${text}` } }) },
  { name: 'booking.edit', input: (bookingId, text) => ({ bookingId, changes: { contactName: `C ${text}` } }) },
  { name: 'booking.submit', input: (bookingId) => ({ bookingId }) },
  { name: 'booking.approve', input: (bookingId) => ({ bookingId }) },
  { name: 'booking.withdraw', input: (bookingId) => ({ bookingId }) },
  { name: 'booking.cancel', input: (bookingId, text) => ({ bookingId, reason: `because ${text}` }) },
  { name: 'booking.add_note', input: (bookingId, text) => ({ bookingId, noteId: crypto.randomUUID(), text: `N ${text}` }) },
];

const step = fc.record({
  who: fc.constantFrom('a', 'b'),
  step: fc.nat(STEPS.length - 1),
  booking: fc.nat(BOOKINGS.length - 1),
  text: fc.constantFrom('x', 'y', 'z'),
});
const script = fc.array(fc.oneof({ weight: 8, arbitrary: step }, { weight: 1, arbitrary: fc.constant('meet' as const) }), {
  minLength: 5,
  maxLength: 25,
});

test('rows built step by step equal rows built anew, whatever two devices do and whenever they meet', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(script, async (steps) => {
      const server = new FakeServer(RULEBOOK);
      const open = async () => {
        const network = server.network();
        const path = newDatabasePath();
        const device = await openDevice({ path, network });
        await device.core.call('session.enrol', { code: 'code-of-some-length' });
        return { ...device, network, path };
      };
      const devices = { a: await open(), b: await open() };
      const both = [devices.a, devices.b];
      const meet = async (): Promise<void> => {
        for (const device of both) device.network.goOnline();
        for (const device of both) {
          await eventually(
            () => device.core.call('sync.status', undefined),
            (now) => now.phase === 'live' && now.pending === 0 && now.cursor === server.log.length,
          );
        }
        for (const device of both) device.network.goOffline();
      };
      await meet();
      for (const action of steps) {
        if (action === 'meet') await meet();
        else {
          const { name, input } = STEPS[action.step]!;
          await devices[action.who].run(name, input(BOOKINGS[action.booking]!, action.text));
        }
      }
      for (const device of both) {
        const grown = await device.rows();
        const counts = device.driver.prepare('SELECT * FROM view_counts').all();
        await device.core.close();
        const file = new DatabaseSync(device.path);
        file.exec("UPDATE meta SET value = 'older rules' WHERE key = 'fold_version'");
        file.close();
        const rebuilt = await openDevice({ path: device.path });
        expect(strip(await rebuilt.rows())).toEqual(strip(grown.filter((row) => !row.deleted)));
        for (const row of rebuilt.driver.prepare('SELECT * FROM view_counts').all())
          expect(row).toEqual(counts.find((count) => count['collection'] === row['collection']) ?? row);
        await rebuilt.core.close();
      }
    }),
    { numRuns: 40 },
  );
});

/** Positions differ by construction; nothing that is shown may. */
function strip(rows: readonly { readonly id: string; readonly rev: number }[]): unknown[] {
  return rows.map(({ rev: _rev, ...row }) => row).sort((a, b) => (a.id < b.id ? -1 : 1));
}
