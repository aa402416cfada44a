import { authorOf, connect, pushFrames, startBenchServer, workload, type BenchServer } from './load.ts';
import { median, printFigure } from './figures.ts';

/**
 * Events per second into the server, durable before the answer, against a bare server in the same run. Both get the same
 * events over one WebSocket; rounds alternate so that neither always runs on the warmer machine.
 */
export async function ingest(): Promise<void> {
  for (const size of [100, 500]) {
    for (const inFlight of [1, 4]) {
      const rates: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
      for (let round = 0; round < 3; round += 1) {
        rates.bare.push(await rateOf(await startBenchServer('bare-server', 1), size, inFlight));
        rates.ours.push(await rateOf(await startBenchServer('our-server', 1), size, inFlight));
      }
      printFigure({
        bench: 'ingest',
        case: `batch ${size}, ${inFlight} in flight`,
        unit: 'events/s',
        value: median(rates.ours),
        baseline: median(rates.bare),
        aim: { ratio: 0.6, bound: 'min' },
      });
    }
  }
}

/** Events before the clock starts: a server that runs for weeks is measured, not the compiling of one that just began. */
const WARM_UP = 20_000;
const MEASURED = 60_000;

/** Events per second into a server, which is ended afterwards. */
export async function rateOf(server: BenchServer, size: number, inFlight: number): Promise<number> {
  try {
    const author = authorOf(server, 0);
    const { frames } = pushFrames(server, author, workload(author, WARM_UP + MEASURED), size);
    const warm = Math.ceil(WARM_UP / size);
    await pump(server, frames.slice(0, warm), inFlight);
    const started = performance.now();
    await pump(server, frames.slice(warm), inFlight);
    return ((frames.length - warm) * size) / ((performance.now() - started) / 1000);
  } finally {
    server.stop();
  }
}

/** Sends frames with so many unanswered at a time; fails when one is not accepted whole. */
export async function pump(server: BenchServer, frames: readonly string[], inFlight: number, device = 0): Promise<void> {
  const socket = await connect(server, device);
  await new Promise<void>((resolve, reject) => {
    let next = 0;
    let answered = 0;
    const send = (): void => {
      const frame = frames[next];
      if (frame === undefined) return;
      next += 1;
      socket.send(frame);
    };
    socket.on('message', (data) => {
      const text = String(data);
      if (text.startsWith('{"kind":"ping"') || text.startsWith('{"kind":"presence"')) return;
      if (!text.startsWith('{"kind":"pushed"') || text.includes('"rejected"') || text.includes('"parked"')) {
        reject(new Error(`not accepted: ${text.slice(0, 400)}`));
        return;
      }
      answered += 1;
      if (answered === frames.length) resolve();
      else send();
    });
    socket.on('close', () => reject(new Error('the server closed the line')));
    for (let count = 0; count < inFlight; count += 1) send();
  });
  socket.removeAllListeners('close');
  socket.close();
}
