import { expect, test, type Page } from '@playwright/test';
import { dayOf, id, LONG_NAME, PASSWORD, period } from './roster/cast.ts';
import { handsOn, type Hands } from './roster/hands.ts';
import { startRosterWorld, type RosterWorld } from './roster/world.ts';
import { pictureOfLog, pictureOfView } from './story/pictures.ts';

const MON = dayOf('Mon');
const TUE = dayOf('Tue');
const WED = dayOf('Wed');
const FRI = dayOf('Fri');
const SAT = dayOf('Sat');
const SUN = dayOf('Sun');

let world: RosterWorld;
let desk: Page;
let other: Page;
let hands: Hands;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(180_000);
  world = await startRosterWorld();
  desk = world.desk;
  hands = handsOn(desk);
  other = await world.openOther();
  await world.visit();
});
test.afterAll(() => world?.close());

const saysDone = (words: string | RegExp) => expect(desk.getByRole('alertdialog').filter({ hasText: words }).first()).toBeVisible();

/** What the other device holds of a shift, once the server has told it. */
const elsewhere = (name: string) => expect.poll(() => stateOn(other, id(name)), { message: `${name} on the other device` });

/** Closes what stands in the corner, as a person does before reaching for what lies under it. */
async function readMessages(): Promise<void> {
  const messages = desk.getByRole('region', { name: 'Messages' }).getByRole('button', { name: /close/i });
  await expect(async () => {
    for (let left = await messages.count(); left > 0; left -= 1) await messages.first().click({ timeout: 1000 });
    await expect(messages).toHaveCount(0, { timeout: 500 });
  }).toPass();
}

/** Types of the events of a shift in the server's log, in order. */
async function logOf(shiftId: string): Promise<readonly string[]> {
  const { log } = await pictureOfLog(world.server.url, 'olga@fjord.test', PASSWORD);
  return log.filter(({ aggregateId, outcome }) => aggregateId === shiftId && outcome !== 'rejected').map(({ type }) => type);
}

/** Id of the only shift the other device has besides those that were there. */
async function newShift(known: ReadonlySet<string>): Promise<string> {
  let found: readonly string[] = [];
  await expect
    .poll(async () => {
      found = (await shiftsOn(other)).filter((one) => !known.has(one));
      return found.length;
    })
    .toBe(1);
  return found[0] ?? '';
}

/** A shift as a device shows it, read from the browser's own database. */
const stateOn = async (page: Page, shiftId: string): Promise<unknown> => (await pictureOfView(page))[shiftId];

async function shiftsOn(page: Page): Promise<readonly string[]> {
  const rows = Object.entries(await pictureOfView(page));
  return rows.filter(([, state]) => typeof state === 'object' && state !== null && 'travelMinutes' in state).map(([key]) => key);
}

test('an open shift is dragged to a person, and the server and the other device know it', async () => {
  await hands.hold('open', 'ana', TUE);
  await expect(hands.verdict('ana', TUE)).toHaveAttribute('data-verdict', 'fits');
  await expect(hands.verdict('cy', TUE)).toHaveText('No Sampling');
  await expect(hands.verdict('ana', WED)).toHaveText(/^Busy/);
  await expect(hands.verdict(null, TUE)).toHaveText('Here now');
  for (const who of ['ana', 'bo', 'cy', 'long', 'maya', 'olga'])
    for (const day of [TUE, WED, SUN]) await expect(hands.verdict(who, day)).toHaveText(/./);
  await desk.mouse.up();
  await saysDone('Ana Lindqvist is planned as Demonstrator');
  await expect(hands.cell('ana', TUE).locator(`#roster-shift-${id('open')}`)).toBeVisible();
  await elsewhere('open').toMatchObject({ assigneeId: id('ana'), status: 'confirmed' });
  expect(await logOf(id('open'))).toEqual(['shift.created', 'shift.published', 'shift.assigned']);
});

test('Ctrl+Z takes it back and names what was undone', async () => {
  await desk.keyboard.press('Control+z');
  await saysDone(/Undone.*Ana Lindqvist is planned as Demonstrator/);
  await elsewhere('open').toMatchObject({ assigneeId: null, status: 'open' });
  await expect(hands.cell(null, TUE).locator(`#roster-shift-${id('open')}`)).toBeVisible();
});

test('the same by keyboard: Space picks up, arrows choose, each cell is spoken, Enter puts down', async () => {
  await hands.focus('open');
  await hands.press('Space');
  const spoken = desk.locator('p[aria-live=assertive]');
  await expect(spoken).toHaveText(/Picked up Demonstrator/);
  await hands.press('ArrowDown', 'ArrowDown');
  await expect(spoken).toHaveText(/^Bo Jensen, Tue.*: Fits$/);
  await hands.press('ArrowDown');
  await expect(spoken).toHaveText(/^Cy Okafor.*is not trained for Sampling/);
  await hands.press('ArrowUp', 'Enter');
  await elsewhere('open').toMatchObject({ assigneeId: id('bo') });
  await expect(desk.getByRole('grid')).toBeFocused();
});

test('Escape puts a held shift back where it was', async () => {
  await hands.focus('of bo');
  await hands.press('Space', 'ArrowRight', 'Escape');
  await expect(desk.locator('[data-verdict]')).toHaveCount(0);
  expect(await stateOn(desk, id('of bo'))).toMatchObject({ period: period('Wed', '12:00', '16:00') });
});

test('with a finger: a long press takes a shift, the finger carries it', async () => {
  await hands.dragByTouch('for a finger', 'ana', SAT);
  await elsewhere('for a finger').toMatchObject({ assigneeId: id('ana') });
});

test('a shift moves to another day with its person, and to another person on another day, as one plan', async () => {
  await hands.drag('for a finger', 'ana', SUN);
  await elsewhere('for a finger').toMatchObject({
    assigneeId: id('ana'),
    period: { startLocal: `${SUN}T11:00`, endLocal: `${SUN}T13:00` },
  });
  await hands.drag('for a finger', 'long', SAT);
  await elsewhere('for a finger').toMatchObject({ assigneeId: id('long'), period: { startLocal: `${SAT}T11:00` } });
  expect((await logOf(id('for a finger'))).slice(-3)).toEqual(['shift.unassigned', 'shift.rescheduled', 'shift.assigned']);
});

test('a shift dropped on the open lane, or freed with Delete, has nobody any more', async () => {
  await hands.drag('for a finger', null, SAT);
  await elsewhere('for a finger').toMatchObject({ assigneeId: null, status: 'open' });
  await hands.drag('for a finger', 'ana', SAT);
  await elsewhere('for a finger').toMatchObject({ assigneeId: id('ana') });
  await hands.focus('for a finger');
  await hands.press('Delete');
  await elsewhere('for a finger').toMatchObject({ assigneeId: null, status: 'open' });
});

test('a person cannot be put in two places', async () => {
  await hands.drag('overlap', 'ana', WED);
  await expect(desk.getByText(/Ana Lindqvist already works at/).first()).toBeVisible();
  await expect(hands.cell(null, WED).locator(`#roster-shift-${id('overlap')}`)).toBeVisible();
  expect(await logOf(id('overlap'))).toEqual(['shift.created', 'shift.published']);
});

test('a rule that can be overridden asks for words, and the words are kept', async () => {
  await hands.drag('for a trained one', 'cy', FRI);
  const question = desk.getByRole('alertdialog', { name: /Plan Cy Okafor as Steward all the same/ });
  await expect(question).toContainText('not trained for Sampling');
  await question.getByRole('button', { name: 'Plan anyway' }).click();
  await expect(question).toBeVisible();
  await question.getByRole('textbox').fill('Learns on the day');
  await question.getByRole('button', { name: 'Plan anyway' }).click();
  await elsewhere('for a trained one').toMatchObject({ assigneeId: id('cy'), overrideReason: 'Learns on the day' });
});

test('so does another day of the same person, when it newly breaks a rule', async () => {
  // on Friday it would leave nine hours after the late shift of Thursday
  await hands.drag('early', 'ana', FRI);
  const question = desk.getByRole('alertdialog', { name: /all the same/ });
  await expect(question).toContainText('would rest 9 h');
  await question.getByRole('textbox').fill('She asked for it');
  await question.getByRole('button', { name: 'Plan anyway' }).click();
  await elsewhere('early').toMatchObject({
    assigneeId: id('ana'),
    overrideReason: 'She asked for it',
    period: { startLocal: `${FRI}T07:00` },
  });
  expect((await logOf(id('early'))).slice(-2)).toEqual(['shift.rescheduled', 'shift.exception_recorded']);
  await saysDone('Steward moved to Fri 9 May 2031');
  await desk.keyboard.press('Control+z');
  await elsewhere('early').toMatchObject({ period: { startLocal: `${SUN}T07:00` } });
});

test('the end of a shift is pulled with the mouse, its start and end moved by keys', async () => {
  await hands.pull('elastic', 'end', 28);
  await elsewhere('elastic').toMatchObject({ period: { startLocal: `${SAT}T13:00`, endLocal: `${SAT}T17:00` } });
  // the next change starts from what this window shows
  await expect(hands.shift('elastic')).toContainText('13:00–17:00');
  await hands.focus('elastic');
  await hands.press('Shift+ArrowLeft', 'Shift+ArrowLeft', 'Enter');
  await elsewhere('elastic').toMatchObject({ period: { endLocal: `${SAT}T16:30` } });
  await expect(hands.shift('elastic')).toContainText('13:00–16:30');
  await hands.press('Control+Shift+ArrowLeft', 'ArrowLeft', 'Space');
  await elsewhere('elastic').toMatchObject({ period: { startLocal: `${SAT}T12:30`, endLocal: `${SAT}T16:30` } });
  await expect(hands.shift('elastic')).toContainText('12:30–16:30');
  await hands.press('Shift+ArrowRight', 'Escape');
  await expect(hands.shift('elastic')).toContainText('12:30–16:30');
});

test('a shift is copied with Ctrl+C and Ctrl+V, and by dragging with Alt, as drafts that tell nobody', async () => {
  const known = new Set(await shiftsOn(desk));
  await hands.focus('original');
  await hands.press('Control+c', 'ArrowRight', 'Control+v');
  const pasted = await newShift(known);
  expect(await stateOn(other, pasted)).toMatchObject({
    status: 'draft',
    role: 'Steward',
    assigneeId: null,
    pencil: { memberId: id('long') },
    period: { startLocal: `${SUN}T18:00`, endLocal: `${SUN}T19:00` },
  });
  await hands.drag('original', 'bo', SUN, 'Alt');
  const dragged = await newShift(new Set([...known, pasted]));
  expect(await stateOn(other, dragged)).toMatchObject({ status: 'draft', pencil: { memberId: id('bo') } });
  expect(await stateOn(desk, id('original'))).toMatchObject({ assigneeId: id('long'), period: { startLocal: `${SAT}T18:00` } });
  await desk.getByRole('button', { name: 'Forget the copy' }).click();
});

test('a shift is split in two, and undo makes it one again', async () => {
  await hands.focus('of ana');
  const known = new Set(await shiftsOn(other));
  await hands.press('s');
  const question = desk.getByRole('dialog', { name: 'Split Demonstrator' });
  await expect(question).toContainText('10:00–14:00');
  await expect(question).toContainText('becomes an open shift');
  await question.getByRole('button', { name: 'Split', exact: true }).click();
  await elsewhere('of ana').toMatchObject({ assigneeId: id('ana'), period: { endLocal: `${WED}T14:00` } });
  const rest = await newShift(known);
  expect(await stateOn(other, rest)).toMatchObject({
    status: 'open',
    period: { startLocal: `${WED}T14:00`, endLocal: `${WED}T18:00` },
  });
  await saysDone('Demonstrator split at 14:00');
  await desk.keyboard.press('Control+z');
  await elsewhere('of ana').toMatchObject({ period: period('Wed', '10:00', '18:00') });
  await expect.poll(async () => await stateOn(other, rest)).toMatchObject({ status: 'cancelled' });
});

test('p publishes the week: what can be is published, what cannot is listed with its reason', async () => {
  await hands.focus('draft');
  await hands.press('p');
  const result = desk.getByRole('dialog', { name: '1 draft could not be published' });
  await expect(result.getByRole('listitem')).toHaveText(/Thu.*15:00–17:00 · Steward · Bo Jensen.*already works/);
  await result.getByRole('button', { name: 'Done' }).click();
  await elsewhere('draft').toMatchObject({ status: 'open' });
  expect(await stateOn(desk, id('double'))).toMatchObject({ status: 'draft' });
});

test('a cell opens the form, and a draft is drawn for its person', async () => {
  await readMessages();
  await hands.cell('long', MON).click();
  const form = desk.getByRole('form', { name: 'New shift' });
  await form.getByLabel('Role').fill('Host');
  await expect(form.getByRole('combobox', { name: 'Person' })).toHaveValue(LONG_NAME);
  const known = new Set(await shiftsOn(other));
  await form.getByRole('button', { name: 'Create draft' }).click();
  await expect(form).toHaveCount(0);
  const made = await newShift(known);
  expect(await stateOn(other, made)).toMatchObject({ role: 'Host', status: 'draft', pencil: { memberId: id('long') } });
});

test('the week is copied with the people who fit; who does not is named beforehand', async () => {
  await desk.getByRole('button', { name: 'More' }).first().click();
  await desk.getByRole('menuitem', { name: /Copy this week/ }).click();
  const question = desk.getByRole('dialog', { name: /^Copy 5.{1,3}11 May/ });
  await expect(question).toContainText('nobody is told before you publish them');
  await expect(question).toContainText('is not trained for Sampling');
  const before = new Set(await shiftsOn(desk));
  await question.getByRole('button', { name: /^Copy \d+ shifts$/ }).click();
  await expect(desk.getByRole('grid', { name: /^Week from Mon 12 May/ })).toBeVisible();
  const copies = async (): Promise<readonly unknown[]> => {
    const picture = await pictureOfView(other);
    return (await shiftsOn(other)).filter((one) => !before.has(one)).map((one) => picture[one]);
  };
  await expect.poll(async () => (await copies()).length).toBeGreaterThan(8);
  for (const state of await copies()) expect(state).toMatchObject({ status: 'draft', assigneeId: null });
  await desk.keyboard.press('Control+z');
  await expect
    .poll(async () => new Set((await copies()).map((state) => (state as { status: string }).status)))
    .toEqual(new Set(['cancelled']));
  await world.visit();
});

test('the week is grouped by role and the choice is remembered', async () => {
  await desk.getByRole('button', { name: /Group by/ }).click();
  await desk.getByRole('option', { name: 'By role' }).click();
  await expect(desk.getByRole('rowheader', { name: /^Lead/ })).toBeVisible();
  await expect(desk.getByRole('rowheader', { name: 'No shifts this week' })).toBeVisible();
  await desk.reload();
  await expect(desk.getByRole('rowheader', { name: /^Lead/ })).toBeVisible({ timeout: 60_000 });
  await desk.getByRole('button', { name: /Group by/ }).click();
  await desk.getByRole('option', { name: 'By person' }).click();
  await expect(desk.getByRole('rowheader', { name: /^Lead/ })).toHaveCount(0);
});

test('without a network it is planned all the same, marked as not confirmed, and sent later', async () => {
  world.network.cut();
  await expect(desk.getByRole('button', { name: /offline/i }).first()).toBeVisible({ timeout: 30_000 });
  await hands.drag('for a finger', 'ana', SAT);
  await expect(hands.shift('for a finger')).toHaveAttribute('data-certainty', 'provisional');
  expect(await stateOn(other, id('for a finger'))).toMatchObject({ assigneeId: null });
  world.network.restore();
  await elsewhere('for a finger').toMatchObject({ assigneeId: id('ana') });
  await expect(hands.shift('for a finger')).toHaveAttribute('data-certainty', 'confirmed', { timeout: 60_000 });
});
