import type { RawData, WebSocket } from 'ws';
import { median, percentile, printFigure, type Figure } from './figures.ts';
import { authorOf, connect, pushFrames, startBenchServer, workload, type BenchServer } from './load.ts';

/** What one server did with one crowd of sites. */
interface Measured {
  readonly p50: number;
  readonly p99: number;
  /** Deliveries per second while the writer sends its next event as soon as the last is answered. */
  readonly inTurn: number;
  /** Deliveries per second after everything was sent at once. */
  readonly flooded: number;
}

/** Both servers have been up for a while: what a just started process still compiles is not what sites wait for all day. */
const WARM_UP_EVENTS = 4000;
/** They alternate, so that neither server always runs on the quieter machine. */
const ROUNDS = 3;
const EVENTS_PER_SECOND = 200;
const PACED_SECONDS = 6;
const IN_TURN_EVENTS = 1000;
const FLOOD_EVENTS = 4000;

/**
 * One writer, N sites: from the moment the writer sends an event to its arrival at each site, at 200 events/s; then as
 * many deliveries as the server manages. Both servers run in their own process, and the sites in this one, the same for both.
 *
 * `saturated` has the writer that the protocol allows: one push in flight, the next as soon as the last is answered, each
 * answered only when it is synced to disk. Both servers get the same single events from the same writer and bring every
 * event to the same sites; a round ends when the last site has the last event. `flooded` has a writer that no device is:
 * thousands of unanswered pushes at once. It shows the price of deciding every event again in a process that has no pause
 * to do it in, so it carries no aim.
 */
export async function fanout(): Promise<void> {
  for (const sites of [10, 50, 200]) {
    const rounds: Record<'ours' | 'bare', Measured[]> = { ours: [], bare: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.bare.push(await measure('bare-server', sites));
      rounds.ours.push(await measure('our-server', sites));
    }
    const middle = (which: 'ours' | 'bare', of: keyof Measured): number => median(rounds[which].map((measured) => measured[of]));
    const figure = (what: string, unit: string, of: keyof Measured, aim: Figure['aim']): void =>
      printFigure({ bench: 'fanout', case: `${sites} sites, ${what}`, unit, value: middle('ours', of), baseline: middle('bare', of), aim });
    figure('200 events/s, p50', 'ms', 'p50', { ratio: 1.3, bound: 'max' });
    figure('200 events/s, p99', 'ms', 'p99', { ratio: 1.5, bound: 'max' });
    figure('saturated', 'deliveries/s', 'inTurn', { ratio: 1, bound: 'min' });
    figure('flooded', 'deliveries/s', 'flooded', null);
  }
}

async function measure(which: 'our-server' | 'bare-server', sites: number): Promise<Measured> {
  const server = await startBenchServer(which, sites + 1);
  try {
    const crowd = await gather(server, sites);
    const author = authorOf(server, sites);
    const paced = EVENTS_PER_SECOND * PACED_SECONDS;
    const events = workload(author, WARM_UP_EVENTS + paced + IN_TURN_EVENTS + FLOOD_EVENTS);
    const frames = [...pushFrames(server, author, events, 1).frames];
    const next = (count: number): string[] => frames.splice(0, count);
    const writer = await connect(server, sites);
    await saturate(next(WARM_UP_EVENTS), crowd, (batch) => sendInTurn(writer, batch));
    const latencies = await pace(writer, next(paced), crowd);
    const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
    const inTurn = await saturate(next(IN_TURN_EVENTS), crowd, (batch) => sendInTurn(writer, batch));
    const flooded = await saturate(next(FLOOD_EVENTS), crowd, (batch) => batch.forEach((frame) => writer.send(frame)));
    return { p50, p99, inTurn, flooded };
  } finally {
    server.stop();
  }
}

interface Crowd {
  readonly sites: number;
  readonly latencies: number[];
  /** When each event was sent, in the order of the log behind the first. */
  readonly sentAt: number[];
  received: number;
  onReceived: () => void;
}

/** Sites that read along and give credit back as devices do. They count events without parsing them, at both servers alike. */
async function gather(server: BenchServer, sites: number): Promise<Crowd> {
  const crowd: Crowd = { sites, latencies: [], sentAt: [], received: 0, onReceived: () => undefined };
  const start = server.sessions.length === 0 ? 0 : 2;
  for (let site = 0; site < sites; site += 1) {
    const socket = await connect(server, site);
    let cursor = start;
    let taken = 0;
    socket.on('message', (data) => {
      const text = String(data);
      if (!text.startsWith('{"kind":"page"')) return;
      const to = Number(/"to":(\d+)/.exec(text)?.[1] ?? cursor);
      const now = performance.now();
      for (let seq = cursor + 1; seq <= to; seq += 1) {
        const sent = crowd.sentAt[seq - start - 1];
        if (sent !== undefined) crowd.latencies.push(now - sent);
        crowd.received += 1;
      }
      cursor = to;
      taken += 1;
      if (taken === 2) socket.send('{"kind":"credit","pages":2}');
      taken %= 2;
      crowd.onReceived();
    });
    socket.send(JSON.stringify({ kind: 'subscribe', epoch: server.epoch, cursor: start, credit: 4 }));
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  return crowd;
}

/** Sends single events at their times and waits until every site has them. Answers each delivery's milliseconds. */
async function pace(writer: WebSocket, frames: readonly string[], crowd: Crowd): Promise<readonly number[]> {
  const before = crowd.received;
  crowd.sentAt.length = before / crowd.sites;
  const started = performance.now();
  for (const [index, frame] of frames.entries()) {
    const due = started + (index * 1000) / EVENTS_PER_SECOND;
    const rest = due - performance.now();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    crowd.sentAt.push(performance.now());
    writer.send(frame);
  }
  await received(crowd, before + frames.length * crowd.sites);
  return crowd.latencies;
}

/** Counts what arrives per second, at all sites together, from the first event sent to the last received. */
async function saturate(frames: readonly string[], crowd: Crowd, send: (frames: readonly string[]) => void): Promise<number> {
  const before = crowd.received;
  const started = performance.now();
  send(frames);
  await received(crowd, before + frames.length * crowd.sites);
  return (frames.length * crowd.sites) / ((performance.now() - started) / 1000);
}

/** One push in flight: the next leaves when the last is answered. */
function sendInTurn(writer: WebSocket, frames: readonly string[]): void {
  let next = 0;
  const send = (): void => {
    const frame = frames[next];
    next += 1;
    if (frame === undefined) writer.off('message', answered);
    else writer.send(frame);
  };
  const answered = (data: RawData): void => {
    if (String(data).startsWith('{"kind":"pushed"')) send();
  };
  writer.on('message', answered);
  send();
}

function received(crowd: Crowd, count: number): Promise<void> {
  return new Promise((resolve) => {
    crowd.onReceived = () => {
      if (crowd.received >= count) resolve();
    };
    crowd.onReceived();
  });
}
