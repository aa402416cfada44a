import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVER_DEVICE_ID } from '../../shared/domain/kernel/ids.ts';
import { RULEBOOK, type Rulebook } from '../../shared/domain/rulebook.ts';
import { bookingCreated, bookingEdited, noteAdded, reportSubmitted } from '../testing/events.ts';
import { startWorld, type World } from '../testing/world.ts';
import { newId } from './server-events.ts';
import { STORES } from '../testing/stores.ts';

describe.each(STORES)('on %s', (_name, database) => {
  let world: World;
  let manager: string;
  beforeAll(async () => {
    world = await startWorld({ rulebook: withBrokenRule(), database: await database() });
    manager = await world.addMember('manager');
  });
  afterAll(() => world.close());

  const POISON = 'throw in the middle of the rule';

  /** The real rules, with one that throws at a certain title. */
  function withBrokenRule(): Rulebook {
    const entry = RULEBOOK.events.get('booking.created');
    if (entry === undefined) throw new Error('no booking.created');
    const check: NonNullable<typeof entry.definition.check> = (state, data, context) => {
      if (JSON.stringify(data).includes(POISON)) throw new Error('a rule with a mistake');
      return entry.definition.check?.(state, data, context) ?? [];
    };
    const events = new Map(RULEBOOK.events).set('booking.created', { ...entry, definition: { ...entry.definition, check } });
    return { ...RULEBOOK, events };
  }

  test('sequences stay gapless and hashes chained while four devices push at once', async () => {
    const devices = await Promise.all([1, 2, 3, 4].map(() => world.enrol(manager)));
    await Promise.all(
      devices.map(async (device) => {
        for (let round = 0; round < 12; round += 1) {
          const id = newId(Date.now());
          const created = device.write([bookingCreated(world.siteId, id)]);
          const second = device.lastDeviceSeq + 2;
          const note = device.write([noteAdded(id, `round ${round}`)]).map((event) => ({ ...event, deviceSeq: second }));
          await device.push([...created, ...note]);
        }
      }),
    );
    const [first] = devices;
    const log = (await first?.pullAll()) ?? [];
    expect(log.map((event) => event.seq)).toEqual(log.map((_event, index) => index + 1));
    for (const device of devices) {
      const own = log.filter((event) => event.deviceId === device.session.deviceId).map((event) => event.deviceSeq);
      expect(own).toEqual(Array.from({ length: 24 }, (_value, index) => index + 1));
    }
    expect((await world.server.admin.verify(world.organizationId)).problems).toEqual([]);
  });

  test('the same batch again gets the same answer and leaves the log as it is', async () => {
    const device = await world.enrol(manager);
    const id = newId(Date.now());
    const events = device.write([bookingCreated(world.siteId, id), noteAdded(id, 'first')]);
    const first = await device.push(events);
    const head = (await device.hello()).head;
    const again = await device.push(events);
    expect(again.outcomes).toEqual(first.outcomes);
    expect(again.lastDeviceSeq).toBe(first.lastDeviceSeq);
    expect((await device.hello()).head).toBe(head);
  });

  test('two batches of one device in one commit are both answered in order', async () => {
    const device = await world.enrol(manager);
    const first = device.write([bookingCreated(world.siteId)]);
    const second = device.write([bookingCreated(world.siteId)]).map((event) => ({ ...event, deviceSeq: 2 }));
    const replies = await Promise.all([
      device.post('/v1/sync/push', device.batch(first)),
      device.post('/v1/sync/push', device.batch(second)),
    ]);
    // The second may overtake the first on another connection; then it is told which number was expected.
    expect(replies[0]?.status).toBe(200);
    expect([200, 409]).toContain(replies[1]?.status);
  });

  test('a number that is too high is answered with the number that was expected', async () => {
    const device = await world.enrol(manager);
    const events = device.write([bookingCreated(world.siteId)]).map((event) => ({ ...event, deviceSeq: 5 }));
    const answer = await device.post('/v1/sync/push', device.batch(events));
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ error: { kind: 'GAP', expected: 1, field: 'firstDeviceSeq' } });
  });

  test('a used number with other content is a copied device', async () => {
    const device = await world.enrol(manager);
    const events = device.write([bookingCreated(world.siteId)]);
    await device.push(events);
    const altered = events.map((event) => ({ ...event, data: { ...(event.data as object), title: 'Something else' } }));
    const answer = await device.post('/v1/sync/push', device.batch(altered));
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ error: { kind: 'DEVICE_FORK', field: 'events.0' } });
  });

  test('a copied device that takes a new id offers its old events without doubling them', async () => {
    const device = await world.enrol(manager);
    const id = newId(Date.now());
    await device.push(device.write([bookingCreated(world.siteId, id)]));
    const known = (await device.pullAll()).filter((event) => event.deviceId === device.session.deviceId);
    const copy = await world.enrol(manager);
    const original = known[0];
    if (original === undefined) throw new Error('the event is not in the log');
    const {
      seq: _seq,
      recordedAt: _at,
      outcome: _outcome,
      reason: _reason,
      anomalies: _anomalies,
      submittedData: _data,
      prevHash: _prev,
      hash: _hash,
      ...submitted
    } = original;
    const renumbered = { ...submitted, data: original.data, deviceId: copy.session.deviceId, deviceSeq: 1 };
    const fresh = copy.write([noteAdded(id, 'from the copy')]).map((event) => ({ ...event, deviceSeq: 2 }));
    const head = (await copy.hello()).head;
    const answer = await copy.post('/v1/sync/push', copy.batch([renumbered as never, ...fresh]));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      lastDeviceSeq: 2,
      outcomes: [
        { deviceSeq: 1, seq: original.seq, outcome: 'accepted' },
        { deviceSeq: 2, outcome: 'accepted' },
      ],
    });
    expect((await copy.hello()).head).toBe(head + 1);
    expect((await copy.pull(head)).ackedDeviceSeq).toBe(2);
    expect((await copy.pull(0, head)).ackedDeviceSeq).toBe(1);
  });

  test('a rule that throws parks its transaction, and the next one goes on', async () => {
    const device = await world.enrol(manager);
    const poison = device.write([bookingCreated(world.siteId, undefined, { title: POISON })]);
    const next = device.write([bookingCreated(world.siteId)]).map((event) => ({ ...event, deviceSeq: 2 }));
    const reply = await device.push([...poison, ...next]);
    expect(reply.outcomes.map((outcome) => outcome.outcome)).toEqual(['parked', 'accepted']);
    expect(reply.outcomes[0]?.reason?.code).toBe('sync.rule-failed');
    expect(world.lines.some((line) => line.level === 'error' && line.message.includes('parked'))).toBe(true);
    expect((await world.server.admin.verify(world.organizationId)).problems).toEqual([]);
  });

  test('a refusal is logged, and takes plans that build on it with it, but no fact', async () => {
    const device = await world.enrol(manager);
    const id = newId(Date.now());
    await device.submit([bookingCreated(world.siteId, id)]);
    const illegal = device.write([
      { type: 'booking.status_changed', aggregateType: 'booking', aggregateId: id, data: { from: 'draft', to: 'approved', reason: null } },
    ]);
    const refused = await device.push(illegal);
    expect(refused.outcomes[0]?.outcome).toBe('rejected');
    const dependsOn = [illegal[0]?.txnId ?? ''];
    const plan = await device.submit([bookingEdited(id, 'notes', '', 'after')], { dependsOn });
    expect(plan.outcomes[0]).toMatchObject({ outcome: 'rejected', reason: { code: 'sync.dependency-refused' } });
    const fact = await device.submit([reportSubmitted(id)], { dependsOn });
    expect(fact.outcomes[0]?.outcome).toBe('accepted');
    const log = await device.pullAll();
    const logged = log.find((event) => event.id === illegal[0]?.id);
    expect(logged).toMatchObject({ outcome: 'rejected' });
    expect(
      log.some(
        (event) => event.type === 'conflict.detected' && event.deviceId === SERVER_DEVICE_ID && event.causationId === illegal[0]?.id,
      ),
    ).toBe(true);
    expect((await world.server.admin.verify(world.organizationId)).problems).toEqual([]);
  });

  test('a clock in 1970 or 2099 is marked, never refused, and the mark survives a fold of the log', async () => {
    const device = await world.enrol(manager);
    for (const occurredAt of ['1970-01-01T00:00:00.000Z', '2099-12-31T23:59:59.999Z']) {
      const events = device.write([bookingCreated(world.siteId)], { occurredAt });
      const reply = await device.push(events);
      expect(reply.outcomes[0]?.outcome).toBe('accepted');
      const logged = (await device.pull(reply.head - 1)).events.find((event) => event.id === events[0]?.id);
      expect(logged?.anomalies).toContainEqual({ code: 'sync.clock-uncertain', params: { occurredAt, offsetMs: 0 } });
      expect(logged?.occurredAt).toBe(occurredAt);
    }
    expect((await world.server.admin.verify(world.organizationId)).problems).toEqual([]);
  });

  test('the role is the one the server knows: a staff member plans nothing for others', async () => {
    const staff = await world.enrol(await world.addMember('staff'));
    const reply = await staff.submit([bookingCreated(world.siteId)]);
    expect(reply.outcomes[0]).toMatchObject({ outcome: 'rejected' });
  });

  test('what cannot be read is set aside on request, so that it blocks nothing', async () => {
    const device = await world.enrol(manager);
    const strange = device.write([
      { type: 'booking.teleported', aggregateType: 'booking', aggregateId: newId(Date.now()), data: { to: 'Mars' } },
    ]);
    const refused = await device.post('/v1/sync/push', device.batch(strange));
    expect(refused.body).toMatchObject({ error: { kind: 'INVALID', field: 'events.0.type' } });
    const answer = await device.post('/v1/sync/push', device.batch(strange, { setAside: true }));
    expect(answer.body).toMatchObject({ lastDeviceSeq: 1, outcomes: [{ outcome: 'parked' }] });
    device.lastDeviceSeq = 1;
    expect((await device.submit([bookingCreated(world.siteId)])).outcomes[0]?.outcome).toBe('accepted');
  });

  test('two devices that change the same important field get one value and one conflict', async () => {
    const [a, b] = await Promise.all([world.enrol(manager), world.enrol(manager)]);
    const id = newId(Date.now());
    await a.submit([bookingCreated(world.siteId, id)]);
    const basisSeq = (await a.hello()).head;
    await b.hello();
    const [edited, late] = [
      await a.submit([bookingEdited(id, 'contactName', 'Carla', 'Anton')], { basisSeq }),
      await b.submit([bookingEdited(id, 'contactName', 'Carla', 'Berta')], { basisSeq }),
    ];
    expect(edited.outcomes[0]?.outcome).toBe('accepted');
    expect(late.outcomes[0]).toMatchObject({ outcome: 'rejected', reason: { code: 'event.field-changed-meanwhile' } });
    expect(world.server.admin.reader(world.organizationId).get('booking', id)?.state.contactName).toBe('Anton');
  });
});
