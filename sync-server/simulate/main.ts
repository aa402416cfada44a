import { parseArgs } from 'node:util';
import { MUTATIONS } from '../../shared/simulator/mutations.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    'first-seed': { type: 'string', default: '1' },
    seed: { type: 'string' },
    steps: { type: 'string', default: '300' },
    faults: { type: 'string' },
    mutate: { type: 'string' },
    trace: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
// A process that was killed inside a promise leaves that promise rejected, and nobody who would look at it.
process.on('unhandledRejection', (error) => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause.name === 'ProcessGoneError') return;
  throw error;
});
const mutation = MUTATIONS.find(({ name }) => name === values.mutate) ?? null;
if (values.mutate !== undefined && mutation === null)
  throw new Error(`no mutation ${values.mutate}; there are ${MUTATIONS.map(({ name }) => name).join(', ')}`);
const single = values.seed === undefined ? null : Number(values.seed);
const summary = await simulate({
  firstSeed: single ?? Number(values['first-seed']),
  seeds: single === null ? Number(values.seeds) : 1,
  steps: Number(values.steps),
  faults: values.faults?.split(',') ?? null,
  mutation,
  trace: values.trace,
  say: values.json ? () => undefined : (text) => void process.stdout.write(`${text}\n`),
});
process.stdout.write(`${JSON.stringify(summary)}\n`);
process.exitCode = summary.violations > 0 ? 1 : 0;
