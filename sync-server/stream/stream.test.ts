import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { bookingCreated, noteAdded } from '../testing/events.ts';
import { TestStream, type TestDevice } from '../testing/device.ts';
import { startWorld, type World } from '../testing/world.ts';
import { newId } from '../sequencer/server-events.ts';
import { STORES } from '../testing/stores.ts';

describe.each(STORES)('on %s', (_name, database) => {
  let world: World;
  let manager: string;
  let writer: TestDevice;
  beforeAll(async () => {
    world = await startWorld({ database: await database() });
    manager = await world.addMember('manager');
    writer = await world.enrol(manager);
  });
  afterAll(() => world.close());

  const headOf = async (): Promise<number> => (await writer.hello()).head;

  test('a stream begins with a page at its cursor and then follows every commit, without holes', async () => {
    const reader = await world.enrol(manager);
    const stream = await reader.openStream();
    const cursor = await headOf();
    stream.send({ kind: 'subscribe', epoch: reader.epoch, cursor, credit: 8 });
    await stream.until((s) => s.pages()[0]);
    for (let count = 0; count < 5; count += 1) await writer.submit([bookingCreated(world.siteId)]);
    await stream.until((s) => s.events().length >= 5);
    let at = cursor;
    for (const page of stream.pages()) {
      expect(page.from).toBe(at);
      expect(page.events.map((event) => event.seq)).toEqual(page.events.map((_event, index) => at + index + 1));
      at = page.to;
    }
    stream.close();
  });

  test('without credit nothing is sent; what waited comes in one frame when credit comes', async () => {
    const reader = await world.enrol(manager);
    const stream = await reader.openStream();
    const cursor = await headOf();
    stream.send({ kind: 'subscribe', epoch: reader.epoch, cursor, credit: 1 });
    await stream.until((s) => s.pages().length === 1);
    for (let count = 0; count < 6; count += 1) await writer.submit([bookingCreated(world.siteId)]);
    expect(stream.pages()).toHaveLength(1);
    stream.send({ kind: 'credit', pages: 1 });
    await stream.until((s) => s.pages().length === 2);
    expect(stream.pages()[1]?.events).toHaveLength(6);
    stream.close();
  });

  test('a stream from the beginning gets the whole log from storage', async () => {
    const reader = await world.enrol(manager);
    const stream = await reader.openStream();
    stream.send({ kind: 'subscribe', epoch: reader.epoch, cursor: 0, credit: 8 });
    const head = await headOf();
    await stream.until((s) => (s.pages().at(-1)?.to ?? 0) >= head);
    expect(stream.events().map((event) => event.seq)).toEqual(Array.from({ length: head }, (_value, index) => index + 1));
    stream.close();
  });

  test('a push over the stream is answered there and comes back in a page that acknowledges it', async () => {
    const device = await world.enrol(manager);
    const stream = await device.openStream();
    stream.send({ kind: 'subscribe', epoch: device.epoch, cursor: await headOf(), credit: 8 });
    await stream.until((s) => s.pages()[0]);
    const requestId = newId(Date.now());
    const events = device.write([bookingCreated(world.siteId)]);
    stream.send({ kind: 'push', requestId, batch: device.batch(events) });
    const pushed = await stream.until((s) => s.frames.find((frame) => frame.kind === 'pushed'));
    expect(pushed).toMatchObject({ requestId, reply: { lastDeviceSeq: 1, outcomes: [{ deviceSeq: 1, outcome: 'accepted' }] } });
    const page = await stream.until((s) => s.pages().find((candidate) => candidate.events.length > 0));
    expect(page.ackedDeviceSeq).toBe(1);
    expect(page.events[0]?.id).toBe(events[0]?.id);
    stream.close();
  });

  test('a batch that was answered before is confirmed by an empty page, because no commit will bring one', async () => {
    const device = await world.enrol(manager);
    const events = device.write([bookingCreated(world.siteId)]);
    await device.push(events);
    const stream = await device.openStream();
    stream.send({ kind: 'subscribe', epoch: device.epoch, cursor: await headOf(), credit: 8 });
    await stream.until((s) => s.pages().length === 1);
    await device.post('/v1/sync/push', device.batch(events));
    await stream.until((s) => s.pages().length === 2);
    expect(stream.pages()[1]).toMatchObject({ events: [], ackedDeviceSeq: 1 });
    stream.close();
  });

  test('a stream knows which sites are connected', async () => {
    const device = await world.enrol(manager);
    const stream = await device.openStream();
    stream.send({ kind: 'subscribe', epoch: device.epoch, cursor: await headOf(), credit: 1 });
    const frame = await stream.until((s) =>
      s.frames.find((candidate) => candidate.kind === 'presence' && candidate.sites.some((site) => site.online > 0)),
    );
    expect(frame).toMatchObject({ sites: [{ siteId: world.siteId }] });
    stream.close();
  });

  test('a revoked device is told and cut off, and its token ends', async () => {
    const device = await world.enrol(manager);
    const stream = await device.openStream();
    stream.send({ kind: 'subscribe', epoch: device.epoch, cursor: 0, credit: 8 });
    await stream.until((s) => s.pages()[0]);
    await world.server.admin.revokeDevice(device.session.deviceId);
    await stream.until((s) => s.closed);
    expect(stream.frames.at(-1)).toMatchObject({ kind: 'error', error: { kind: 'REVOKED' } });
    expect((await device.get('/v1/sync/pull?epoch=x&cursor=0')).body).toMatchObject({ error: { kind: 'REVOKED' } });
  });

  test('a stream that does not answer the heartbeat is cut after two misses', async () => {
    const quick = await startWorld({ heartbeatMs: 60 });
    try {
      const device = await quick.enrol(quick.ownerId);
      const silent = await device.openStream();
      const lively = await device.openStream();
      lively.socket.on('message', (data) => {
        if (String(data).includes('"ping"')) lively.send({ kind: 'pong' });
      });
      await silent.until((s) => s.closed);
      expect(silent.frames.filter((frame) => frame.kind === 'ping')).toHaveLength(2);
      expect(lively.closed).toBeNull();
      lively.close();
    } finally {
      await quick.close();
    }
  });

  test('a site that reads slowly costs no memory and gets everything later', async () => {
    const device = await world.enrol(manager);
    const slow = await TestStream.open(device.url, device.accessToken);
    const cursor = await headOf();
    slow.send({ kind: 'subscribe', epoch: device.epoch, cursor, credit: 8 });
    await slow.until((s) => s.pages()[0]);
    slow.socket.pause();
    const text = 'x'.repeat(3900);
    const id = newId(Date.now());
    await writer.submit([bookingCreated(world.siteId, id)]);
    for (let round = 0; round < 12; round += 1) {
      const events = Array.from({ length: 50 }, () => noteAdded(id, text));
      await writer.submit(events);
    }
    const head = await headOf();
    slow.socket.resume();
    slow.socket.on('message', () => slow.send({ kind: 'credit', pages: 1 }));
    await slow.until((s) => (s.pages().at(-1)?.to ?? 0) >= head);
    expect(slow.events().map((event) => event.seq)).toEqual(Array.from({ length: head - cursor }, (_value, index) => cursor + index + 1));
    slow.close();
  });

  test('a stream without a token is refused before it opens', async () => {
    const refused = await new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(`${world.server.url.replace('http', 'ws')}v1/sync/stream`, 'muster.v1');
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.once('open', () => reject(new Error('it opened')));
      socket.once('error', () => undefined);
    });
    expect(refused).toBe(401);
  });
});
