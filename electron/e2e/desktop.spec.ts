import { readFileSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { bookingId, bookingInput, bridgeOf, expectSynced, OWNER_ID, startDesk, type Desk } from './desk.ts';
import { makeFixtureApp } from './fixture-app.ts';
import { launchApp, type LaunchedApp } from './launch.ts';
import { startTcpProxy } from './tcp-proxy.ts';

let desk: Desk;
let appPath: string;
const running = new Set<LaunchedApp>();

test.beforeAll(async () => {
  desk = await startDesk();
  appPath = await makeFixtureApp();
});
test.afterAll(() => desk.close());
test.afterEach(async () => {
  for (const host of running) await host.close().catch(() => undefined);
  running.clear();
});

async function launch(options: Parameters<typeof launchApp>[0] = {}): Promise<LaunchedApp> {
  const host = await launchApp({ appPath, serverUrl: desk.server.url, ...options });
  running.add(host);
  await expect(host.page.locator('#ready')).toHaveText('ready');
  return host;
}

async function enrolled(options: Parameters<typeof launchApp>[0] = {}): Promise<LaunchedApp> {
  const host = await launch({ enrolCode: await desk.enrolCode(), ...options });
  await expect.poll(async () => (await bridgeOf(host.page).session())?.memberId).toBe(OWNER_ID);
  await expectSynced(host.page);
  return host;
}

test('work of one desktop reaches another @both', async () => {
  const [ana, ben] = [await enrolled(), await enrolled()];
  const reply = await bridgeOf(ana.page).run('booking.create', bookingInput(1));
  expect(reply).toMatchObject({ ok: true, value: { noop: false } });
  await expectSynced(ana.page);
  await expect.poll(async () => (await bridgeOf(ben.page).row(bookingId(1)))?.sync.state).toBe('confirmed');
});

test('work made offline outlives the death of every process and arrives when the network is back @both', async () => {
  const proxy = await startTcpProxy(desk.server.url);
  let ana = await enrolled({ serverUrl: proxy.url });
  const { userDataDir } = ana;
  const deviceId = (await bridgeOf(ana.page).session())?.deviceId;
  proxy.cut();
  await expect.poll(async () => (await bridgeOf(ana.page).status()).phase).toBe('offline');
  expect(await bridgeOf(ana.page).run('booking.create', bookingInput(2))).toMatchObject({ ok: true });
  expect(await bridgeOf(ana.page).row(bookingId(2))).toMatchObject({ sync: { state: 'saved' } });
  await ana.kill();
  running.delete(ana);

  ana = await launch({ userDataDir });
  expect(await bridgeOf(ana.page).row(bookingId(2))).toMatchObject({ state: { title: 'Tasting 2' } });
  expect((await bridgeOf(ana.page).session())?.deviceId).toBe(deviceId);
  await expectSynced(ana.page);
  expect(await bridgeOf(ana.page).row(bookingId(2))).toMatchObject({ sync: { state: 'confirmed' } });

  const ben = await enrolled();
  expect(await bridgeOf(ben.page).row(bookingId(2))).toMatchObject({ state: { title: 'Tasting 2' } });
  await proxy.close();
});

test('a core that is killed is started again with everything it had acknowledged @both', async () => {
  const ana = await enrolled();
  expect(await bridgeOf(ana.page).run('booking.create', bookingInput(3))).toMatchObject({ ok: true });
  const child = readdirSync('/proc').find(
    (pid) => /^\d+$/.test(pid) && commandOf(pid).includes('core/core.js') && parentOf(pid) === ana.app.process().pid,
  );
  expect(child).toBeDefined();
  process.kill(Number(child), 'SIGKILL');
  await expect.poll(async () => (await bridgeOf(ana.page).row(bookingId(3)))?.id, { timeout: 30_000 }).toBe(bookingId(3));
  await expectSynced(ana.page);
});

test('S18: the token is in no answer, no page and no log @both', async () => {
  const ana = await enrolled();
  const bridge = bridgeOf(ana.page);
  const told = JSON.stringify([await bridge.session(), await bridge.status(), await bridge.feed(), await ana.page.content()]);
  expect(told).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}|refreshToken|accessToken|bearer/i);
  await ana.close();
  running.delete(ana);
  const log = readFileSync(join(ana.profileDir, 'logs', 'muster.log'), 'utf8');
  expect(log).toContain('started');
  expect(log).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}|refreshToken|accessToken|bearer/i);
  expect(log).not.toContain('Tasting');
  const secret = readFileSync(join(ana.profileDir, 'session.secret'));
  expect(secret.length).toBeGreaterThan(20);
});

test('S18: without a keyring the device forgets its sign-in at restart and keeps its work @both', async () => {
  const env = { MUSTER_STAND_IN_KEYRING: 'basic_text' };
  const first = await enrolled({ env });
  expect(await bridgeOf(first.page).run('booking.create', bookingInput(4))).toMatchObject({ ok: true });
  await expectSynced(first.page);
  await first.close();
  running.delete(first);
  const second = await launch({ userDataDir: first.userDataDir, env });
  await expect.poll(async () => (await bridgeOf(second.page).status()).phase).toBe('authNeeded');
  expect(await bridgeOf(second.page).row(bookingId(4))).toMatchObject({ state: { title: 'Tasting 4' } });
});

test('S24: a page whose cache cannot be opened is given an empty one and loads again @both', async () => {
  const ana = await enrolled();
  await ana.page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('left-over');
        open.addEventListener('upgradeneeded', () => open.result.createObjectStore('rows'));
        open.addEventListener('success', () => {
          open.result.close();
          resolve();
        });
        open.addEventListener('error', () => reject(new Error('not opened')));
      }),
  );
  const reloaded = ana.page.waitForEvent('load');
  await ana.page.evaluate(() => {
    const exposed = globalThis as unknown as { muster: { view: { reportBroken(report: { message: string }): Promise<unknown> } } };
    void exposed.muster.view.reportBroken({ message: 'UnknownError' });
  });
  await reloaded;
  await expect(ana.page.locator('#ready')).toHaveText('ready');
  expect(await ana.page.evaluate(async () => (await indexedDB.databases()).map((database) => database.name))).toEqual([]);
});

test('S27: quitting leaves no process and no half-written work behind @both', async () => {
  const ana = await enrolled();
  expect(await bridgeOf(ana.page).run('booking.create', bookingInput(5))).toMatchObject({ ok: true });
  const { userDataDir } = ana;
  await ana.close();
  running.delete(ana);
  const left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(userDataDir));
  expect(left).toEqual([]);
  await rm(join(ana.profileDir, 'Chromium'), { recursive: true, force: true });
  const again = await launch({ userDataDir });
  expect(await bridgeOf(again.page).row(bookingId(5))).toMatchObject({ state: { title: 'Tasting 5' } });
});

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function parentOf(pid: string): number {
  return Number(/\nPPid:\t(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
