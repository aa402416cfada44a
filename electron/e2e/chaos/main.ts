import { parseArgs } from 'node:util';
import { emptyDatabase } from '../../../sync-server/testing/postgres.ts';
import { storm } from './storm.ts';

const HELP = `Muster chaos

  npm run chaos -- [--seconds N] [--seed N] [--postgres]
      Three cores and a server as real processes; kill -9, cut, slow, half-open and truncated connections, full disks, moved
      clocks, copied devices, restored backups (180 seconds unless told otherwise). --postgres keeps the server's data in a
      PostgreSQL that is started for it. The last line is JSON; exit code 1 when a promise was broken.
`;

const { values } = parseArgs({
  options: { seconds: { type: 'string' }, seed: { type: 'string' }, postgres: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help === true) process.stdout.write(HELP);
else {
  const seconds = Number(values.seconds ?? '180');
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!(seconds > 0) || !Number.isInteger(seed)) {
    process.stderr.write('--seconds and --seed must be numbers. See --help.\n');
    process.exit(2);
  }
  const report = await storm({
    seconds,
    seed,
    ...(values.postgres === true ? { database: await emptyDatabase() } : {}),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exit(report.problems.length === 0 ? 0 : 1);
}
