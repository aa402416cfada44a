import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCheckPage } from '../e2e/browser/static-site.ts';

/** A client folder whose page hands the real host and the real view to a benchmark. */
export async function makeCheckClient(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-check-'));
  await buildCheckPage(folder);
  // The server serves a client only where it finds its page.
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Muster</title>');
  return folder;
}
