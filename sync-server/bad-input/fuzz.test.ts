import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NetworkFault, type Network, type StreamHandlers } from '../../shared/core/ports.ts';
import { MalformedError } from '../../shared/core/sync/parse-page.ts';
import { SyncStream } from '../../shared/core/sync/stream.ts';
import { eventually, openDevice, realTimers } from '../../shared/core/testing/open-device.ts';
import { CALL_NAMES } from '../../shared/ipc/channels.ts';
import { parseInput } from '../../shared/ipc/schemas.ts';
import { syncErrorSchema } from '../../shared/sync/wire.ts';
import { chanceFrom, mutate, type Chance } from '../../shared/sync/testing/mutate.ts';
import { newId } from '../sequencer/server-events.ts';
import { openCoreDevice, realNetwork } from '../testing/core-device.ts';
import { send, type TestDevice, type TestStream } from '../testing/device.ts';
import { startWorld, type World } from '../testing/world.ts';
import { wordsOf } from '../testing/device-words.ts';

/** Inputs per part; together more than a hundred thousand. */
const FRAMES = 40_000;
const REQUESTS = 6_000;
const SERVER_FRAMES = 50_000;
const CALLS = 20_000;
const PAGES = 400;

let world: World;
let device: TestDevice;
beforeAll(async () => {
  world = await startWorld();
  device = await world.enrol(await world.addMember('manager'));
});
afterAll(() => world.close());

const pick = <T>(chance: Chance, items: readonly T[]): T => items[Math.floor(chance() * items.length)] as T;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** What is held on to, in MB. */
function heldMb(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** The server's own mistakes: what it did not expect, and what its answers tell about its inside. */
const INSIDE = /\n\s+at |node:|SQLITE|\.ts\b|is not a function/;
const mistakes = (): unknown[] => world.lines.filter(({ level }) => level === 'error');

/** Nothing half-applied: the chain, the states and the transactions of the whole log agree. */
async function expectWholeLog(): Promise<void> {
  expect(await world.server.admin.verify(world.organizationId)).toMatchObject({ problems: [] });
  const reader = await world.enrol(world.ownerId);
  const sizes = new Map<string, { readonly size: number; readonly seen: Set<number> }>();
  for (const { txnId, txnIndex, txnSize, deviceSeq } of await reader.pullAll()) {
    if (deviceSeq === 0) continue;
    const entry = sizes.get(txnId) ?? { size: txnSize, seen: new Set<number>() };
    entry.seen.add(txnIndex);
    sizes.set(txnId, entry);
  }
  for (const [txnId, { size, seen }] of sizes) expect(seen.size, `events of the transaction ${txnId}`).toBe(size);
}

test('tens of thousands of broken frames on a stream: each gets a typed answer or none, and what is whole still goes through', async () => {
  const chance = chanceFrom(1);
  let words = wordsOf(device, world).frames;
  let stream: TestStream = await device.openStream();
  let faults = 0;
  let halfwayMb = 0;
  for (let sent = 0; sent < FRAMES;) {
    for (let window = 0; window < 250; window += 1, sent += 1) stream.send(mutate(pick(chance, words), pick(chance, words), chance));
    const marker = newId(Date.now());
    stream.send({ kind: 'push', requestId: marker, batch: null });
    const current = stream;
    await current.until((s) => s.closed ?? s.frames.some((frame) => frame.kind === 'error' && frame.requestId === marker));
    for (const frame of current.frames.splice(0)) {
      if (frame.kind !== 'error') continue;
      faults += 1;
      expect(frame.error.kind).not.toBe('UNAVAILABLE');
      expect(frame.error.message).not.toMatch(INSIDE);
    }
    if (stream.closed !== null) stream = await device.openStream();
    await device.hello();
    words = wordsOf(device, world).frames;
    if (halfwayMb === 0 && sent >= FRAMES / 2) halfwayMb = heldMb();
  }
  stream.close();
  expect(faults).toBeGreaterThan(FRAMES / 2);
  expect(heldMb() - halfwayMb, 'MB that the second half left behind').toBeLessThan(24);
  expect(mistakes()).toEqual([]);
  await expectWholeLog();
});

test('thousands of broken requests: each gets a typed answer that names no file and no line', async () => {
  const chance = chanceFrom(2);
  const authorization = `Bearer ${device.accessToken}`;
  for (let sent = 0; sent < REQUESTS;) {
    await device.hello();
    const { requests } = wordsOf(device, world);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => {
        const message = pick(chance, requests);
        return send(device.url, 'POST', message.path, mutate(message.text, pick(chance, requests).text, chance), { authorization });
      }),
    );
    sent += answers.length;
    for (const { status, body, text } of answers) {
      if (status === 200) continue;
      expect(status, text).toBeLessThan(500);
      const { error } = syncErrorSchema.parse(body);
      expect(error.message).not.toMatch(INSIDE);
    }
  }
  expect(mistakes()).toEqual([]);
  await expectWholeLog();
});

test('tens of thousands of broken frames from a server: a device closes on them or leaves them alone, and never falls over', async () => {
  const chance = chanceFrom(3);
  const stream = await device.openStream();
  stream.send({ kind: 'subscribe', epoch: device.epoch, cursor: 0, credit: 8 });
  await stream.until((s) => s.pages().length > 0);
  const recorded = [
    ...stream.frames.map((frame) => JSON.stringify(frame)),
    JSON.stringify({ kind: 'ping', serverTime: new Date().toISOString() }),
    JSON.stringify({
      kind: 'error',
      requestId: null,
      error: { kind: 'RETRY', message: 'Later.', field: null, retryAfterMs: 1, expected: null, floor: null, epoch: null },
    }),
  ];
  stream.close();
  // one page of few events, so that what is changed matters
  const small = recorded.map((text) => {
    const frame = JSON.parse(text) as { kind: string; page?: { from: number; to: number; events: { seq: number }[] } };
    if (frame.kind !== 'page' || frame.page === undefined) return text;
    const events = frame.page.events.slice(0, 2);
    return JSON.stringify({ ...frame, page: { ...frame.page, to: events.at(-1)?.seq ?? frame.page.from, events } });
  });
  let malformed = 0;
  let whole = 0;
  for (let heard = 0; heard < SERVER_FRAMES; heard += 1) {
    let handlers: StreamHandlers | null = null;
    const network: Pick<Network, 'openStream'> = {
      openStream: (_request, given) => {
        handlers = given;
        return { send: () => undefined, close: () => undefined };
      },
    };
    const listening = new SyncStream({
      network: network as Network,
      timers: { set: () => 0, clear: () => undefined },
      token: '',
      epoch: device.epoch,
      cursor: 0,
      events: {
        onOpened: () => undefined,
        onPage: (page) => {
          whole += 1;
          expect(page.events.every(({ seq }) => seq > page.from && seq <= page.to)).toBe(true);
        },
        onPresence: () => undefined,
        onContact: () => undefined,
        onError: () => undefined,
        onMalformed: (error) => {
          malformed += 1;
          expect(error instanceof MalformedError || error instanceof SyntaxError, String(error)).toBe(true);
        },
        onClosed: () => undefined,
      },
    });
    const given = handlers as StreamHandlers | null;
    given?.opened();
    given?.message(mutate(pick(chance, small), pick(chance, small), chance));
    listening.close();
  }
  expect(malformed).toBeGreaterThan(SERVER_FRAMES / 4);
  expect(whole).toBeGreaterThan(100);
});

test('broken calls of a screen: each is refused by its channel with the field, or is a call the channel allows', () => {
  const chance = chanceFrom(4);
  const inputs = [
    {
      commandId: newId(Date.now()),
      name: 'booking.create',
      input: { title: 'Tasting', tags: ['a'], period: { start: '2030-05-01T08:00:00.000Z' } },
    },
    { generation: '', afterRev: 0, limit: 500 },
    { email: 'olga@example.org', password: 'not the password' },
    { objectId: newId(Date.now()), before: null, limit: 50 },
    { code: 'ABCD-EFGH' },
  ].map((input) => JSON.stringify(input));
  let refused = 0;
  for (let called = 0; called < CALLS; called += 1) {
    const text = mutate(pick(chance, inputs), pick(chance, inputs), chance);
    let value: unknown = text;
    try {
      value = JSON.parse(text);
    } catch {
      // a text instead of an object is a bad input too
    }
    const parsed = parseInput(pick(chance, CALL_NAMES), value);
    if (parsed.ok) continue;
    refused += 1;
    expect(['ipc.too_large', 'ipc.bad_input']).toContain(parsed.problem.code);
  }
  expect(refused).toBeGreaterThan(CALLS / 2);
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
});

test('a device that reads hundreds of altered pages ends with the same picture as one that read none', async () => {
  const chance = chanceFrom(5);
  const memberId = await world.addMember('manager');
  const honest = await openCoreDevice(world, memberId);
  const real = realNetwork(world.server.url);
  let altered = 0;
  let inARow = 0;
  const network: Network = {
    ...real,
    request: async (request) => {
      const reply = await real.request(request);
      if (!request.path.startsWith('/v1/sync/pull') || altered >= PAGES) return reply;
      // a server that says nothing but nonsense is given up on, and rightly
      inARow = inARow < 2 && chance() < 0.7 ? inARow + 1 : 0;
      if (inARow === 0) return reply;
      altered += 1;
      try {
        return { ...reply, body: JSON.parse(mutate(JSON.stringify(reply.body), '{"seq":1,"to":999999}', chance)) };
      } catch (error) {
        throw new NetworkFault('the answer is not JSON', { cause: error });
      }
    },
    openStream: (request, handlers) => {
      if (altered >= PAGES) return real.openStream(request, handlers);
      setImmediate(() => handlers.closed({ code: 1006, reason: '' }));
      return { send: () => undefined, close: () => undefined };
    },
  };
  const hasty = { ...realTimers, set: (callback: () => void, delayMs: number) => realTimers.set(callback, Math.min(delayMs, 5)) };
  let isHasty = true;
  const timers = { ...realTimers, set: (callback: () => void, delayMs: number) => (isHasty ? hasty : realTimers).set(callback, delayMs) };
  const fooled = await openDevice({ network, options: { timers } });
  const signedIn = await fooled.core.call('session.enrol', { code: await world.server.admin.createEnrolCode(memberId) });
  expect(signedIn.ok).toBe(true);
  await eventually(
    () => altered,
    (count) => count >= PAGES,
    50_000,
  );
  isHasty = false;
  await eventually(
    () => fooled.core.call('sync.status', undefined),
    (status) => status.phase === 'live' && status.pending === 0,
    30_000,
  );
  const picture = async (of: typeof honest | typeof fooled): Promise<unknown> =>
    (await of.rows())
      .map(({ id, collection, state }) => ({ id, collection, state }))
      .toSorted((a, b) => (`${a.collection} ${a.id}` < `${b.collection} ${b.id}` ? -1 : 1));
  await eventually(async () => JSON.stringify(await picture(honest)) === JSON.stringify(await picture(fooled)), Boolean, 30_000);
  expect(fooled.complaints.filter((line) => line.includes('a rule failed'))).toEqual([]);
  await honest.core.close();
  await fooled.core.close();
});
