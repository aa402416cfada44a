import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { acceptServerUrl, DEFAULT_SERVER_URL, PACKAGED_SERVER_URL, type LaunchOptions } from './launch-options.ts';

/** Files of one profile. Two profiles are two devices. */
export interface Profile {
  readonly databaseFile: string;
  readonly secretFile: string;
  readonly logFile: string;
  readonly serverUrl: string;
  /** It was given or chosen; else it is only a guess and a person is asked. */
  readonly isServerKnown: boolean;
}

const settingsSchema = z.object({ serverUrl: z.string() });

/**
 * Makes the profile's folder and finds its server: the one asked for, else the one it used last.
 * @param folder the profile's own, which Chromium's storage shares
 */
export function openProfile(folder: string, options: LaunchOptions, isPackaged: boolean): Profile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const settingsFile = join(folder, 'settings.json');
  const known = options.serverUrl ?? rememberedServer(settingsFile, isPackaged);
  const serverUrl = known ?? (isPackaged ? PACKAGED_SERVER_URL : DEFAULT_SERVER_URL);
  if (options.serverUrl !== null) rememberServer(folder, serverUrl);
  return {
    databaseFile: join(folder, 'core.sqlite'),
    secretFile: join(folder, 'session.secret'),
    logFile: join(folder, 'logs', 'muster.log'),
    serverUrl,
    isServerKnown: known !== null,
  };
}

/** Keeps the address for the next start. */
export function rememberServer(folder: string, serverUrl: string): void {
  const settingsFile = join(folder, 'settings.json');
  writeFileSync(`${settingsFile}.new`, JSON.stringify({ serverUrl }), { flush: true });
  renameSync(`${settingsFile}.new`, settingsFile);
}

function rememberedServer(file: string, isPackaged: boolean): string | null {
  try {
    const settings = settingsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    // Checked again: an unpackaged trial may have left an address that a packaged app must not use.
    return settings.success ? acceptServerUrl(settings.data.serverUrl, isPackaged) : null;
  } catch {
    return null;
  }
}
