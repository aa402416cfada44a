import { expect, type Locator, type Page } from '@playwright/test';
import { id } from './cast.ts';

/** What a person's hands do with the week on a page. */
export interface Hands {
  shift(name: string): Locator;
  /** The cell of a person (or of the open lane) on a date. */
  cell(who: string | null, date: string): Locator;
  /** What that cell says about the shift in the hand. */
  verdict(who: string | null, date: string): Locator;
  /** Takes a shift with the mouse and holds it over a cell. */
  hold(name: string, who: string | null, date: string): Promise<void>;
  drag(name: string, who: string | null, date: string, key?: 'Control' | 'Alt'): Promise<void>;
  /** Takes a shift with a finger: down, a long press, over to the cell, up. */
  dragByTouch(name: string, who: string | null, date: string): Promise<void>;
  /** Takes one end of a shift with the mouse and moves it by so many pixels. */
  pull(name: string, edge: 'start' | 'end', byPx: number): Promise<void>;
  /** Puts the keyboard on a cell by pressing where no shift is, or on a shift of it. */
  focus(name: string): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
}

const LONG_PRESS_MS = 450;

export function handsOn(page: Page): Hands {
  const shift = (name: string): Locator => page.locator(`#roster-shift-${id(name)}`);
  const cell = (who: string | null, date: string): Locator =>
    page.locator(`[role=gridcell][data-row="${who === null ? 'open' : id(who)}"][data-day="${date}"]`);
  const centre = async (of: Locator): Promise<{ x: number; y: number }> => {
    let box: Awaited<ReturnType<Locator['boundingBox']>> = null;
    // what was just moved is drawn again in its new row while one reaches for it
    await expect(async () => {
      await of.scrollIntoViewIfNeeded({ timeout: 1000 });
      box = await of.boundingBox();
      expect(box).not.toBeNull();
    }).toPass();
    const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
    return { x: x + width / 2, y: y + height / 2 };
  };
  const hold = async (name: string, who: string | null, date: string): Promise<void> => {
    const from = await centre(shift(name));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 12, from.y + 6, { steps: 2 });
    const to = await centre(cell(who, date));
    await page.mouse.move(to.x, to.y, { steps: 6 });
  };
  return {
    shift,
    cell,
    verdict: (who, date) => cell(who, date).locator('[data-verdict]'),
    hold,
    async drag(name, who, date, key) {
      if (key !== undefined) await page.keyboard.down(key);
      await hold(name, who, date);
      await page.mouse.up();
      if (key !== undefined) await page.keyboard.up(key);
    },
    async dragByTouch(name, who, date) {
      const cdp = await page.context().newCDPSession(page);
      // a screen that is touched draws everything larger: where things are is read after that
      await cdp.send('Emulation.setTouchEmulationEnabled', { enabled: true });
      await expect(page.locator('[data-density=touch]').first()).toBeVisible();
      const to = await centre(cell(who, date));
      const from = await centre(shift(name));
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: { x: number; y: number } | null): Promise<unknown> =>
        cdp.send('Input.dispatchTouchEvent', { type, touchPoints: at === null ? [] : [at] });
      await touch('touchStart', from);
      await expect(shift(name)).toHaveClass(/opacity-40/, { timeout: LONG_PRESS_MS * 10 });
      for (let step = 1; step <= 6; step += 1) {
        await touch('touchMove', { x: from.x + ((to.x - from.x) * step) / 6, y: from.y + ((to.y - from.y) * step) / 6 });
      }
      await touch('touchEnd', null);
      await cdp.send('Emulation.setTouchEmulationEnabled', { enabled: false });
      await cdp.detach();
    },
    async pull(name, edge, byPx) {
      await shift(name).scrollIntoViewIfNeeded();
      const box = await shift(name).boundingBox();
      if (box === null) throw new Error('it is not on the screen');
      const x = edge === 'start' ? box.x + 2 : box.x + box.width - 2;
      const y = box.y + box.height / 2;
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + byPx, y, { steps: 5 });
      await page.mouse.up();
    },
    async focus(name) {
      await shift(name).click();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('grid')).toBeFocused();
    },
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
  };
}
