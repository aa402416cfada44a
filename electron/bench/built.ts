import { build, isBuilt } from '../launch/build.ts';

/** What is measured is what ships: the built app, made now when a source is newer. */
export async function mustBeBuilt(): Promise<void> {
  if (isBuilt()) return;
  const built = await build((text) => void process.stderr.write(`${text} …\n`));
  if (!built.ok) throw new Error(built.sentence);
}
