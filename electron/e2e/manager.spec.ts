import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { findChromium } from './find-chromium.ts';
import { BOOKING_ID, id, PASSWORD, prepareStory, TITLE } from './story/cast.ts';
import { pictureOfLog } from './story/pictures.ts';
import { freePort, startServerProcess, type ServerProcess } from './story/server-process.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** The day of a planner, by keyboard and mouse in a real browser; what came of it is read back from the server's log. */
test.describe.configure({ mode: 'serial', timeout: 120_000 });

let folder: string;
let server: ServerProcess;
let network: TcpProxy;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-manager-'));
  const dataDir = join(folder, 'server');
  const { mayaCode } = await prepareStory(dataDir);
  server = await startServerProcess(dataDir, await freePort());
  network = await startTcpProxy(server.url);
  // AxeBuilder opens a page of its own to finish in; a persistent context is one that can
  context = await chromium.launchPersistentContext(join(folder, 'maya'), {
    executablePath: findChromium(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  await page.goto(`${network.url}/?profile=maya#enrol=${mayaCode}`);
  await settled();
});
test.afterAll(async () => {
  await context?.close();
  await network?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test.afterEach(async () => {
  const info = test.info();
  if (info.status !== info.expectedStatus) await page.screenshot({ path: info.outputPath('page.png') });
});

/** Everything done here has its answer from the server. */
const settled = (): Promise<void> =>
  expect(page.getByRole('button', { name: /up to date|needs? you/i }).first()).toBeVisible({ timeout: 60_000 });
const offline = (): Promise<void> => expect(page.getByRole('button', { name: /offline/i }).first()).toBeVisible({ timeout: 30_000 });
/** Goes to a place by its letter. */
async function go(name: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(name.charAt(0).toLowerCase());
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** `n`, and the title of the form under the cursor. */
async function startNew(field: string, text: string): Promise<void> {
  await page.keyboard.press('n');
  await expect(page.getByLabel(field, { exact: true })).toBeFocused();
  await page.keyboard.type(text);
}
const button = (name: string) => page.getByRole('button', { name, exact: true });
const detail = () => page.locator('[data-detail]');
const openId = (): string => new URL(page.url()).pathname.split('/')[2] ?? '';

/** Waits until a fold of the server's log says so about an object. */
async function onServer(objectId: string, state: Record<string, unknown>): Promise<void> {
  await expect
    .poll(async () => (await pictureOfLog(server.url, 'olga@fjord.test', PASSWORD)).picture[objectId], { intervals: [300, 1000, 2000] })
    .toMatchObject(state);
}

async function noBarrier(what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    // what was just read aloud lies there for a moment longer than what it was about
    .exclude('[data-live-announcer]')
    .analyze();
  expect(violations.map(({ id: rule, nodes }) => `${what}: ${rule} at ${nodes[0]?.html ?? ''}`)).toEqual([]);
}

async function pick(label: string, text: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label });
  await field.fill(text);
  await page.getByRole('option', { name: text }).first().click();
}

/** Saves the open form from wherever the keyboard stands in it. */
async function save(): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await expect(detail().getByRole('form')).toHaveCount(0);
}

/** Asks for a booking of a day from the keyboard and leaves it open; the place and what it needs as the story's own. */
async function askFor(title: string, place = 'Harbour hall'): Promise<string> {
  await go('Bookings');
  await startNew('Title', title);
  await pick('Place', place);
  await page.getByRole('combobox', { name: 'Role' }).fill('Demonstrator');
  await page.keyboard.press('Tab');
  await button('Add a kit').click();
  await pick('Kind of kit', 'Sampling bar');
  await noBarrier('the form of a booking');
  await save();
  await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible();
  return openId();
}

async function giveReason(words: string, deed: string): Promise<void> {
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: deed }).click();
  await expect(dialog.getByText('Say why; nobody can guess it later.')).toBeVisible();
  await noBarrier(`the dialog “${deed}”`);
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(words);
  await dialog.getByRole('button', { name: deed }).click();
  await expect(dialog).toHaveCount(0);
}

test('a booking is asked for and approved without a network; its shift and its kit are expected first and confirmed later', async () => {
  const bookingId = await askFor('Market opening');
  await onServer(bookingId, { title: 'Market opening', status: 'draft', locationId: id('harbour') });
  network.cut();
  await offline();
  await page.keyboard.press('s');
  await expect(detail().getByText('Waiting for approval')).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByText('Approved “Market opening”')).toBeVisible();
  await expect(page.getByText('Saved on this device').first()).toBeVisible();
  await page.getByRole('tab', { name: /People/ }).click();
  const shift = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: 'Demonstrator' });
  await expect(shift).toHaveAttribute('data-certainty', /predicted|provisional/);
  network.restore();
  await settled();
  await expect(shift).toHaveAttribute('data-certainty', 'confirmed', { timeout: 30_000 });
  await page.getByRole('tab', { name: /Kit/ }).click();
  await expect(page.getByRole('tabpanel').getByText('Sampling bar 1')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Kit 1/1 Ready' }).or(page.getByRole('button', { name: /^Kit.*Ready/ }))).toBeVisible();
  const { picture } = await pictureOfLog(server.url, 'olga@fjord.test', PASSWORD);
  const made = Object.values(picture).filter((state) => (state as { bookingId?: unknown }).bookingId === bookingId);
  expect(made).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ role: 'Demonstrator', status: 'confirmed' }),
      expect.objectContaining({ kitKind: 'Sampling bar', status: 'assigned', kitId: id('kit') }),
    ]),
  );
  await page.getByRole('tab', { name: 'History' }).click();
  const approval = page.getByRole('listitem').filter({ hasText: 'Maya Brandt approved it' });
  await expect(approval.getByText('Berlin depot, this device')).toBeVisible();
  await expect(approval.getByText('Offline')).toBeVisible();
  for (const tab of ['Plan', 'People', 'Kit', 'Place', 'Report', 'History']) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await noBarrier(`the tab ${tab} of a booking`);
  }
});

test('of two bookings that want the same kit, the second says at approval who has it', async () => {
  const bookingId = await askFor('Market closing');
  await page.keyboard.press('s');
  await page.keyboard.press('Escape');
  await go('Inbox');
  await page.getByRole('tab', { name: /Approvals/ }).click();
  await page.getByRole('option', { name: /Market closing/ }).click();
  await expect(page.getByText('Sampling bar: 0 free, 1 needed.')).toBeVisible();
  await expect(page.getByRole('link', { name: /Sampling bar 1 is planned for Market opening until/ })).toBeVisible();
  await noBarrier('an approval');
  await page.keyboard.press('r');
  await giveReason('Take another day', 'Ask for changes');
  await onServer(bookingId, { status: 'changes_requested', statusReason: 'Take another day' });
});

test('a booking is rejected only with a reason, and a place that is not approved stops an approval with a sentence', async () => {
  await page.goto(`${network.url}/bookings/${BOOKING_ID}?profile=maya`);
  await expect(page.getByRole('heading', { level: 2, name: TITLE })).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('x');
  await giveReason('The client has not paid', 'Reject');
  await onServer(BOOKING_ID, { status: 'rejected', statusReason: 'The client has not paid' });

  await go('Locations');
  await startNew('Name', 'Old mill');
  await page.getByLabel('Street and number').fill('Mühlweg 2');
  await page.getByLabel('City').fill('Hamburg');
  await page.getByLabel('Country').fill('DE');
  await save();
  await expect(page.getByRole('heading', { level: 2, name: 'Old mill' })).toBeVisible();
  const locationId = openId();
  await noBarrier('a place');
  await page.keyboard.press('s');
  await expect(detail().getByText('Waiting for approval')).toBeVisible();

  const bookingId = await askFor('Mill tasting', 'Old mill');
  await page.keyboard.press('s');
  await page.getByRole('tab', { name: 'Plan' }).click();
  await expect(page.getByText('Its place is not approved, so it cannot be approved:')).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByText('Old mill is not approved yet, so this booking cannot be approved.')).toBeVisible();
  await page.getByRole('button', { name: /^Place/ }).click();
  await page.getByRole('tabpanel').getByRole('link', { name: 'Old mill' }).click();
  await page.keyboard.press('a');
  await page.getByText('Address and entrance are right').click();
  await noBarrier('the approval of a place');
  await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await onServer(locationId, { name: 'Old mill', status: 'approved' });
  await onServer(bookingId, { status: 'pending_approval' });
});

test('an edit of time, place or needs reopens the approval and one undo brings everything back; cancelling needs a reason', async () => {
  await go('Bookings');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search bookings' })).toBeFocused();
  await page.keyboard.type('Market opening');
  await expect(page.getByRole('listbox', { name: 'Bookings' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { level: 2, name: 'Market opening' })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('q')).toBe('Market opening');
  const bookingId = openId();
  await page.keyboard.press('e');
  await page.getByLabel('Title', { exact: true }).fill('Market opening, two days');
  await page.getByRole('button', { name: 'Increase How many' }).first().click();
  await expect(page.getByText('Saving asks for approval again: time, place or needs change.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await expect(page.getByText('What you typed before is back.')).toBeVisible();
  await save();
  await onServer(bookingId, { status: 'pending_approval', title: 'Market opening, two days' });
  await page.keyboard.press('Control+z');
  await expect(page.getByText(/^Undone: Saved/)).toBeVisible();
  await onServer(bookingId, { title: 'Market opening', staffNeeds: [{ count: 1 }] });
  await page.keyboard.press('a');
  await expect(page.getByText('Approved “Market opening”')).toBeVisible();

  await button('More actions').click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect.poll(openId).not.toBe(bookingId);
  await button('More actions').click();
  await page.getByRole('menuitem', { name: 'Cancel booking' }).click();
  await giveReason('Asked for twice', 'Cancel booking');
  await onServer(openId(), { status: 'cancelled', copiedFrom: bookingId });
});

test('a kit is planned from its own side, packed, delivered and taken back with what was used', async () => {
  await go('Kits');
  await page.getByRole('option', { name: /Sampling bar 1/ }).click();
  await page.getByRole('tab', { name: 'Availability' }).click();
  await expect(page.getByRole('link', { name: /^Market opening/ })).toBeVisible();
  await noBarrier('the weeks of a kit');
  await page.getByRole('tab', { name: 'Contents' }).click();
  await noBarrier('the contents of a kit');
  await page.getByRole('tab', { name: 'Now' }).click();
  await page.getByRole('button', { name: 'More actions' }).last().click();
  await page.getByRole('menuitem', { name: 'Release' }).click();
  await giveReason('Wrong kit', 'Release');
  await expect(page.getByText('Nothing is planned with this kit.')).toBeVisible();
  await pick('Plan for a booking', 'Market opening');
  await expect(page.getByRole('region', { name: 'Market opening' })).toBeVisible();
  await button('Pack kit').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pack Sampling bar 1' })).toBeVisible();
  await button('All here').click();
  const packed = page.getByRole('textbox', { name: 'Packed of Cups' });
  await packed.fill('199');
  await packed.press('Tab');
  await noBarrier('packing a kit');
  await button('Pack kit, 1 missing').click();
  await button('Send off').click();
  await button('Deliver kit').click();
  await button('Start return').click();
  await button('Return kit').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Take back Sampling bar 1' })).toBeVisible();
  await button('All here').click();
  const used = page.getByRole('group', { name: 'Cups' }).getByRole('textbox', { name: 'Used up' });
  await used.fill('150');
  await used.press('Tab');
  await expect(page.getByText('150 used up')).toBeVisible();
  await noBarrier('taking a kit back');
  await button('Take back kit').click();
  await button('Checked, all fine').click();
  await expect(page.getByText('Nothing is planned with this kit.')).toBeVisible();
  await settled();
  const { picture } = await pictureOfLog(server.url, 'olga@fjord.test', PASSWORD);
  const rounds = Object.values(picture).filter((state) => (state as { kitId?: unknown }).kitId === id('kit'));
  expect(rounds).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        status: 'closed',
        packedLines: expect.arrayContaining([expect.objectContaining({ name: 'Cups', expected: 200, packed: 199 })]),
        returnedLines: expect.arrayContaining([expect.objectContaining({ name: 'Cups', used: 150, ok: 49 })]),
      }),
    ]),
  );
});

test('a person is added, edited and invited, and the filters of the list live in the address', async () => {
  await go('People');
  await startNew('Name', 'Jonas Reuter');
  await page.getByLabel('E-mail').fill('jonas@fjord.test');
  await noBarrier('the form of a person');
  await save();
  await expect(page.getByRole('heading', { level: 2, name: 'Jonas Reuter' })).toBeVisible();
  const memberId = openId();
  await page.keyboard.press('e');
  await page.getByLabel('Phone').fill('+49 40 77');
  await save();
  await expect(button('Edit')).toBeVisible();
  await onServer(memberId, { name: 'Jonas Reuter', phone: '+49 40 77', hasLogin: false });
  await button('More actions').click();
  await page.getByRole('menuitem', { name: 'Invite to sign in' }).click();
  await noBarrier('the dialog of an invitation');
  await page.getByRole('dialog').getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: /1 invitation|Invitations/ }).click();
  await expect(page.getByText(/jonas@fjord\.test/)).toBeVisible();
  await noBarrier('the invitations');
  for (const tab of ['Profile', 'Shifts', 'Availability', 'History']) {
    await page.getByRole('option', { name: /Jonas Reuter/ }).click();
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await noBarrier(`the tab ${tab} of a person`);
  }

  await page.getByRole('button', { name: /All roles/ }).click();
  await page.getByRole('option', { name: 'Site lead', exact: true }).click();
  await page.getByRole('option', { name: /Sam Okafor/ }).click();
  await page.reload();
  await expect(page.getByRole('heading', { level: 2, name: 'Sam Okafor' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('listbox', { name: 'People' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Escape');
  expect(new URL(page.url()).search).toContain('role=site_lead');
});

test('the palette finds everything, acts on what is open, and the history names what it is about', async () => {
  for (const [words, heading] of [
    ['Market opening', 'Market opening'],
    ['Ana', 'Ana Lindqvist'],
    ['SB-01', 'Sampling bar 1'],
    ['Old mill', 'Old mill'],
  ] as const) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(words);
    await page
      .getByRole('option', { name: new RegExp(heading) })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible();
  }
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Edit');
  await noBarrier('the palette');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('form', { name: 'Edit location' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'What is possible here' })).toBeVisible();
  await noBarrier('the keys');
  await page.keyboard.press('Escape');
  await go('History');
  await expect(page.getByRole('link', { name: /Sampling bar 1 for Market opening/ }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: /^Demonstrator, Market opening/ }).first()).toBeVisible();
});
