import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { startServer, type RunningServer } from '../../sync-server/server.ts';
import { findChromium } from './find-chromium.ts';
import { BOOKING_ID, id, ORGANIZATION_ID, PASSWORD, prepareStory, TITLE } from './story/cast.ts';
import { pictureOfLog } from './story/pictures.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** What two people decided at once, what the connection is doing, and what somebody who may only look is offered. */
test.describe.configure({ mode: 'serial', timeout: 180_000 });

const ROOT = resolve(import.meta.dirname, '../..');
const PICTURES = join(ROOT, 'artifacts/screens');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let server: RunningServer;
let origin: string;
/** Olga's stretch of network; Maya's is never cut. */
let network: TcpProxy;
let maya: Page;
let olga: Page;
const contexts: BrowserContext[] = [];

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-decisions-'));
  await mkdir(PICTURES, { recursive: true });
  const dataDir = join(folder, 'server');
  const { mayaCode } = await prepareStory(dataDir);
  server = await startServer({ dataDir, port: 0, log: silent, staticDir: join(ROOT, 'dist/renderer-browser') });
  ({ origin } = new URL(server.url));
  network = await startTcpProxy(origin);
  maya = await open('maya', `${origin}/?profile=maya#enrol=${mayaCode}`);
  olga = await open('olga', `${network.url}/?profile=olga`);
  await signIn(olga, 'olga@fjord.test');
  await settled(maya);
  await settled(olga);
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await network?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A device of its own; AxeBuilder opens a page to finish in, which a persistent context can. */
async function open(name: string, address: string): Promise<Page> {
  const context = await chromium.launchPersistentContext(join(folder, name), {
    executablePath: findChromium(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(20_000);
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const pill = (page: Page) => page.locator('[data-sync-pill]').first();
const settled = (page: Page): Promise<void> => expect(pill(page)).toHaveAccessibleName(/up to date|needs? you/i, { timeout: 60_000 });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The address inside the page, as a link would take it. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const target = new URL(to, location.href);
    target.searchParams.set('profile', new URLSearchParams(location.search).get('profile') ?? '');
    history.pushState(null, '', target);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

async function editBooking(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  await goTo(page, `/bookings/${BOOKING_ID}`);
  await button(page, 'Edit').click();
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.keyboard.press('Control+Enter');
  await expect(button(page, 'Edit')).toBeVisible();
}

/** A picture in both themes, and nothing that axe can see. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .exclude('[data-live-announcer]')
      .analyze();
    expect(violations.map(({ id: rule, nodes }) => `${name}: ${rule} at ${nodes[0]?.html ?? ''}`)).toEqual([]);
  }
}

test('one card says who decided what, what each way out does and whom it tells, and settles it for everybody', async () => {
  network.cut();
  await expect(pill(olga)).toHaveAccessibleName(/offline/i, { timeout: 30_000 });
  await editBooking(olga, { Contact: 'Wilhelmina Featherstonehaugh-Oyelaran' });
  await editBooking(maya, { Contact: 'Rosa Delgado' });
  await settled(maya);
  network.restore();
  await expect(pill(maya)).toHaveAccessibleName(/1 needs you/, { timeout: 60_000 });

  await goTo(maya, '/inbox/decisions');
  await maya.getByRole('option').filter({ hasText: 'both changed contact' }).click();
  const card = maya.getByRole('article');
  await expect(card.getByRole('heading', { level: 2 })).toHaveText(
    `Olga Stein and Maya Brandt both changed contact of ${TITLE}. Maya Brandt was recorded first.`,
  );
  const stands = card.getByRole('region', { name: 'What stands now' });
  await expect(stands).toContainText('Maya Brandt changed the booking');
  await expect(stands).toContainText('Rosa Delgado');
  const aside = card.getByRole('region', { name: 'What was kept aside' });
  await expect(aside).toContainText('Wilhelmina Featherstonehaugh-Oyelaran');
  await expect(aside).toContainText('offline');
  await expect(card.getByRole('radio', { name: /Keep what Maya Brandt did/ })).toBeChecked();
  await expect(card.getByText('Nobody needs to be told.', { exact: false }).first()).toBeVisible();
  await look(maya, 'decision-same-field');

  await maya.keyboard.press('2');
  await expect(card.getByRole('radio', { name: /Use the version of Olga Stein/ })).toBeChecked();
  await expect(card.getByText(/^What stands now stays in the history\. Tells .*Olga Stein/)).toBeVisible();
  await maya.setViewportSize({ width: 780, height: 900 });
  await look(maya, 'decision-narrow');
  await maya.setViewportSize({ width: 1440, height: 900 });
  await button(maya, 'Settle it this way').click();
  await expect(maya.getByText('Nothing to decide')).toBeVisible();
  await settled(maya);
  const { picture } = await pictureOfLog(origin, 'olga@fjord.test', PASSWORD);
  expect(picture[BOOKING_ID]).toMatchObject({ contactName: 'Wilhelmina Featherstonehaugh-Oyelaran' });

  await goTo(olga, '/inbox/decisions?settled=1');
  await olga.getByRole('option').first().click();
  await expect(olga.getByRole('article')).toContainText('Settled by Maya Brandt');
});

test('the sheet tells in true numbers what is sent, what waits and since when, and a message never covers its buttons', async () => {
  await settled(olga);
  network.delay(5000);
  await editBooking(olga, { Notes: 'On its way' });
  await expect(pill(olga)).toHaveAccessibleName(/Sending 1/, { timeout: 30_000 });
  await olga.keyboard.press('Control+Shift+S');
  const sheet = olga.getByRole('dialog', { name: 'Saved, sent and waiting' });
  await expect(sheet).toContainText('1 change is saved here and on its way.');
  await olga.screenshot({ path: join(PICTURES, 'sync-sending-light.png') });
  network.delay(0);
  await expect(sheet).toContainText('Everything you did', { timeout: 60_000 });
  await olga.keyboard.press('Escape');

  network.cut();
  await expect(pill(olga)).toHaveAccessibleName(/offline/i, { timeout: 30_000 });
  await editBooking(olga, { Notes: 'Kept here' });
  await expect(pill(olga)).toHaveAccessibleName(/Offline · 1 saved here/);
  await olga.keyboard.press('Control+Shift+S');
  await expect(sheet).toContainText(/Waiting for connection since/);
  await button(olga, 'Save unsent work as a file').click({ trial: true });
  await look(olga, 'sync-offline');
  await olga.keyboard.press('Escape');
  // what is free and what is taken says as of when it was heard
  const heard = olga.getByRole('note').filter({ hasText: /^As of .*What others have planned since is not here yet\./ });
  await goTo(olga, `/kits/${id('kit')}/plan`);
  await expect(heard).toBeVisible();
  await look(olga, 'kit-offline');
  await goTo(olga, '/roster');
  await expect(heard).toBeVisible();
  await look(olga, 'roster-offline');
  await goTo(maya, '/roster');
  await expect(maya.getByRole('heading', { level: 1, name: 'Roster' })).toBeVisible();
  await expect(maya.getByText(/^As of /)).toHaveCount(0);
  await goTo(olga, `/bookings/${BOOKING_ID}`);
});

test('a device that was stopped says so, keeps its work and offers it as a file', async () => {
  const device = server.admin.devices(ORGANIZATION_ID).find(({ memberId }) => memberId === id('olga'));
  await server.admin.revokeDevice(device?.deviceId ?? '');
  network.restore();
  await expect(pill(olga)).toHaveAccessibleName(/Stopped/, { timeout: 60_000 });
  await expect(pill(olga)).toHaveAttribute('data-sync-pill', 'stopped');
  await olga.keyboard.press('Control+Shift+S');
  const sheet = olga.getByRole('dialog', { name: 'Saved, sent and waiting' });
  await expect(sheet).toContainText('This device was stopped');
  await expect(sheet.getByText('Everything.', { exact: true })).toHaveCount(0);
  await expect(button(olga, 'Save unsent work as a file')).toBeVisible();
  await look(olga, 'sync-stopped');
  await olga.keyboard.press('Escape');
  await expect(olga.getByText('Kept here').first()).toBeVisible();
});

test('whoever may only look is told who may change it, and finds no button that would be refused', async () => {
  const [made] = await server.admin.runAs(id('olga'), [
    {
      name: 'member.create',
      input: {
        memberId: id('aud'),
        name: 'Aud Itor',
        email: 'aud@fjord.test',
        phone: null,
        role: 'auditor',
        hasLogin: true,
        homeSiteId: id('berlin'),
        skills: [],
        certificates: [],
        maxMinutesPerWeek: null,
        notes: '',
      },
    },
  ]);
  expect(made?.ok).toBe(true);
  await server.admin.setPassword(id('aud'), 'aud@fjord.test', PASSWORD);
  const aud = await open('aud', `${origin}/?profile=aud`);
  await signIn(aud, 'aud@fjord.test');
  await settled(aud);
  const detail = aud.locator('[data-detail]');
  for (const [path, sentence] of [
    [`/bookings/${BOOKING_ID}`, 'You can read this. Managers and site leads change it.'],
    [`/kits/${id('kit')}`, 'You can read this. Managers and the warehouse change it.'],
    [`/locations/${id('harbour')}`, 'You can look. Managers, site leads and clients change places.'],
    [`/people/${id('sam')}`, 'You can look. Managers change people, and everybody their own entry.'],
  ] as const) {
    await goTo(aud, path);
    await expect(detail.getByText(sentence)).toBeVisible();
    await expect(aud.getByRole('button', { name: /^(New |Add |Edit|Approve|Reject|Cancel|Submit|Plan|Pack|Invite|Suspend)/ })).toHaveCount(
      0,
    );
  }
  await look(aud, 'read-only-booking');

  // what has no tab for its history has a button to it
  await goTo(aud, '/settings/organization');
  await button(aud, 'History: Fjord Events').click();
  await expect(aud.getByText('founded the organization')).toBeVisible();
  await goTo(aud, `/history/kit/${id('kit')}`);
  await expect(aud.getByText(/Maya Brandt\s+created the kit/)).toBeVisible();
  await expect(aud.getByText(/Berlin depot, the server/).first()).toBeVisible();
  await look(aud, 'history-of-one');
});

test('a new organization is led through its first steps, which tick themselves', async () => {
  const organizationId = id('empty organization');
  const ownerId = id('first owner');
  await server.admin.createOrganization({
    organizationId,
    organization: {
      name: 'Donaudampfschifffahrtsgesellschaft für Veranstaltungen und Feste GmbH',
      kind: 'agency',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      sites: [{ id: id('empty site'), name: 'Main office', zone: 'Europe/Berlin' }],
    },
    owner: { memberId: ownerId, name: 'Frieda Erste', email: 'frieda@donau.test' },
  });
  const frieda = await open('frieda', `${origin}/?profile=frieda#enrol=${await server.admin.createEnrolCode(ownerId)}`);
  await settled(frieda);
  const steps = frieda.getByRole('region', { name: 'Your first day here' });
  await expect(steps.getByRole('listitem')).toHaveCount(4);
  await look(frieda, 'first-steps');
  await button(frieda, 'Add a place').click();
  await frieda.getByLabel('Name', { exact: true }).fill('Kongresshalle');
  await frieda.getByLabel('Street and number').fill('Kai 1');
  await frieda.getByLabel('City').fill('Hamburg');
  await frieda.getByLabel('Country').fill('DE');
  await frieda.keyboard.press('Control+Enter');
  await expect(frieda.getByRole('heading', { level: 2, name: 'Kongresshalle' })).toBeVisible();
  await frieda.keyboard.press('g');
  await frieda.keyboard.press('t');
  await expect(steps.getByRole('listitem').first()).toContainText('done');
  for (const place of ['bookings', 'kits', 'people', 'inbox', 'history'])
    await test.step(`an empty ${place}`, async () => {
      await goTo(frieda, `/${place}`);
      await expect(frieda.getByRole('heading', { level: 1 })).toBeVisible();
      await frieda.screenshot({ path: join(PICTURES, `empty-${place}.png`) });
    });
});

test('a place whose time zone was corrected asks whether the clock or the moment was meant; the card can be taken up and left', async () => {
  await goTo(maya, '/inbox/decisions');
  await server.admin.runAs(id('maya'), [
    { name: 'location.edit', input: { locationId: id('harbour'), changes: { zone: 'America/New_York' } } },
  ]);
  const line = maya.getByRole('option').filter({ hasText: 'set the time zone' }).filter({ hasText: TITLE });
  await line.click();
  const card = maya.getByRole('article');
  await expect(card.getByRole('heading', { level: 2 })).toContainText(`to America/New_York. ${TITLE} was planned there for`);
  await expect(card.getByRole('radio', { name: /Keep the time on the clock/ })).toBeChecked();
  await button(maya, 'I decide later').click();
  await expect(card.getByText('Maya Brandt is on it')).toBeVisible();
  await look(maya, 'decision-zone');
  await button(maya, 'Leave it to the others').click();
  await expect(card.getByText('Maya Brandt is on it')).toHaveCount(0);
  await maya.keyboard.press('2');
  await expect(card.getByRole('radio', { name: /Keep the moment/ })).toBeChecked();
  await button(maya, 'Settle it this way').click();
  await expect(line).toHaveCount(0);
  await settled(maya);
  const { picture } = await pictureOfLog(origin, 'maya@fjord.test', PASSWORD);
  expect(picture[BOOKING_ID]).toMatchObject({ period: { zone: 'America/New_York' } });
});
