import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../electron/launch/find-browser.ts';
import { ROOT } from './modules.ts';
import { runStep } from './run-step.ts';

const INSTALL_LIMIT_MS = 6 * 60_000;

/** A Chromium for the browser tests: an installed one, else Debian's package when root on Debian, else Playwright's own. */
export async function ensureChromium(): Promise<string | null> {
  const found = findChromium();
  if (found !== null) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && isDebian()) {
    console.log("no Chromium here; installing Debian's package");
    await runStep('apt-get', ['update'], { limitMs: INSTALL_LIMIT_MS });
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runStep('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { limitMs: INSTALL_LIMIT_MS, env });
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  console.log("no Chromium here; downloading Playwright's own");
  const cli = join(ROOT, 'node_modules/playwright-core/cli.js');
  const withLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
  await runStep(process.execPath, [cli, 'install', ...withLibraries, 'chromium'], { limitMs: INSTALL_LIMIT_MS });
  return findChromium();
}

function isDebian(): boolean {
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
