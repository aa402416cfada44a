import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const memberIdSchema = z.uuid();
const markerSchema = z.object({
  madeBy: z.literal('muster'),
  /** `making` that is found at start is a demo that was cut short; it is made anew. */
  demo: z.discriminatedUnion('state', [
    z.object({ state: z.literal('none') }),
    z.object({ state: z.literal('making') }),
    z.object({ state: z.literal('ready'), members: z.object({ manager: memberIdSchema, staff: memberIdSchema }) }),
  ]),
});
export type Marker = z.infer<typeof markerSchema>;
export type DemoState = Marker['demo'];

export type Opened = { readonly ok: true; readonly marker: Marker } | { readonly ok: false; readonly sentence: string };

const MARKER = 'muster.json';
const SERVER = 'server';
/** Everything Muster puts into its data folder. Nothing else is ever deleted. */
const OWN = [SERVER, 'profiles', 'server.json', 'server.log', MARKER] as const;

/** The data folder, made when it is missing; refused when it is somebody else's or cannot be written. */
export function openDataFolder(dir: string): Opened {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch {
    return refused(`The folder ${dir} cannot be written. Choose another one with --data DIR.`);
  }
  const marker = readMarker(dir);
  if (marker !== null) return { ok: true, marker };
  // the server's own command line may have been here first
  if (readdirSync(dir).some((name) => name !== SERVER))
    return refused(`The folder ${dir} is not empty and was not made by Muster. Choose another one with --data DIR.`);
  const fresh: Marker = { madeBy: 'muster', demo: { state: 'none' } };
  writeMarker(dir, fresh);
  return { ok: true, marker: fresh };
}

/** Deletes the demo and its devices. Refused for a folder that Muster did not make or that holds real work. */
export function resetDemoFolder(dir: string): { readonly ok: true } | { readonly ok: false; readonly sentence: string } {
  if (!existsSync(dir) || readdirSync(dir).length === 0) return { ok: true };
  const marker = readMarker(dir);
  if (marker === null) return refused(`The folder ${dir} was not made by Muster, so --reset-demo leaves it alone.`);
  if (marker.demo.state === 'none' && existsSync(join(dir, 'server'))) {
    return refused(`The folder ${dir} holds an organization that is not the demo, so --reset-demo leaves it alone.`);
  }
  for (const name of OWN) rmSync(join(dir, name), { recursive: true, force: true });
  return { ok: true };
}

export function noteDemo(dir: string, demo: DemoState): void {
  writeMarker(dir, { madeBy: 'muster', demo });
}

/** A demo that was cut short: its log goes, the rest of the folder stays. */
export function dropServerData(dir: string): void {
  rmSync(join(dir, 'server'), { recursive: true, force: true });
}

function readMarker(dir: string): Marker | null {
  try {
    const parsed = markerSchema.safeParse(JSON.parse(readFileSync(join(dir, MARKER), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // No marker, or one that is not ours: the folder is not recognised.
    return null;
  }
}

function writeMarker(dir: string, marker: Marker): void {
  writeFileSync(join(dir, MARKER), `${JSON.stringify(marker, null, 2)}\n`, { mode: 0o600 });
}

const refused = (sentence: string): { readonly ok: false; readonly sentence: string } => ({ ok: false, sentence });
