import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build.ts';

const PACKAGE = join(ROOT, 'node_modules/electron');
const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const PROBE_LIMIT_MS = 5000;

/**
 * Path of Electron's program, or null. Read from the package's own note: importing `electron` from Node would start a
 * download without a word.
 */
export function findElectron(): string | null {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  try {
    const name = readFileSync(join(PACKAGE, 'path.txt'), 'utf8');
    const path = join(override ?? join(PACKAGE, 'dist'), name);
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** Lets the package fetch its program with its own checksums. Answers null when that fails, for whatever reason. */
export async function downloadElectron(): Promise<string | null> {
  const script = join(PACKAGE, 'install.js');
  if (!existsSync(script) || !(await isReachable())) return null;
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.execPath, [script], { cwd: ROOT, stdio: 'ignore' });
    const limit = setTimeout(() => child.kill('SIGKILL'), DOWNLOAD_LIMIT_MS);
    child.once('error', () => resolve(null));
    child.once('exit', (status) => {
      clearTimeout(limit);
      resolve(status);
    });
  });
  return code === 0 ? findElectron() : null;
}

/** Asks first whether the place answers at all, so that a machine without a way out loses seconds, not minutes. */
async function isReachable(): Promise<boolean> {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  try {
    await fetch(mirror ?? 'https://github.com/electron/electron/releases', { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return true;
  } catch {
    return false;
  }
}
