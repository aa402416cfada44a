// Declares `window.check`.
import type {} from '../../renderer/browser-host/testing/check-page.ts';
import { percentile, printFigure } from '../../sync-server/bench/figures.ts';
import { startBrowser } from './browser.ts';
import { makeCheckClient } from './check-client.ts';
import { startLogServer } from './log-server.ts';

const EVENTS = 10_000;
const EDITS = 200;

/** In Chromium: from a screen running a command until its live query of the view has fired with the change. */
export async function visibleInTheView(): Promise<void> {
  const server = await startLogServer(EVENTS, await makeCheckClient());
  const browser = await startBrowser();
  try {
    await browser.page.goto(`${server.url}browser-host/testing/check.html`);
    await browser.page.waitForFunction(() => window.check !== undefined);
    const samples = await browser.page.evaluate(measureInPage, { code: await server.enrolCode(), edits: EDITS });
    printFigure({
      bench: 'local',
      case: `command visible in the view, ${EVENTS.toLocaleString('en')} events in the log, p50`,
      unit: 'ms',
      value: percentile(samples, 0.5),
      baseline: null,
      aim: null,
    });
    printFigure({
      bench: 'local',
      case: `command visible in the view, ${EVENTS.toLocaleString('en')} events in the log, p99`,
      unit: 'ms',
      value: percentile(samples, 0.99),
      baseline: null,
      aim: { value: 50, bound: 'max' },
    });
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Runs in the page, beside a screen that watches the bookings of this week. */
async function measureInPage({ code, edits }: { readonly code: string; readonly edits: number }): Promise<number[]> {
  const check = window.check;
  if (check === undefined) throw new Error('no check page');
  const { bridge } = check;
  const enrolled = await bridge.session.enrol({ code });
  if (!enrolled.ok) throw new Error(enrolled.error.code);
  for (;;) {
    const { phase, cursor, head } = await bridge.sync.status();
    if (phase === 'live' && head > 0 && cursor >= head) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const view = await check.open();
  await check.ready(view);
  const now = Date.now();
  const day = 86_400_000;
  const during = { from: new Date(now - 7 * day).toISOString(), to: new Date(now + 7 * day).toISOString() };
  const live = view.liveRows('bookings', { during });
  const subject = (await view.readRows('bookings', { during }))[0];
  if (subject === undefined) throw new Error('no booking this week');
  const samples: number[] = [];
  for (let edit = 0; edit < edits; edit += 1) {
    const brief = `Version ${edit}: park behind the hall.`;
    const shown = new Promise<number>((resolve) => {
      const stop = live.subscribe(() => {
        if (live.current().rows.find(({ id }) => id === subject.id)?.state.brief !== brief) return;
        stop();
        resolve(performance.now());
      });
    });
    const started = performance.now();
    const reply = await bridge.runCommand({
      commandId: crypto.randomUUID(),
      name: 'booking.edit',
      input: { bookingId: subject.id, changes: { brief } },
    });
    if (!reply.ok) throw new Error(reply.error.code);
    samples.push((await shown) - started);
    // A person does not type this fast; what the server answers meanwhile shall not pile up.
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await view.close();
  return samples.slice(Math.floor(edits / 10));
}
