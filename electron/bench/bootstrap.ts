import { join } from 'node:path';
// Declares `window.check`.
import type {} from '../../renderer/browser-host/testing/check-page.ts';
import { printFigure } from '../../sync-server/bench/figures.ts';
import type { TestDevice } from '../../sync-server/testing/device.ts';
import { ROOT } from '../launch/build.ts';
import { startBrowser } from './browser.ts';
import { mustBeBuilt } from './built.ts';
import { makeCheckClient } from './check-client.ts';
import { startCoreDevice } from './core-device.ts';
import { startLogServer, type LogServer } from './log-server.ts';

const EVENTS = 100_000;
const PAGE_EVENTS = 2000;
const ROUNDS = 3;

/** A fresh device and a log of 100,000 events: when its core has all of it, when a person can work, and what it costs in memory. */
export async function bootstrap(): Promise<void> {
  await mustBeBuilt();
  const server = await startLogServer(EVENTS, join(ROOT, 'dist/renderer-browser'));
  await inNode(server);
  await untilToday(server);
  megabytes('the server', server.peakMegabytes());
  await server.stop();
  const checked = await startLogServer(EVENTS, await makeCheckClient());
  await inChromium(checked);
  await checked.stop();
}

/** The built core in its own process, against reading the same pages and parsing them. */
async function inNode(server: LogServer): Promise<void> {
  const [ours, logs, bare]: [number[], number[], number[]] = [[], [], []];
  let peak: number | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await timed(async () => readPages(await server.enrolBare())));
    const device = startCoreDevice(server.url);
    await device.status();
    const code = await server.enrolCode();
    const { objectsMs, logMs } = await device.enrol(code);
    ours.push(objectsMs);
    logs.push(logMs);
    peak = device.peakMegabytes();
    await device.stop();
  }
  printFigure({
    bench: 'bootstrap',
    case: `every object in the core in Node, ${server.events} events, against a bare paged read`,
    unit: 'ms',
    value: median(ours),
    baseline: median(bare),
    aim: { ratio: 3, bound: 'max' },
  });
  wholeLog(server, 'Node', logs, bare);
  megabytes("the core's process in Node", peak);
}

async function readPages(device: TestDevice): Promise<void> {
  for (let cursor = 0, head = 1; cursor < head;) {
    const { text } = await device.get(`/v1/sync/pull?epoch=${device.epoch}&cursor=${cursor}&limit=${PAGE_EVENTS}`);
    const page = JSON.parse(text) as { readonly to: number; readonly head: number };
    cursor = page.to;
    head = page.head;
  }
}

/** The core in its worker, against appending the same pages to a file of the same origin private file system. */
async function inChromium(server: LogServer): Promise<void> {
  const [ours, logs, bare]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const plain = await startBrowser({ withoutPolicy: true });
    await plain.page.goto(`${server.url}healthz`);
    const { accessToken, epoch } = await server.enrolBare();
    bare.push(await plain.page.evaluate(appendPages, { accessToken, epoch, limit: PAGE_EVENTS }));
    await plain.close();
    const browser = await startBrowser();
    await browser.page.goto(`${server.url}browser-host/testing/check.html`);
    await browser.page.waitForFunction(() => window.check !== undefined);
    const { objectsMs, logMs } = await browser.page.evaluate(completeCore, await server.enrolCode());
    ours.push(objectsMs);
    logs.push(logMs);
    await browser.close();
  }
  printFigure({
    bench: 'bootstrap',
    case: `every object in the core in Chromium, ${server.events} events, against an append of the pages in OPFS`,
    unit: 'ms',
    value: median(ours),
    baseline: median(bare),
    aim: { ratio: 3, bound: 'max' },
  });
  wholeLog(server, 'Chromium', logs, bare);
}

/** It comes in the background, page by page with pauses: nobody waits for it. */
function wholeLog(server: LogServer, where: string, logs: readonly number[], bare: readonly number[]): void {
  const name = `the whole log behind the objects in ${where}, ${server.events} events, in the background`;
  printFigure({ bench: 'bootstrap', case: name, unit: 'ms', value: median(logs), baseline: median(bare), aim: null });
}

/** Runs in the page. */
async function completeCore(code: string): Promise<{ readonly objectsMs: number; readonly logMs: number }> {
  const bridge = window.check?.bridge;
  if (bridge === undefined) throw new Error('no check page');
  const started = performance.now();
  let objectsMs: number | null = null;
  const complete = new Promise<{ readonly objectsMs: number; readonly logMs: number }>((resolve) => {
    bridge.onSyncChanged((status) => {
      if (status.phase !== 'live' || status.head === 0 || status.cursor < status.head) return;
      objectsMs ??= performance.now() - started;
      if (status.olderLog === null) resolve({ objectsMs, logMs: performance.now() - started });
    });
  });
  const reply = await bridge.session.enrol({ code });
  if (!reply.ok) throw new Error(reply.error.code);
  return complete;
}

/** Runs in the page: a worker that does nothing but read pages and append them, each one flushed. */
async function appendPages(input: { readonly accessToken: string; readonly epoch: string; readonly limit: number }): Promise<number> {
  const source = `onmessage = async ({ data: { origin, accessToken, epoch, limit } }) => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle('pages', { create: true })).createSyncAccessHandle();
    const encoder = new TextEncoder();
    const started = performance.now();
    let at = 0;
    for (let cursor = 0, head = 1; cursor < head; ) {
      const reply = await fetch(origin + '/v1/sync/pull?epoch=' + epoch + '&cursor=' + cursor + '&limit=' + limit,
        { headers: { authorization: 'Bearer ' + accessToken } });
      const text = await reply.text();
      ({ to: cursor, head } = JSON.parse(text));
      at += file.write(encoder.encode(text), { at });
      file.flush();
    }
    postMessage(performance.now() - started);
  };`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<number>) => resolve(event.data));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.postMessage({ origin: location.origin, ...input });
  });
}

/** The app itself: from its address being opened, with a code that signs it in, until today's work can be read. */
async function untilToday(server: LogServer): Promise<void> {
  const samples: number[] = [];
  let peak: number | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const browser = await startBrowser();
    const { page } = browser;
    const code = await server.enrolCode();
    const started = performance.now();
    await page.goto(`${server.url}?profile=bench#enrol=${code}`, { waitUntil: 'commit' });
    await page
      .getByText(/^Promotion \d/)
      .first()
      .waitFor({ timeout: 180_000 });
    samples.push(performance.now() - started);
    if (round === ROUNDS - 1) {
      await page.getByRole('button', { name: /up to date/i }).waitFor({ timeout: 180_000 });
      peak = await browser.peakMegabytes();
    }
    await browser.close();
  }
  printFigure({
    bench: 'bootstrap',
    case: `Today usable on a fresh device in Chromium, ${server.events} events`,
    unit: 'ms',
    value: median(samples),
    baseline: null,
    aim: { value: 3000, bound: 'max' },
  });
  megabytes("the page's process in Chromium, core and view", peak);
}

function megabytes(whose: string, value: number | null): void {
  printFigure({ bench: 'bootstrap', case: `peak memory of ${whose}`, unit: 'MB', value: value ?? Number.NaN, baseline: null, aim: null });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
