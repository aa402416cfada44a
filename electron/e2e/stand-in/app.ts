import { EventEmitter } from 'node:events';
import { claimInstance } from './instance-lock.ts';
import { state } from './state.ts';
import { strict } from './strict.ts';

let quitting = false;
let markReady: () => void = () => undefined;
const ready = new Promise<void>((resolve) => {
  markReady = resolve;
});
let isReady = false;
let closing: Promise<never> | null = null;
const closers: (() => void)[] = [];

class App extends EventEmitter {
  readonly name = 'Muster';
  readonly isPackaged = process.env['MUSTER_STAND_IN_PACKAGED'] === '1';
  readonly commandLine = strict('app.commandLine', { appendSwitch: (): void => undefined, hasSwitch: (): boolean => false });

  enableSandbox(): void {}
  getVersion(): string {
    return state.version;
  }
  getAppPath(): string {
    return state.appPath;
  }
  getPath(name: string): string {
    if (name !== 'userData') throw new Error(`app.getPath('${name}') is not in the stand-in`);
    return state.userData;
  }
  setPath(name: string, path: string): void {
    if (name !== 'userData') throw new Error(`app.setPath('${name}') is not in the stand-in`);
    state.userData = path;
  }
  isReady(): boolean {
    return isReady;
  }
  whenReady(): Promise<void> {
    return ready;
  }
  setAsDefaultProtocolClient(): boolean {
    return true;
  }
  requestSingleInstanceLock(): boolean {
    return claimInstance(state.userData, (argv) => this.emit('second-instance', {}, argv, process.cwd()), closers);
  }
  quit(): void {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    quitting = true;
    this.emit('will-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) closeHost(0);
  }
  exit(code = 0): void {
    quitting = true;
    closeHost(code);
  }
}

export const app = strict('app', new App());
export const isQuitting = (): boolean => quitting;

export function becomeReady(): void {
  isReady = true;
  markReady();
  app.emit('ready', {});
}

/** Ends Chromium, then this process. */
export function closeHost(code: number): void {
  closing ??= (async () => {
    app.emit('quit', {}, code);
    for (const close of closers) close();
    await state.chromium?.close();
    process.exit(code);
  })();
}
