import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build.ts';
import { downloadElectron, findElectron } from './electron-binary.ts';
import { findChromium } from './find-browser.ts';

/** A client window that this launcher opened. */
export interface ClientHandle {
  /** Resolves when the window is gone. Never for the default browser, which nobody can watch. */
  readonly closed: Promise<void>;
  stop(): void;
}

export interface ClientRequest {
  readonly serverUrl: string;
  readonly profile: string;
  readonly enrolCode: string | null;
  /** Where devices of this data folder keep their storage. */
  readonly profilesDir: string;
}

/** The address that opens the browser client as this device and signs it in. */
export function clientAddress({ serverUrl, profile, enrolCode }: Omit<ClientRequest, 'profilesDir'>): string {
  const address = new URL(serverUrl);
  address.searchParams.set('profile', profile);
  if (enrolCode !== null) address.hash = `enrol=${encodeURIComponent(enrolCode)}`;
  return address.href;
}

/** Whether a window can appear on this machine. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env, platform: string = process.platform): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some((value) => value !== undefined && value !== '');
}

/** Opens Electron when its program is there or can be fetched, else a browser, else says the address. */
export async function openClient(request: ClientRequest, say: (text: string) => void, isHeadless: boolean): Promise<ClientHandle | null> {
  const canShow = hasDisplay() && !isHeadless;
  const electron = findElectron() ?? (canShow ? await fetchElectron(say) : null);
  if (electron !== null && canShow) return openElectron(electron, request);
  if (electron === null && !isHeadless) {
    say('Electron\'s program is not here; the client runs in a browser instead. "npx install-electron" downloads it for next time.');
  }
  const address = clientAddress(request);
  if (!canShow) {
    say(`${isHeadless ? 'Open the client at' : 'No display here. Open the client at'} ${address}`);
    return null;
  }
  const browser = findChromium();
  if (browser !== null) return openBrowser(browser, address, request);
  say(`Opening your default browser. If nothing appears, open ${address}`);
  openDefaultBrowser(address);
  return null;
}

function fetchElectron(say: (text: string) => void): Promise<string | null> {
  say('downloading Electron once (about 120 MB)');
  return downloadElectron();
}

function openElectron(program: string, request: ClientRequest): ClientHandle {
  const userData = join(request.profilesDir, 'electron');
  mkdirSync(userData, { recursive: true });
  const device = [`--user-data-dir=${userData}`, `--profile=${request.profile}`, `--server=${new URL(request.serverUrl).origin}`];
  const args = [ROOT, ...device, ...rootArguments()];
  return handleOf(program, request.enrolCode === null ? args : [...args, `--enrol=${request.enrolCode}`]);
}

function openBrowser(program: string, address: string, request: ClientRequest): ClientHandle {
  const userData = join(request.profilesDir, `${request.profile}-browser`);
  mkdirSync(userData, { recursive: true });
  const quiet = ['--no-first-run', '--no-default-browser-check', '--disable-sync', '--password-store=basic'];
  return handleOf(program, [`--app=${address}`, `--user-data-dir=${userData}`, '--window-size=1360,860', ...quiet, ...rootArguments()]);
}

/** Chromium refuses its sandbox to root; a container's root has no other way to see a window. */
const rootArguments = (): string[] => (process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []);

function handleOf(program: string, args: readonly string[]): ClientHandle {
  const child = spawn(program, args, { cwd: ROOT, stdio: 'ignore' });
  const closed = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  return {
    closed,
    stop: () => {
      child.kill('SIGTERM');
    },
  };
}

function openDefaultBrowser(address: string): void {
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [address]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', address]]
        : ['xdg-open', [address]];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  // Without such a program the printed address is the answer.
  child.once('error', () => {});
  child.unref();
}
