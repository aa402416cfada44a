import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, becomeReady, closeHost, isQuitting } from './app.ts';
import { launchChromium } from './chromium.ts';
import { state } from './state.ts';
import { watchTargets } from './windows.ts';

/**
 * Runs the app's main under Node with `electron` resolved to the stand-in, and its windows in a real Chromium.
 * Arguments are Electron's: an optional app folder or main file, then the app's own.
 */
const ROOT = resolve(import.meta.dirname, '../../..');
const args = process.argv.slice(2);
const underPlaywright = args.includes('--remote-debugging-port=0');
const own = args.filter((argument) => !['--no-sandbox', '--inspect=0', '--remote-debugging-port=0'].includes(argument));

const switchValue = (name: string): string | undefined => own.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);

const positional = own.find((argument) => !argument.startsWith('-') && !argument.includes(':'));
state.appPath = resolve(positional ?? ROOT);
state.userData = resolve(switchValue('user-data-dir') ?? mkdtempSync(join(tmpdir(), 'muster-')));
state.headed = own.includes('--headed') || process.env['MUSTER_HEADED'] === '1';
state.extraChromiumArgs = own.filter((argument) => argument.startsWith('--enable-features='));
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string; main: string };
state.version = manifest.version;
const mainFile = /\.[cm]?[jt]s$/.test(state.appPath) ? state.appPath : join(state.appPath, manifest.main);

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: pathToFileURL(join(import.meta.dirname, 'electron-module.ts')).href, shortCircuit: true }
      : next(specifier, context),
});
process.argv = [process.execPath, mainFile, ...own.filter((argument) => argument !== positional)];

const allowed = new Promise<void>((allow) => {
  // Playwright says when it has connected; a window that opened earlier would be missed.
  if (underPlaywright) Object.assign(globalThis, { __playwright_run: allow });
  else allow();
});

await import(pathToFileURL(mainFile).href);
if (!isQuitting()) {
  const browserData = join(state.userData, 'Chromium');
  mkdirSync(browserData, { recursive: true });
  state.chromium = launchChromium({ userDataDir: browserData, headed: state.headed, extra: state.extraChromiumArgs });
  state.chromium.process.once('exit', () => {
    if (isQuitting()) return;
    process.stderr.write('stand-in: Chromium ended by itself\n');
    closeHost(1);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => app.quit());
  await watchTargets();
  await allowed;
  becomeReady();
}
