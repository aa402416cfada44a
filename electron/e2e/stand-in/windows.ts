import { EventEmitter } from 'node:events';
import { app, closeHost } from './app.ts';
import { state, cdp } from './state.ts';
import { strict } from './strict.ts';
import { WebContents, contentsByTarget, registerContents } from './web-contents.ts';

interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly webPreferences?: { readonly preload?: string };
}

interface AttachedTarget {
  readonly sessionId: string;
  readonly waitingForDebugger: boolean;
  readonly targetInfo: { readonly targetId: string; readonly type: string; readonly openerId?: string };
}

const windows = new Set<Window>();
/** Windows whose target Chromium is making. */
const expected = new Map<string, Window>();
const early = new Map<string, AttachedTarget>();
let creating = 0;

class Window extends EventEmitter {
  readonly webContents: WebContents;
  private gone = false;

  constructor(options: WindowOptions = {}) {
    super();
    this.webContents = strict('webContents', new WebContents(options.webPreferences?.preload ?? null));
    registerContents(this.webContents);
    windows.add(this);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    void this.create(options).catch((error: unknown) => {
      process.stderr.write(`stand-in: a window could not be made: ${String(error)}\n`);
      closeHost(1);
    });
    app.emit('browser-window-created', {}, this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): Window[] {
    return [...windows];
  }
  static fromWebContents(contents: WebContents): Window | null {
    return [...windows].find((each) => each.webContents.id === contents.id) ?? null;
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.load(address);
  }
  show(): void {
    this.emit('show');
  }
  focus(): void {
    this.emit('focus');
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  isDestroyed(): boolean {
    return this.gone;
  }
  close(): void {
    this.webContents.close();
  }
  destroy(): void {
    this.webContents.close();
  }

  markGone(): void {
    if (this.gone) return;
    this.gone = true;
    windows.delete(this);
    this.webContents.markDestroyed();
    this.emit('closed');
    if (windows.size === 0 && !app.emit('window-all-closed')) app.quit();
  }

  private async create(options: WindowOptions): Promise<void> {
    creating += 1;
    const { targetId } = await cdp().send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      width: options.width ?? 800,
      height: options.height ?? 600,
    });
    creating -= 1;
    expected.set(targetId, this);
    const attached = early.get(targetId);
    early.delete(targetId);
    if (attached !== undefined) adopt(this, attached);
  }
}

function adopt(window: Window, attached: AttachedTarget): void {
  expected.delete(attached.targetInfo.targetId);
  void window.webContents.attach(attached.targetInfo.targetId, attached.sessionId);
}

/** Sees every page before it runs: ours are set up, what pages open by themselves is asked about and closed. */
export async function watchTargets(): Promise<void> {
  cdp().on<AttachedTarget>('Target.attachedToTarget', null, (attached) => {
    const { targetId, type, openerId } = attached.targetInfo;
    const window = expected.get(targetId);
    if (window !== undefined) adopt(window, attached);
    else if (type !== 'page')
      void cdp()
        .send('Runtime.runIfWaitingForDebugger', {}, attached.sessionId)
        .catch(() => undefined);
    else if (openerId !== undefined) {
      // The opener's `Page.windowOpen` has asked the app.
      if (contentsByTarget(openerId)?.allowsOpening() !== true) void cdp().send('Target.closeTarget', { targetId });
    } else if (creating > 0) early.set(targetId, attached);
    else void cdp().send('Target.closeTarget', { targetId });
  });
  cdp().on<{ targetId: string }>('Target.targetDestroyed', null, ({ targetId }) => {
    for (const window of windows) if (window.webContents.targetId === targetId) window.markGone();
  });
  state.chromium?.process.once('exit', () => {
    for (const window of windows) window.markGone();
  });
  await cdp().send('Target.setDiscoverTargets', { discover: true });
  await cdp().send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
}

export const BrowserWindow = new Proxy(Window, {
  construct: (Target, args) => strict('BrowserWindow', new Target(args[0] as WindowOptions)),
});
export type BrowserWindow = Window;
