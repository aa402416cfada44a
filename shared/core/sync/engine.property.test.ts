import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RULEBOOK } from '../../domain/rulebook.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { eventually, openDevice } from '../testing/open-device.ts';
import { bookingInput } from '../testing/seed.ts';
import { isConnected, PHASES, SYNC_INPUTS, type SyncInput, type SyncPhase } from './phases.ts';

const inputs = fc.array(fc.constantFrom(...SYNC_INPUTS), { maxLength: 60 });

test('whatever happens in whatever order, the table keeps its promises', () => {
  fc.assert(
    fc.property(inputs, (happened) => {
      let phase: SyncPhase = 'booting';
      for (const input of happened) {
        const next: SyncPhase = PHASES[phase][input];
        // Nobody is connected who did not greet, and a connection begins by reading.
        if (isConnected(next) && !isConnected(phase) && phase !== 'rebuilding')
          expect([phase, input, next]).toEqual(['connecting', 'greeted', 'catchingUp']);
        if (phase === 'halted') expect(next).toBe('halted');
        if (next === 'pushBlocked' && phase !== 'pushBlocked') expect(input).toBe('pushStuck');
        if (next === 'live' && phase !== 'live') expect(['caughtUp', 'pushFreed']).toContain(input);
        if (input === 'lost') expect(isConnected(next)).toBe(false);
        phase = next;
      }
      expect(PHASES[PHASES[phase].stop].stop).toBe('halted');
    }),
    { numRuns: 2000 },
  );
});

const ACTIONS = [
  'work',
  'offline',
  'online',
  'hang up',
  'lose an answer',
  'busy',
  'failing push',
  'another epoch',
  'gap',
  'sign-in ends',
  'now',
  'sign in',
] as const;
const script = fc.array(fc.constantFrom(...ACTIONS), { minLength: 4, maxLength: 24 });

test(
  'the engine itself: every change of phase is the table’s, and once trouble is over everything is there exactly once',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(script, async (actions) => {
        const server = new FakeServer(RULEBOOK);
        const network = server.network();
        const moves: { from: SyncPhase; to: SyncPhase; input: SyncInput }[] = [];
        const device = await openDevice({
          network,
          options: {
            log: ({ message, fields }) => {
              if (message === 'sync phase') moves.push(fields as unknown as (typeof moves)[number]);
            },
          },
        });
        const enrol = () => device.core.call('session.enrol', { code: 'code-of-some-length' });
        await enrol();
        const made: string[] = [];
        const act: Record<(typeof ACTIONS)[number], () => unknown> = {
          work: () => {
            const id = crypto.randomUUID();
            made.push(id);
            return device.run('booking.create', bookingInput(id));
          },
          offline: () => network.goOffline(),
          online: () => network.goOnline(),
          'hang up': () => server.hangUp(),
          'lose an answer': () => (server.loseNextPushReply = true),
          busy: () => server.refusals.push({ path: '/v1/sync/hello', kind: 'RETRY', detail: { retryAfterMs: 5 } }),
          'failing push': () => server.refusals.push({ path: '/v1/sync/push', kind: 'UNAVAILABLE' }),
          'another epoch': () => server.refusals.push({ path: '/v1/sync/pull', kind: 'EPOCH_CHANGED' }),
          gap: () => server.refusals.push({ path: '/v1/sync/push', kind: 'GAP', detail: { expected: 1 } }),
          'sign-in ends': () => server.refusals.push({ path: '/v1/sync/hello', kind: 'AUTH' }, { path: '/v1/sync/hello', kind: 'AUTH' }),
          now: () => device.core.call('sync.now', undefined),
          'sign in': enrol,
        };
        for (const action of actions) {
          await act[action]();
          await new Promise((resolve) => setImmediate(resolve));
        }
        server.refusals.length = 0;
        server.loseNextPushReply = false;
        network.goOnline();
        await eventually(
          async () => {
            const status = await device.core.call('sync.status', undefined);
            if (status.phase === 'authNeeded') await enrol();
            return status;
          },
          (status) => status.phase === 'live' && status.pending === 0 && status.cursor === server.log.length,
        );
        const stored = server.log.filter((event) => event.type === 'booking.created').map((event) => event.aggregateId);
        expect(stored.sort()).toEqual(made.sort());
        for (const { from, to, input } of moves) expect(to).toBe(PHASES[from][input]);
        expect(moves.length).toBeGreaterThan(0);
        await device.core.close();
      }),
      { numRuns: 25 },
    );
  },
);
