import { emptyDatabase } from '../testing/postgres.ts';
import { median, printFigure } from './figures.ts';
import { pump, rateOf } from './ingest.ts';
import { authorOf, pushFrames, startBenchServer, workload, type BenchServer } from './load.ts';

/**
 * The same as `ingest` on PostgreSQL, which is started for it, against a bare server on the same PostgreSQL. Then one, two
 * and four server processes that share one organization's log, with a writer at each. The head row gives them one order and
 * each folds what the others append, so more processes are there to survive one's end and to carry more readers, not to
 * write faster; these figures show what that costs, and carry no aim.
 */
export async function postgres(): Promise<void> {
  for (const size of [100, 500]) {
    for (const inFlight of [1, 4]) {
      const rates: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
      for (let round = 0; round < 3; round += 1) {
        rates.bare.push(await rateOf(await startBenchServer('bare-postgres', 1, [await emptyDatabase()]), size, inFlight));
        rates.ours.push(await rateOf(await startBenchServer('our-server', 1, [await emptyDatabase()]), size, inFlight));
      }
      printFigure({
        bench: 'postgres',
        case: `batch ${size}, ${inFlight} in flight`,
        unit: 'events/s',
        value: median(rates.ours),
        baseline: median(rates.bare),
        aim: { ratio: 0.6, bound: 'min' },
      });
    }
  }
  const alone = await together(1);
  for (const processes of [1, 2, 4]) {
    const rate = processes === 1 ? alone : await together(processes);
    printFigure({
      bench: 'postgres',
      case: `${processes} server processes on one log, batch 100, 4 in flight at each`,
      unit: 'events/s',
      value: rate,
      baseline: alone,
      aim: null,
    });
  }
}

const BATCH = 100;
const IN_FLIGHT = 4;
const WARM_UP = 2000;
const MEASURED = 12_000;

/** Events per second of all processes together, each with its own writer and its own bookings. */
async function together(processes: number): Promise<number> {
  const database = await emptyDatabase();
  const first = await startBenchServer('our-server', processes, [database]);
  const servers: BenchServer[] = [first];
  try {
    while (servers.length < processes) {
      const { url, stop } = await startBenchServer('joining-server', 0, [database]);
      servers.push({ ...first, url, stop });
    }
    const loads = servers.map((server, device) => {
      const author = authorOf(server, device);
      const { frames } = pushFrames(server, author, workload(author, WARM_UP + MEASURED), BATCH);
      return { server, device, warm: frames.slice(0, WARM_UP / BATCH), measured: frames.slice(WARM_UP / BATCH) };
    });
    await Promise.all(loads.map(({ server, device, warm }) => pump(server, warm, IN_FLIGHT, device)));
    const started = performance.now();
    await Promise.all(loads.map(({ server, device, measured }) => pump(server, measured, IN_FLIGHT, device)));
    return (processes * MEASURED) / ((performance.now() - started) / 1000);
  } finally {
    for (const server of servers) server.stop();
  }
}
