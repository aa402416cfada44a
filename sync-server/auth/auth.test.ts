import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionReplySchema, type SessionReply } from '../../shared/sync/wire.ts';
import { send, TestDevice, type Answer } from '../testing/device.ts';
import { startWorld, type World } from '../testing/world.ts';
import { newId } from '../sequencer/server-events.ts';
import { hashPassword, NOBODY, verifyPassword } from './passwords.ts';
import { asSuperuser } from '../testing/postgres.ts';
import { STORES } from '../testing/stores.ts';

describe.each(STORES)('on %s', (_name, database) => {
  let world: World;
  let manager: string;
  let address: string | undefined;
  const clock = { offsetMs: 0, nowMs: () => Date.now() + clock.offsetMs };
  const PASSWORD = 'correct horse battery';
  beforeAll(async () => {
    address = await database();
    world = await startWorld({ clock, database: address });
    manager = await world.addMember('manager', 'Maya');
    await world.server.admin.setPassword(manager, 'maya@example.org', PASSWORD);
  });
  afterAll(() => world.close());

  const post = (path: string, body: unknown): Promise<Answer> => send(world.server.url, 'POST', path, body);
  const device = (deviceId: string = randomUUID()) => ({ deviceId, name: 'laptop' });
  const signIn = (password: string, deviceId?: string): Promise<Answer> =>
    post('/v1/auth/sign-in', { email: 'Maya@example.org', password, device: device(deviceId) });
  const refresh = (session: SessionReply): Promise<Answer> =>
    post('/v1/auth/refresh', { refreshToken: session.refreshToken, deviceId: session.session.deviceId });
  const sessionOf = (answer: Answer): SessionReply => sessionReplySchema.parse(answer.body);

  test('a password is kept as an argon2id text with its own parameters and compared by value', async () => {
    const stored = await hashPassword('päss wörd');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword('päss wörd', stored)).toBe(true);
    expect(await verifyPassword('pass word', stored)).toBe(false);
    expect(await verifyPassword('', NOBODY)).toBe(false);
    expect(await verifyPassword('x', 'not a hash')).toBe(false);
  });

  test('sign-in answers who the person is, by the server’s own state', async () => {
    const session = sessionOf(await signIn(PASSWORD));
    expect(session.session).toMatchObject({
      memberId: manager,
      memberName: 'Maya',
      role: 'manager',
      organizationId: world.organizationId,
      siteId: world.siteId,
    });
    const signedIn = new TestDevice(world.server.url, session);
    expect((await signedIn.hello()).lastDeviceSeq).toBe(0);
  });

  test('a wrong password and an unknown e-mail get the same answer', async () => {
    const wrong = await signIn('wrong password');
    const unknown = await post('/v1/auth/sign-in', { email: 'nobody@example.org', password: PASSWORD, device: device() });
    expect(wrong.status).toBe(401);
    expect(unknown.text).toBe(wrong.text);
  });

  test('guessing at one account is slowed down, whatever the address', async () => {
    const member = await world.addMember('staff');
    await world.server.admin.setPassword(member, 'guess@example.org', PASSWORD);
    const guess = (password: string): Promise<Answer> =>
      post('/v1/auth/sign-in', { email: 'guess@example.org', password, device: device() });
    for (let count = 0; count < 8; count += 1) expect((await guess('wrong')).status).toBe(401);
    const limited = await guess(PASSWORD);
    expect(limited.status).toBe(429);
    expect(limited.body).toMatchObject({ error: { kind: 'RATE_LIMITED', field: 'email' } });
    expect(limited.headers.get('retry-after')).not.toBeNull();
    clock.offsetMs += 16 * 60_000;
    expect((await guess(PASSWORD)).status).toBe(200);
  });

  test('an address that asks too often is limited with a typed answer', async () => {
    const strict = await startWorld({ authPerMinute: 3 });
    try {
      const answers = [];
      for (let count = 0; count < 5; count += 1)
        answers.push(await send(strict.server.url, 'POST', '/v1/auth/refresh', { refreshToken: 'x'.repeat(30), deviceId: randomUUID() }));
      expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 429, 429]);
      expect(answers[4]?.body).toMatchObject({ error: { kind: 'RATE_LIMITED' } });
    } finally {
      await strict.close();
    }
  });

  test('a refresh token rotates; a lost answer may be asked for again until the new pair was used', async () => {
    const first = sessionOf(await signIn(PASSWORD));
    const lost = sessionOf(await refresh(first));
    const second = sessionOf(await refresh(first));
    expect((await refresh(lost)).status).toBe(401);
    const third = sessionOf(await refresh(second));
    expect(third.refreshToken).not.toBe(second.refreshToken);
  });

  test('an old refresh token after its successor was used ends the whole family', async () => {
    const first = sessionOf(await signIn(PASSWORD));
    const second = sessionOf(await refresh(first));
    const third = sessionOf(await refresh(second));
    const stolen = await refresh(first);
    expect(stolen.body).toMatchObject({ error: { kind: 'AUTH', field: 'refreshToken' } });
    expect((await refresh(third)).status).toBe(401);
  });

  test('a refresh token works on its own device only', async () => {
    const session = sessionOf(await signIn(PASSWORD));
    const answer = await post('/v1/auth/refresh', { refreshToken: session.refreshToken, deviceId: randomUUID() });
    expect(answer.status).toBe(401);
  });

  test('an access token ends after fifteen minutes', async () => {
    const session = sessionOf(await signIn(PASSWORD));
    const holder = new TestDevice(world.server.url, session);
    await holder.hello();
    clock.offsetMs += 16 * 60_000;
    const answer = await holder.get(`/v1/sync/pull?epoch=${holder.epoch}&cursor=0`);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: { kind: 'AUTH', field: 'authorization' } });
  });

  test('a device belongs to one person', async () => {
    const session = sessionOf(await signIn(PASSWORD));
    const other = await world.addMember('staff');
    const code = await world.server.admin.createEnrolCode(other);
    const answer = await post('/v1/auth/enrol', { code, device: device(session.session.deviceId) });
    expect(answer.body).toMatchObject({ error: { kind: 'FORBIDDEN', field: 'device.deviceId' } });
    // The refusal did not use the code up.
    expect((await post('/v1/auth/enrol', { code, device: device() })).status).toBe(200);
  });

  test('a one-time code works once and for ten minutes', async () => {
    const code = await world.server.admin.createEnrolCode(manager);
    expect((await post('/v1/auth/enrol', { code, device: device() })).status).toBe(200);
    expect((await post('/v1/auth/enrol', { code, device: device() })).body).toMatchObject({ error: { kind: 'AUTH', field: 'code' } });
    const late = await world.server.admin.createEnrolCode(manager);
    clock.offsetMs += 11 * 60_000;
    expect((await post('/v1/auth/enrol', { code: late, device: device() })).status).toBe(401);
  });

  test('an invitation reaches the outbox, and accepting it makes a member who can sign in', async () => {
    const invitationId = newId(Date.now());
    const expiresAt = new Date(clock.nowMs() + 7 * 24 * 3_600_000).toISOString();
    const input = { invitationId, email: 'ines@example.org', name: 'Ines', role: 'staff', homeSiteId: world.siteId, expiresAt };
    expect(await world.server.admin.runAs(world.ownerId, [{ name: 'invitation.invite', input }])).toMatchObject([{ ok: true }]);
    const token = await mailedToken(invitationId);
    const accept = { token, name: 'Ines Novak', password: 'a long enough one', device: device() };
    const session = sessionOf(await post('/v1/auth/accept-invitation', accept));
    expect(session.session).toMatchObject({ memberName: 'Ines Novak', role: 'staff' });
    expect(world.server.admin.reader(world.organizationId).get('invitation', invitationId)?.state).toMatchObject({
      status: 'accepted',
      memberId: session.session.memberId,
    });
    expect((await post('/v1/auth/accept-invitation', { ...accept, device: device() })).body).toMatchObject({
      error: { kind: 'AUTH', field: 'token' },
    });
    expect((await post('/v1/auth/sign-in', { email: 'ines@example.org', password: accept.password, device: device() })).status).toBe(200);
    expect((await world.server.admin.verify(world.organizationId)).problems).toEqual([]);
  });

  test('a revoked invitation opens no door', async () => {
    const invitationId = newId(Date.now());
    const expiresAt = new Date(clock.nowMs() + 3_600_000).toISOString();
    const input = { invitationId, email: 'rita@example.org', name: 'Rita', role: 'staff', homeSiteId: world.siteId, expiresAt };
    await world.server.admin.runAs(world.ownerId, [{ name: 'invitation.invite', input }]);
    const token = await mailedToken(invitationId);
    await world.server.admin.runAs(world.ownerId, [{ name: 'invitation.revoke', input: { invitationId } }]);
    const answer = await post('/v1/auth/accept-invitation', { token, name: 'Rita', password: 'a long enough one', device: device() });
    expect(answer.body).toMatchObject({ error: { kind: 'AUTH', field: 'token' } });
  });

  test('somebody who was suspended loses access at once', async () => {
    const member = await world.addMember('staff');
    const laptop = await world.enrol(member);
    await world.server.admin.runAs(world.ownerId, [{ name: 'member.suspend', input: { memberId: member, reason: 'left the team' } }]);
    expect((await laptop.get(`/v1/sync/pull?epoch=${laptop.epoch}&cursor=0`)).body).toMatchObject({ error: { kind: 'REVOKED' } });
  });

  test('no secret is in the database, the signing key or the server’s messages', async () => {
    const session = sessionOf(await signIn(PASSWORD));
    const code = await world.server.admin.createEnrolCode(manager);
    const files = readdirSync(world.dataDir).filter((name) => name.startsWith('muster.db') || name.startsWith('epochs'));
    const stored = files.map((name) => readFileSync(join(world.dataDir, name), 'latin1')).join('') + (await everything(address));
    const said = JSON.stringify(world.lines);
    for (const secret of [PASSWORD, session.refreshToken, session.accessToken, code]) {
      expect(stored.includes(secret)).toBe(false);
      expect(said.includes(secret)).toBe(false);
    }
    expect(stored).toContain(session.session.deviceId);
    if (address === undefined) expect(statSync(join(world.dataDir, 'signing.key')).mode & 0o077).toBe(0);
  });

  async function mailedToken(invitationId: string): Promise<string> {
    const path = join(world.dataDir, 'outbox', `invitation-${invitationId}.json`);
    for (let tries = 0; tries < 100; tries += 1) {
      try {
        const mail = JSON.parse(readFileSync(path, 'utf8')) as { token: string };
        return mail.token;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    }
    throw new Error('no mail came');
  }
});

/** Every row of every table of a shared database, as text. */
async function everything(address: string | undefined): Promise<string> {
  if (address === undefined) return '';
  const tables = await asSuperuser(address, `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`);
  const rows = await Promise.all(tables.map(({ name }) => asSuperuser(address, `SELECT t::text FROM ${String(name)} t`)));
  return JSON.stringify(rows);
}
