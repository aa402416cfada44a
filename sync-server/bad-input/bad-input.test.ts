import { randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncErrorSchema } from '../../shared/sync/wire.ts';
import { loadSigningKey } from '../auth/access-tokens.ts';
import { newId } from '../sequencer/server-events.ts';
import { send, TestStream } from '../testing/device.ts';
import { bookingCreated } from '../testing/events.ts';
import { foundOrganization, startWorld } from '../testing/world.ts';
import type { BadCase, Setting } from './case.ts';
import { HTTP_CASES, TOKEN_FAULTS } from './http-cases.ts';
import type { PushCase } from './push-case.ts';
import { PUSH_CASES } from './push-cases.ts';

let setting: Setting;
beforeAll(async () => {
  const world = await startWorld();
  const manager = await world.addMember('manager');
  const device = await world.enrol(manager);
  const otherDevice = await world.enrol(manager);
  const pushed = device.batch(device.write([bookingCreated(world.siteId)])) as Setting['pushed'];
  const answer = await device.post('/v1/sync/push', pushed);
  expect(answer.status).toBe(200);
  device.lastDeviceSeq = 1;
  const foreign = await foundOrganization(world.server);
  setting = {
    world,
    device,
    otherDevice,
    pushed,
    foreign: { organizationId: foreign.organizationId, memberId: foreign.ownerId, bookingId: newId(Date.now()) },
    badTokens: await badTokens(loadSigningKey(world.dataDir), device.session, device.accessToken, foreign),
  };
});
afterAll(() => setting.world.close());

type Session = Setting['device']['session'];

async function badTokens(
  key: Uint8Array,
  session: Session,
  token: string,
  foreign: { organizationId: string; ownerId: string },
): Promise<Record<string, string>> {
  const make = (changes: {
    sub?: string;
    dev?: string;
    org?: string;
    issuer?: string;
    key?: Uint8Array;
    expires?: number;
  }): Promise<string> =>
    new SignJWT({ dev: changes.dev ?? session.deviceId, org: changes.org ?? session.organizationId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(changes.sub ?? session.memberId)
      .setIssuer(changes.issuer ?? 'muster')
      .setAudience('muster-sync')
      .setIssuedAt()
      .setExpirationTime(changes.expires ?? Math.floor(Date.now() / 1000) + 600)
      .sign(changes.key ?? key);
  const [head = '', payload = '', signature = ''] = token.split('.');
  const claims = {
    dev: session.deviceId,
    org: session.organizationId,
    sub: session.memberId,
    iss: 'muster',
    aud: 'muster-sync',
    exp: Math.floor(Date.now() / 1000) + 600,
  };
  const faults: Record<(typeof TOKEN_FAULTS)[number], string> = {
    nothing: '',
    words: 'open-sesame',
    'an altered signature': `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    'no algorithm': new UnsecuredJWT(claims).encode(),
    'another key': await make({ key: new Uint8Array(32).fill(7) }),
    'another issuer': await make({ issuer: 'somebody' }),
    'an unknown device': await make({ dev: randomUUID() }),
    'another member': await make({ sub: foreign.ownerId }),
    'another organization': await make({ org: foreign.organizationId }),
    'an end in the past': await make({ expires: Math.floor(Date.now() / 1000) - 60 }),
  };
  return faults;
}

/** What must be the same after every bad input. */
const picture = (): unknown => {
  const { admin } = setting.world.server;
  return {
    organizations: admin.organizations(),
    devices: admin
      .organizations()
      .flatMap(({ organizationId }) =>
        admin.devices(organizationId).map(({ deviceId, lastDeviceSeq, revoked }) => ({ deviceId, lastDeviceSeq, revoked })),
      ),
  };
};

function expectFault(body: unknown, expected: { readonly kind: string; readonly field: string | null }): void {
  const { error } = syncErrorSchema.parse(body);
  expect({ kind: error.kind, field: error.field }).toEqual({ kind: expected.kind, field: expected.field });
  // A sentence that says what to do, and nothing from inside the server.
  expect(error.message).toMatch(/^.{12,}\.$/s);
  expect(error.message).not.toMatch(/\n\s+at |node:|SQLITE|\.ts\b/);
}

async function expectUnharmed(before: unknown): Promise<void> {
  expect(picture()).toEqual(before);
  expect((await send(setting.device.url, 'GET', '/healthz')).status).toBe(200);
}

test('the table holds at least two hundred different inputs', () => {
  const names = [...HTTP_CASES.map(({ name }) => name), ...PUSH_CASES.map(({ name }) => `push: ${name}`)];
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names.length).toBeGreaterThanOrEqual(200);
});

test.each<BadCase>(HTTP_CASES)('$name → $status $kind $field', async (bad) => {
  const before = picture();
  const answer = await bad.send(setting);
  expectFault(answer.body, bad);
  expect(answer.status).toBe(bad.status);
  await expectUnharmed(before);
});

test.each<PushCase>(PUSH_CASES)('push: $name → $status $kind $field', async (bad) => {
  const before = picture();
  const answer = await setting.device.post('/v1/sync/push', bad.batch(setting));
  expectFault(answer.body, bad);
  expect(answer.status).toBe(bad.status);
  await expectUnharmed(before);
});

test('every bad batch gets the same answer on the stream, and the stream stays open', async () => {
  const before = picture();
  const stream = await setting.device.openStream();
  for (const bad of PUSH_CASES) {
    const batch = bad.batch(setting);
    const text = JSON.stringify({ kind: 'push', requestId: newId(Date.now()), batch });
    const { requestId } = JSON.parse(text) as { requestId: string };
    stream.send(text);
    const frame = await stream.until((s) => s.frames.find((one) => one.kind === 'error' && one.requestId === requestId));
    expectFault(frame, bad);
  }
  expect(stream.closed).toBeNull();
  stream.close();
  await expectUnharmed(before);
});

const FRAMES: readonly { readonly name: string; readonly frame: unknown; readonly kind: string; readonly field: string | null }[] = [
  { name: 'no JSON', frame: 'hello', kind: 'INVALID', field: null },
  { name: 'an empty frame', frame: '', kind: 'INVALID', field: null },
  { name: 'a cut frame', frame: '{"kind":"sub', kind: 'INVALID', field: null },
  { name: 'a number', frame: '7', kind: 'INVALID', field: null },
  { name: 'null', frame: 'null', kind: 'INVALID', field: null },
  { name: 'a list', frame: '[]', kind: 'INVALID', field: null },
  { name: 'an unknown kind', frame: { kind: 'shutdown' }, kind: 'INVALID', field: 'kind' },
  { name: 'no kind', frame: {}, kind: 'INVALID', field: 'kind' },
  { name: 'a binary frame', frame: Buffer.from([0, 1, 2, 255]), kind: 'INVALID', field: null },
  { name: 'a subscribe without epoch', frame: { kind: 'subscribe', cursor: 0, credit: 1 }, kind: 'INVALID', field: 'epoch' },
  {
    name: 'a subscribe with a negative cursor',
    frame: { kind: 'subscribe', epoch: 'x', cursor: -1, credit: 1 },
    kind: 'INVALID',
    field: 'cursor',
  },
  { name: 'a subscribe without credit', frame: { kind: 'subscribe', epoch: 'x', cursor: 0, credit: 0 }, kind: 'INVALID', field: 'credit' },
  {
    name: 'a subscribe with too much credit',
    frame: { kind: 'subscribe', epoch: 'x', cursor: 0, credit: 9 },
    kind: 'INVALID',
    field: 'credit',
  },
  {
    name: 'a subscribe with more',
    frame: { kind: 'subscribe', epoch: 'x', cursor: 0, credit: 1, all: true },
    kind: 'INVALID',
    field: 'all',
  },
  {
    name: 'a subscribe to another epoch',
    frame: { kind: 'subscribe', epoch: 'x', cursor: 0, credit: 1 },
    kind: 'EPOCH_CHANGED',
    field: 'epoch',
  },
  { name: 'credit as text', frame: { kind: 'credit', pages: '2' }, kind: 'INVALID', field: 'pages' },
  { name: 'credit of a hundred', frame: { kind: 'credit', pages: 100 }, kind: 'INVALID', field: 'pages' },
  { name: 'a push without an id', frame: { kind: 'push', batch: {} }, kind: 'INVALID', field: 'requestId' },
  { name: 'a push without a batch', frame: { kind: 'push', requestId: randomUUID() }, kind: 'INVALID', field: 'batch' },
  { name: 'a push with more', frame: { kind: 'push', requestId: randomUUID(), batch: {}, force: true }, kind: 'INVALID', field: 'force' },
  { name: 'a pong with more', frame: { kind: 'pong', at: 1 }, kind: 'INVALID', field: 'at' },
];

test.each(FRAMES)('stream: $name → $kind $field', async ({ frame, kind, field }) => {
  const before = picture();
  const stream = await setting.device.openStream();
  stream.send(frame);
  const answer = await stream.until((s) => s.frames.find((one) => one.kind === 'error'));
  expectFault(answer, { kind, field });
  expect(stream.closed).toBeNull();
  stream.close();
  await expectUnharmed(before);
});

test.each([
  ['of a megabyte and a half is answered, then the line is closed', 1_500_000, true],
  ['of five megabytes is cut off before it is read', 5_000_000, false],
])('stream: a frame %s', async (_name, size, answered) => {
  const before = picture();
  const stream = await setting.device.openStream();
  stream.send('x'.repeat(size));
  await stream.until((s) => s.closed);
  expect(stream.closed?.code).toBe(1009);
  expect(stream.frames.some((frame) => frame.kind === 'error' && frame.error.kind === 'TOO_LARGE')).toBe(answered);
  await expectUnharmed(before);
});

test.each(TOKEN_FAULTS)('stream: a token that is %s opens nothing', async (fault) => {
  const before = picture();
  await expect(TestStream.open(setting.device.url, setting.badTokens[fault] ?? '')).rejects.toThrow();
  await expectUnharmed(before);
});

test('a clock in 1970 or in 2099 is taken as it is, marked, and harms nothing', async () => {
  for (const occurredAt of ['1970-01-01T00:00:00.000Z', '2099-06-01T12:00:00.000Z']) {
    const reply = await setting.otherDevice.submit([bookingCreated(setting.world.siteId)], { occurredAt });
    expect(reply.outcomes).toMatchObject([{ outcome: 'accepted' }]);
  }
});

test('another organization sees nothing of this one, and its log stays empty of it', async () => {
  const { admin } = setting.world.server;
  const other = admin.organizations().find(({ organizationId }) => organizationId === setting.foreign.organizationId);
  expect(other?.head).toBe(2);
  for (const { organizationId } of admin.organizations()) expect((await admin.verify(organizationId)).problems).toEqual([]);
});

test('the device that sent all this goes on with its work', async () => {
  const reply = await setting.device.submit([bookingCreated(setting.world.siteId)]);
  expect(reply).toMatchObject({ lastDeviceSeq: 2, outcomes: [{ outcome: 'accepted' }] });
});
