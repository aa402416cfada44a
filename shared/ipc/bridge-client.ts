import type { BridgeError, BridgeReply, MusterBridge } from './bridge.ts';
import type { CallName, Calls, PushName, Pushes } from './channels.ts';

/**
 * How calls and pushes travel. Every answer on the wire is a `BridgeReply`; calls whose result is no reply by itself
 * (see `PLAIN_CALLS`) travel wrapped in one.
 */
export interface BridgeTransport {
  invoke(name: CallName, input: unknown): Promise<unknown>;
  /** Returns the way to stop listening. The listener gets the payload and nothing else. */
  on(name: PushName, listener: (payload: unknown) => void): () => void;
}

/** Calls that answer with a bare value. */
export const PLAIN_CALLS = [
  'app.info',
  'server.read',
  'session.current',
  'sync.status',
  'window.ready',
] as const satisfies readonly CallName[];
type PlainCallName = (typeof PLAIN_CALLS)[number];
type ReplyCallName = Exclude<CallName, PlainCallName>;

const plainCalls: ReadonlySet<string> = new Set(PLAIN_CALLS);

export const isPlainCall = (name: CallName): name is PlainCallName => plainCalls.has(name);

/** Thrown for a plain call that a host refused; `code` names the sentence. */
export class BridgeFault extends Error {
  override readonly name = 'BridgeFault';
  readonly error: BridgeError;
  constructor(error: BridgeError) {
    super(`${error.kind}: ${error.code}`);
    this.error = error;
  }
}

/** The answer of a call in the form it travels in. Hosts use it on what their core returned. */
export function toWire(name: CallName, result: unknown): BridgeReply<unknown> {
  return isPlainCall(name) ? { ok: true, value: result ?? null } : asReply(result);
}

/** Builds the error half of a reply. */
export function bridgeError(
  kind: BridgeError['kind'],
  code: string,
  params: BridgeError['params'] = {},
  field: string | null = null,
): { readonly ok: false; readonly error: BridgeError } {
  return { ok: false, error: { kind, code, params, field } };
}

/** Builds the one object screens talk to, on any transport. The object and its parts are frozen. */
export function createBridge(transport: BridgeTransport): MusterBridge {
  // Answers come from our own host, which checked them against the channel's output schema.
  const reply = async <N extends ReplyCallName>(name: N, input: unknown): Promise<Awaited<ReturnType<Calls[N]>>> =>
    asReply(await transport.invoke(name, input)) as Awaited<ReturnType<Calls[N]>>;
  const plain = async <N extends PlainCallName>(name: N): Promise<Awaited<ReturnType<Calls[N]>>> => {
    const answer = asReply(await transport.invoke(name, null));
    if (!answer.ok) throw new BridgeFault(answer.error);
    return answer.value as Awaited<ReturnType<Calls[N]>>;
  };
  const subscribe =
    <N extends PushName>(name: N) =>
    (listener: (payload: Pushes[N]) => void): (() => void) =>
      transport.on(name, (payload) => listener(payload as Pushes[N]));

  return Object.freeze({
    app: Object.freeze({ info: () => plain('app.info') }),
    session: Object.freeze({
      current: () => plain('session.current'),
      signIn: (input: unknown) => reply('session.signIn', input),
      enrol: (input: unknown) => reply('session.enrol', input),
      acceptInvitation: (input: unknown) => reply('session.acceptInvitation', input),
      signOut: (input: unknown) => reply('session.signOut', input),
    }),
    runCommand: (request: unknown) => reply('command.run', request),
    view: Object.freeze({
      feed: (request: unknown) => reply('view.feed', request),
      reportBroken: (report: unknown) => reply('view.broken', report),
    }),
    history: Object.freeze({ read: (request: unknown) => reply('history.read', request) }),
    policies: Object.freeze({ dryRun: (request: unknown) => reply('policies.dryRun', request) }),
    sync: Object.freeze({ status: () => plain('sync.status'), now: () => reply('sync.now', null) }),
    server: Object.freeze({ read: () => plain('server.read'), choose: (input: unknown) => reply('server.choose', input) }),
    setAside: Object.freeze({
      read: () => reply('setAside.read', null),
      retry: (input: unknown) => reply('setAside.retry', input),
      dismiss: (input: unknown) => reply('setAside.dismiss', input),
    }),
    files: Object.freeze({ exportUnsent: () => reply('export.unsent', null) }),
    window: Object.freeze({
      ready: async () => {
        await plain('window.ready');
      },
    }),
    onViewChanged: subscribe('view.changed'),
    onSyncChanged: subscribe('sync.changed'),
    onEvent: subscribe('event.applied'),
    onLinkOpened: subscribe('link.opened'),
  });
}

/** A host that answers with anything else is broken; the screen hears of it as an internal error. */
function asReply(answer: unknown): BridgeReply<unknown> {
  if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer as BridgeReply<unknown>;
  return bridgeError('internal', 'bridge.bad_answer');
}
