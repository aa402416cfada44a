import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { findChromium } from '../launch/find-browser.ts';
import { startChromium, type ChromiumProcess } from './browser/chromium-process.ts';
import { id, LONG_TITLE, PASSWORD, prepareStaffDay, type PersonKey, type StaffCast } from './staff/cast.ts';
import { pictureOfLog } from './story/pictures.ts';
import { freePort, startServerProcess, type ServerProcess } from './story/server-process.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let folder: string;
let cast: StaffCast;
let server: ServerProcess;
let network: TcpProxy;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-staff-'));
  const dataDir = join(folder, 'server');
  cast = await prepareStaffDay(dataDir);
  server = await startServerProcess(dataDir, await freePort());
  network = await startTcpProxy(server.url);
});
test.afterEach(() => network.restore());
test.afterAll(async () => {
  await network?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const pill = (page: Page, state: string) => page.locator(`[data-sync-pill="${state}"]:visible`);
const settled = (page: Page) => page.locator('[data-sync-pill="live"]:visible, [data-sync-pill="attention"]:visible');

/** Signs the person's device in and waits until the page keeps itself for the time without a network. */
async function signIn(page: Page, person: PersonKey): Promise<void> {
  await page.goto(`${network.url}/?profile=${person}#enrol=${cast[person]}`);
  await expect(settled(page)).toBeVisible({ timeout: 60_000 });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

// what was announced a moment ago is kept for readers as text about controls that may be gone by now
const barriers: string[] = [];
async function look(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .exclude('[data-live-announcer]')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    for (const { id: rule, nodes } of violations)
      barriers.push(`${where} (${colorScheme}): ${rule} at ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
  }
}
test.afterEach(() => expect(barriers.splice(0)).toEqual([]));

/** The large button says so and may be pressed again. */
const next = (page: Page, name: string) => expect(page.getByRole('button', { name, exact: true }).first()).toBeEnabled();

/** Tab, and nothing but Tab, until the focus is there. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 90; step += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
    });
    if (focused.trim().startsWith(name)) return;
  }
  throw new Error(`no way by Tab to “${name}”`);
}

/** A scanner types a code and Enter, as one burst, without any field. */
const scanCode = (page: Page, code: string): Promise<void> =>
  page.evaluate(
    (keys) => {
      for (const key of keys) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    },
    [...code, 'Enter'],
  );

const offlineCount = (page: Page) => page.locator('[data-sync-line="offline"]');

test('the whole day from a cold start without a network, by keyboard only, and all of it in the log afterwards', async () => {
  test.setTimeout(240_000);
  const profile = join(folder, 'ana');
  let browser: ChromiumProcess = await startChromium(profile);
  let page = await browser.page();
  const start = async (address: string): Promise<void> => {
    browser = await startChromium(profile);
    page = await browser.page();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${network.url}${address}?profile=ana`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 60_000 });
  };
  await signIn(page, 'ana');
  network.cut();
  await browser.kill();
  await start('/');
  await expect(page.getByRole('heading', { name: 'Harbour tasting' })).toBeVisible();
  await expect(offlineCount(page)).toContainText('Offline');
  await look(page, 'today, before');

  await test.step('on my way, check in, a break', async () => {
    for (const [now, after] of [
      ['On my way', 'Check in'],
      ['Check in', 'Pack kit'],
    ] as const) {
      await next(page, now);
      await page.keyboard.press('Enter');
      await next(page, after);
    }
    await expect(offlineCount(page)).toContainText(/^(Waiting for connection|Offline)/);
    await expect(offlineCount(page)).toContainText('2 changes are saved on this device');
    await expect(page.getByText('Saved on this device', { exact: true }).first()).toBeVisible();
    await tabTo(page, 'Start break');
    await page.keyboard.press('Enter');
    await next(page, 'End break');
    await look(page, 'today, on a break');
    await page.keyboard.press('Enter');
    await next(page, 'Pack kit');
  });

  await test.step('the case is packed by scanner and keys, and a crash in the middle costs nothing', async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /^Pack Sampling bar/ })).toBeVisible();
    const code = (await page.getByText(/^SB-0\d-1$/).textContent()) ?? '';
    await scanCode(page, code);
    await expect(page.locator('[data-heard="counted"]')).toHaveText(/Cooler: 1 of 2/);
    await scanCode(page, 'D-77');
    await expect(page.locator('[data-heard="unknown"]')).toContainText('D-77 does not belong in this case');
    await scanCode(page, code);
    await scanCode(page, code);
    await expect(page.locator('[data-heard="full"]')).toContainText('All 2 of Cooler are already here');
    await look(page, 'station, packing');
    const { pathname } = new URL(page.url());
    await page.waitForTimeout(200);
    await browser.kill();
    await start(pathname);
    await expect(page.getByRole('button', { name: 'Cooler, 2 of 2 packed' })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Graphic panel, 1 of 1 packed' })).toBeVisible();
    await page.keyboard.press('a');
    await expect(page.getByText('Complete', { exact: true })).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { level: 1, name: /^Pack/ })).toBeHidden();
  });

  await test.step('deliver, check out, report', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    for (const [now, after] of [
      ['Deliver kit', 'Check out'],
      ['Check out', 'Submit report'],
    ] as const) {
      await next(page, now);
      await page.keyboard.press('Enter');
      await next(page, after);
    }
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('What happened')).toBeFocused();
    await page.keyboard.type('Sold out by four.');
    await look(page, 'today, report');
    await tabTo(page, 'Submit report');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Report submitted').first()).toBeVisible();
  });

  await test.step('one offer is taken and one declined with a reason', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await expect(page.getByText('2 offers wait for your answer')).toBeVisible();
    await look(page, 'schedule, offers');
    await tabTo(page, 'Accept');
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 offer waits for your answer')).toBeVisible();
    await tabTo(page, 'Decline');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alertdialog').getByRole('textbox')).toBeFocused();
    await page.keyboard.type('I am at a wedding');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/waits? for your answer/)).toBeHidden();
    await page.keyboard.press('n');
    await expect(page.getByRole('form', { name: 'When can you not work?' })).toBeVisible();
    await look(page, 'schedule, away form');
    await tabTo(page, 'Save');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'When I cannot work' }).getByText('Saved on this device')).toBeVisible();
  });

  await test.step('after the reconnect everything is in the log of the server', async () => {
    // travel, check-in, two of the break, pack, deliver, check-out, report, accept, decline, availability
    await expect(offlineCount(page)).toContainText(/1[1-9] changes are saved on this device/);
    network.restore();
    await expect(settled(page)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('region', { name: 'When I cannot work' }).getByText('Confirmed')).toBeVisible({ timeout: 30_000 });
    await expect(offlineCount(page)).toBeHidden();
    const { picture, log } = await pictureOfLog(server.url, 'olga@fjord.test', PASSWORD);
    const mine = log.filter(({ actorId, outcome }) => actorId === id('ana') && outcome === 'accepted').map(({ type }) => type);
    for (const type of [
      'shift.travel_started',
      'shift.checked_in',
      'shift.break_started',
      'shift.break_ended',
      'kit.packed',
      'kit.delivered',
      'shift.checked_out',
      'booking.report_submitted',
      'shift.accepted',
      'shift.declined',
      'availability.recorded',
    ])
      expect(
        mine.filter((each) => each === type),
        type,
      ).toHaveLength(1);
    expect(log.filter(({ kind, outcome }) => kind === 'fact' && (outcome === 'rejected' || outcome === 'parked'))).toEqual([]);
    expect(picture[id('shift-ana')]).toMatchObject({ status: 'completed', checkIn: { memberId: id('ana') }, breaks: [{}] });
    expect(picture[id('booking')]).toMatchObject({ report: { summary: 'Sold out by four.' } });
    expect(picture[id('shift-ana-offer')]).toMatchObject({ status: 'confirmed', assigneeId: id('ana') });
    const packed = log.find(({ type, actorId }) => type === 'kit.packed' && actorId === id('ana'))?.data as {
      lines: { name: string; packed: number }[];
    };
    expect(packed.lines.map(({ name, packed: count }) => [name, count])).toEqual([
      ['Cooler', 2],
      ['Graphic panel', 1],
      ['Tasting cups', 200],
    ]);
  });
  await browser.quit();
});

/** A phone in a hand. */
function openPhone(person: PersonKey): Promise<BrowserContext> {
  return chromium.launchPersistentContext(join(folder, `phone-${person}`), {
    executablePath: findChromium() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    reducedMotion: 'reduce',
  });
}

test('the whole day by thumb on a narrow screen with long names, without a network from a cold start', async () => {
  test.setTimeout(240_000);
  let phone = await openPhone('max');
  let page = phone.pages()[0] ?? (await phone.newPage());
  await signIn(page, 'max');
  network.cut();
  await phone.close();
  phone = await openPhone('max');
  page = phone.pages()[0] ?? (await phone.newPage());
  await page.goto(`${network.url}/?profile=max`);
  await expect(page.getByRole('heading', { name: LONG_TITLE })).toBeVisible({ timeout: 60_000 });
  const tap = (name: string) => page.getByRole('button', { name, exact: true }).first().tap();
  const fits = async (where: string): Promise<void> =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${where} is no wider than the screen`).toBeLessThanOrEqual(
      390,
    );
  await fits('today');
  await look(page, 'phone, today');
  // what matters is under the thumb: large, and in the lower half
  const box = await page.getByRole('button', { name: 'On my way', exact: true }).boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(48);
  expect(box?.y).toBeGreaterThan(422);
  for (const name of ['On my way', 'Check in', 'Pack kit']) await tap(name);
  await expect(page.getByRole('heading', { name: /^Pack/ })).toBeVisible();
  await fits('station');
  await page.getByRole('button', { name: /^Cooler, / }).tap();
  await page.getByRole('button', { name: /^Graphic panel, / }).tap();
  await page.getByRole('button', { name: /^Tasting cups, / }).tap();
  await look(page, 'phone, station');
  await tap('Pack kit');
  await tap('Deliver kit');
  await tap('Check out');
  await tap('Submit report');
  await page.getByLabel('What happened').fill('Viel los.');
  await page.getByRole('form', { name: 'How did it go?' }).getByRole('button', { name: 'Submit report' }).tap();
  await expect(page.getByText('All done. Thank you.')).toBeVisible();
  await look(page, 'phone, done');

  await page.getByRole('button', { name: /^Start return/ }).tap();
  await page.getByRole('button', { name: /^Take back/ }).tap();
  await expect(page.getByRole('heading', { name: /^Take back/ })).toBeVisible();
  await tap('All here');
  await page.getByRole('button', { name: /^Damaged: one Cooler/ }).tap();
  await fits('station, return');
  await look(page, 'phone, return');
  await tap('Take back kit');
  await expect(page.getByText('All done. Thank you.')).toBeVisible();

  await page.getByRole('link', { name: 'Schedule' }).tap();
  await fits('schedule');
  await look(page, 'phone, schedule');
  network.restore();
  await expect(pill(page, 'offline')).toBeHidden({ timeout: 60_000 });
  await expect(settled(page)).toBeVisible({ timeout: 60_000 });
  const { picture, log } = await pictureOfLog(server.url, 'olga@fjord.test', PASSWORD);
  expect(picture[id('shift-max')]).toMatchObject({ status: 'completed' });
  expect(picture[id('booking-long')]).toMatchObject({ report: { summary: 'Viel los.' } });
  const returned = log.find(({ type, actorId }) => type === 'kit.returned' && actorId === id('max'))?.data as {
    lines: { name: string; ok: number; damaged: number }[];
  };
  expect(returned.lines[0]).toMatchObject({ name: 'Cooler', ok: 1, damaged: 1 });
  await phone.close();
});

test('a site lead confirms who came, who came instead, and sends somebody into the break', async () => {
  test.setTimeout(120_000);
  const phone = await openPhone('lea');
  const page = phone.pages()[0] ?? (await phone.newPage());
  await signIn(page, 'lea');
  await page.setViewportSize({ width: 1024, height: 768 });
  const board = page.getByRole('region', { name: 'On site' });
  await expect(board.getByText('1 of 4 here')).toBeVisible();
  await expect(board.getByText('2 late')).toBeVisible();
  await look(page, 'site board');
  network.cut();
  await expect(pill(page, 'offline')).toBeVisible({ timeout: 30_000 });
  await board.getByRole('button', { name: 'Confirm arrival of Dora Weiß' }).tap();
  await expect(board.getByText('2 of 4 here')).toBeVisible();
  await board.getByRole('button', { name: 'Somebody else came' }).tap();
  await look(page, 'site board, somebody else');
  await board.getByRole('combobox', { name: 'Who came' }).fill('Ben');
  await page.getByRole('option', { name: /Ben Haddad/ }).tap();
  await board.getByRole('button', { name: 'Confirm arrival', exact: true }).last().tap();
  await expect(board.getByText('Came unplanned')).toBeVisible();
  await board.getByRole('listitem').filter({ hasText: 'Eli Novak' }).getByRole('button').tap();
  await page.getByRole('menuitem', { name: 'Start break' }).tap();
  await expect(board.getByText(/On break since/)).toBeVisible();
  network.restore();
  await expect(settled(page)).toBeVisible({ timeout: 60_000 });
  const { picture } = await pictureOfLog(server.url, 'olga@fjord.test', PASSWORD);
  expect(picture[id('shift-dora')]).toMatchObject({
    status: 'checked_in',
    checkIn: { memberId: id('dora'), method: 'lead', verified: true },
  });
  expect(picture[id('shift-open')]).toMatchObject({ unplanned: [{ memberId: id('ben'), method: 'lead' }] });
  expect(picture[id('shift-eli')]).toMatchObject({ breaks: [{ end: null }] });
  await phone.close();
});

test('a day with nothing, a day called off and a day that is over each say so', async () => {
  test.setTimeout(180_000);
  for (const [person, words] of [
    ['noa', 'No shift today'],
    ['cem', 'This booking was cancelled.'],
    ['gus', 'All done. Thank you.'],
  ] as const) {
    const phone = await openPhone(person);
    const page = phone.pages()[0] ?? (await phone.newPage());
    await signIn(page, person);
    await expect(page.getByText(words).first()).toBeVisible();
    await look(page, `today of ${person}`);
    await page.getByRole('link', { name: 'Schedule', exact: true }).tap();
    await expect(page.getByRole('heading', { level: 1, name: 'My schedule' })).toBeVisible();
    await look(page, `schedule of ${person}`);
    await phone.close();
  }
});
