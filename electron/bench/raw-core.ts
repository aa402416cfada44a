import { rawCommits } from './raw-commit.ts';

/**
 * The least a core process can do: take a message, commit one row of the size of an event, answer. Runs where the core
 * runs, behind the same channel. `raw-core.ts DATABASE_FILE`
 */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

const { parentPort } = process as unknown as { readonly parentPort: ParentPort };
const commit = rawCommits(process.argv[2] ?? '');
parentPort.on('message', ({ data }) => {
  commit();
  parentPort.postMessage(data);
});
