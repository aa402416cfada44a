import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import type { CdpParams } from './cdp.ts';
import { invokeHandler } from './ipc-main.ts';
import { toAppUrl, toPageUrl } from './origin-map.ts';
import { IPC_BINDING, IPC_DELIVER, PRELOAD_WORLD, mainWorldScript, preloadScript } from './page-worlds.ts';
import { allowsRequest, answerRequest, enforcePermissions } from './session.ts';
import { cdp, state } from './state.ts';
import { strict } from './strict.ts';

interface PausedRequest {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
}
type WindowOpenHandler = (details: { url: string; frameName: string }) => { action: 'allow' | 'deny' };

let nextId = 1;

export class WebContents extends EventEmitter {
  readonly id: number;
  /** Electron names a crashed page's contents the same; the target stays. */
  targetId = '';
  private readonly preloadFile: string | null;
  private sessionId: string | null = null;
  private mainFrameId = '';
  private url = '';
  private expectedLoad: string | null = null;
  private destroyed = false;
  /** Context of the preload's world in each frame. */
  private readonly worlds = new Map<number, string>();
  private openAllowed = false;
  private openHandler: WindowOpenHandler = () => ({ action: 'allow' });
  readonly attached: Promise<void>;
  private markAttached: () => void = () => undefined;

  constructor(preloadFile: string | null) {
    super();
    this.id = nextId;
    nextId += 1;
    this.preloadFile = preloadFile;
    this.attached = new Promise((resolve) => {
      this.markAttached = resolve;
    });
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler;
  }
  getURL(): string {
    return this.url;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  send(channel: string, ...args: unknown[]): void {
    void this.deliver({ kind: 'push', channel, args });
  }
  reload(): void {
    void this.command('Page.reload');
  }
  close(): void {
    void cdp()
      .send('Target.closeTarget', { targetId: this.targetId })
      .catch(() => undefined);
  }
  async executeJavaScript(expression: string): Promise<unknown> {
    const { result } = await this.command<{ result: { value?: unknown } }>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  }
  forcefullyCrashRenderer(): void {
    // Chromium never answers a command that ends its page.
    this.command('Page.crash').catch(() => undefined);
  }

  /** Loads a page as `loadURL` does: it resolves when the page has loaded and rejects when it could not. */
  async load(address: string): Promise<void> {
    await this.attached;
    this.expectedLoad = address;
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve));
    const { errorText } = await this.command<{ errorText?: string }>('Page.navigate', { url: toPageUrl(address) });
    if (errorText !== undefined && errorText !== '') throw new Error(`${errorText} loading '${address}'`);
    await loaded;
  }

  /** Whether the app let the page open its latest window. */
  allowsOpening(): boolean {
    return this.openAllowed;
  }

  markDestroyed(): void {
    this.destroyed = true;
    this.emit('destroyed');
  }

  /** Takes the paused new page: worlds, binding and interception first, then it may run. */
  async attach(targetId: string, sessionId: string): Promise<void> {
    this.targetId = targetId;
    this.sessionId = sessionId;
    state.pageSession = sessionId;
    const on = <Params>(method: string, listener: (params: Params) => void): void => cdp().on(method, sessionId, listener);
    on<PausedRequest>('Fetch.requestPaused', (paused) => void this.answer(paused));
    on<{ name: string; payload: string; executionContextId: number }>('Runtime.bindingCalled', (call) => {
      if (call.name === IPC_BINDING) void this.receive(call.payload, call.executionContextId);
    });
    on<{ context: { id: number; name: string; auxData?: { frameId?: string } } }>('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === PRELOAD_WORLD) this.worlds.set(context.id, context.auxData?.frameId ?? '');
    });
    on<{ executionContextId: number }>('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.worlds.delete(executionContextId),
    );
    on('Runtime.executionContextsCleared', () => this.worlds.clear());
    on<{ frame: { id: string; parentId?: string; url: string } }>('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) {
        this.mainFrameId = frame.id;
        this.url = toAppUrl(frame.url);
      }
    });
    on('Page.loadEventFired', () => {
      if (this.url !== '' && this.url !== 'about:blank') this.emit('did-finish-load');
    });
    on<{ url: string; windowName: string }>('Page.windowOpen', ({ url, windowName }) => {
      this.openAllowed = this.openHandler({ url: toAppUrl(url), frameName: windowName }).action === 'allow';
    });
    on('Inspector.targetCrashed', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 133 }));

    const token = randomUUID();
    await this.command('Page.enable');
    await this.command('Runtime.enable');
    await this.command('Inspector.enable');
    await this.command('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    if (this.preloadFile !== null) {
      await this.command('Runtime.addBinding', { name: IPC_BINDING, executionContextName: PRELOAD_WORLD });
      // The page's half first, or it would miss what the preload announces.
      await this.command('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(token) });
      await this.command('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadScript(token, readFileSync(this.preloadFile, 'utf8')),
        worldName: PRELOAD_WORLD,
      });
    }
    await enforcePermissions();
    await this.command('Runtime.runIfWaitingForDebugger');
    this.markAttached();
  }

  private command<Result = CdpParams>(method: string, params: CdpParams = {}): Promise<Result> {
    return cdp().send<Result>(method, params, this.sessionId);
  }

  private async answer(paused: PausedRequest): Promise<void> {
    const { requestId } = paused;
    try {
      const url = toAppUrl(paused.request.url);
      if (paused.resourceType === 'Document' && this.isRefused(paused, url)) {
        await this.command('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
      if (!(await allowsRequest(url))) {
        await this.command('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
        return;
      }
      const response = await answerRequest(url, paused.request.method);
      if (response === null) {
        await this.command('Fetch.continueRequest', { requestId });
        return;
      }
      await this.command('Fetch.fulfillRequest', {
        requestId,
        responseCode: response.status,
        responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
        body: Buffer.from(await response.arrayBuffer()).toString('base64'),
      });
    } catch {
      // The page went away while it was being answered.
    }
  }

  /** Asks the app's navigation handlers, except about what the app itself is loading. */
  private isRefused(paused: PausedRequest, url: string): boolean {
    const isMainFrame = this.mainFrameId === '' || paused.frameId === this.mainFrameId;
    if (isMainFrame && this.expectedLoad === url) {
      this.expectedLoad = null;
      return false;
    }
    let refused = false;
    const details = { url, isMainFrame, isSameDocument: false, preventDefault: () => (refused = true) };
    if (paused.redirectedRequestId !== undefined) this.emit('will-redirect', details);
    else {
      if (isMainFrame) this.emit('will-navigate', details);
      this.emit('will-frame-navigate', details);
    }
    return refused;
  }

  private async receive(payload: string, contextId: number): Promise<void> {
    const { id, channel, args } = JSON.parse(payload) as { id: number; channel: string; args: unknown[] };
    const frameId = this.worlds.get(contextId);
    const isMain = frameId === this.mainFrameId;
    const senderFrame =
      frameId === undefined ? null : { url: isMain ? this.url : 'about:blank', parent: isMain ? null : { url: this.url } };
    const reply = await invokeHandler({ type: 'frame', sender: this, senderFrame }, channel, args);
    await this.deliver({ kind: 'reply', id, ...reply }, contextId);
  }

  private async deliver(message: object, contextId = this.mainWorldContext()): Promise<void> {
    if (contextId === null) return;
    await this.command('Runtime.callFunctionOn', {
      functionDeclaration: `function (text) { globalThis.${IPC_DELIVER}?.(text); }`,
      arguments: [{ value: JSON.stringify(message) }],
      executionContextId: contextId,
    }).catch(() => undefined);
  }

  private mainWorldContext(): number | null {
    for (const [context, frame] of this.worlds) if (frame === this.mainFrameId) return context;
    return null;
  }
}

const all = new Map<number, WebContents>();
export const registerContents = (contents: WebContents): void => {
  all.set(contents.id, contents);
  contents.once('destroyed', () => all.delete(contents.id));
};
export const contentsByTarget = (targetId: string): WebContents | undefined => [...all.values()].find((each) => each.targetId === targetId);

export const webContents = strict('webContents', {
  getAllWebContents: (): WebContents[] => [...all.values()],
  fromId: (id: number): WebContents | undefined => all.get(id),
  fromDevToolsTargetId: (targetId: string): WebContents | undefined => contentsByTarget(targetId),
});
