import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile, printFigure } from '../../sync-server/bench/figures.ts';
import { bookingData } from '../../sync-server/testing/events.ts';
import { mustBeBuilt } from './built.ts';
import { startCoreDevice, type CoreDevice } from './core-device.ts';
import { startLogServer } from './log-server.ts';
import { rawCommits } from './raw-commit.ts';
import { utilityProcess } from '../e2e/stand-in/utility-process.ts';
import { visibleInTheView } from './visible.ts';

const WARM_UP = 100;
const MEASURED = 600;

/** Lengths of the log that are compared. */
const LOGS = [0, 10_000, 100_000] as const;

/**
 * A command from the moment main hands it to the core's process until main holds the answer: its events are decided,
 * appended and flushed to the disk. Beside it, a raw commit of one row of that size on the same disk: behind the same hop
 * to another process, which is what the aim is about, and bare. All take turns, so that none has the quieter machine;
 * servers are gone: this is about the device.
 */
export async function local(): Promise<void> {
  await mustBeBuilt();
  const lanes = [];
  for (const events of LOGS) lanes.push(await laneOf(events));
  const [first] = lanes;
  if (first === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-raw-'));
  const bareCommit = rawCommits(join(folder, 'bare.sqlite'));
  const bare: Lane = { name: 'a bare raw commit', work: async () => bareCommit(), samples: [] };
  const hopping = hoppingCommits(join(folder, 'hopping.sqlite'));
  const raw: Lane = { name: 'a raw commit behind the same hop', work: hopping.commit, samples: [] };
  for (let turn = 0; turn < WARM_UP + MEASURED; turn += 1) {
    for (const lane of [bare, raw, ...lanes]) {
      const started = performance.now();
      await lane.work();
      if (turn >= WARM_UP) lane.samples.push(performance.now() - started);
    }
  }
  hopping.stop();
  for (const lane of lanes) {
    for (const share of [0.5, 0.99]) figure(lane, raw, share, { ratio: 3, bound: 'max' });
    figure(lane, bare, 0.5, null);
    await lane.device.stop();
  }
  printFigure({
    bench: 'local',
    case: `flat: p50 with ${nameOf(LOGS[2])} against an empty log`,
    unit: 'ms',
    value: percentile(lanes.at(-1)?.samples ?? [], 0.5),
    baseline: percentile(first.samples, 0.5),
    aim: { ratio: 1.25, bound: 'max' },
  });
  await visibleInTheView();
}

function figure(lane: Lane, against: Lane, share: number, aim: { readonly ratio: number; readonly bound: 'max' } | null): void {
  const [value, baseline] = [percentile(lane.samples, share), percentile(against.samples, share)];
  printFigure({
    bench: 'local',
    case: `command durable, ${lane.name}, p${share * 100} against ${against.name}`,
    unit: 'ms',
    value,
    baseline,
    aim,
  });
}

interface Lane {
  readonly name: string;
  readonly work: () => Promise<void>;
  readonly samples: number[];
}

const nameOf = (events: number): string => `${events.toLocaleString('en')} events in the log`;

/** A device that has read a log of so many events and lost its server. */
async function laneOf(events: number): Promise<Lane & { readonly device: CoreDevice }> {
  const server = await startLogServer(events);
  const device = startCoreDevice(server.url);
  await device.enrol(await server.enrolCode());
  await server.stop();
  return { name: nameOf(events), device, work: commandsOf(device, server.siteId), samples: [] };
}

/** Every fifth command plans a booking, the others edit one. */
function commandsOf(device: CoreDevice, siteId: string): () => Promise<void> {
  let made = 0;
  let bookingId = '';
  return async () => {
    const isNew = made % 5 === 0;
    if (isNew) bookingId = crypto.randomUUID();
    made += 1;
    const reply = isNew
      ? await device.run('booking.create', { ...bookingData(siteId), bookingId })
      : await device.run('booking.edit', { bookingId, changes: { notes: `Version ${made}: park behind the hall.` } });
    if (!reply.ok) throw new Error(`${reply.error.kind}: ${reply.error.code}`);
  };
}

function hoppingCommits(file: string): { readonly commit: () => Promise<void>; readonly stop: () => void } {
  const child = utilityProcess.fork(join(import.meta.dirname, 'raw-core.ts'), [file]);
  const commit = (): Promise<void> =>
    new Promise((resolve) => {
      child.once('message', () => resolve());
      child.postMessage({ kind: 'call', id: 1, name: 'command.run', input: { name: 'booking.edit' } });
    });
  return { commit, stop: () => void child.kill() };
}
