import { sessionReplySchema, syncErrorSchema, type SessionReply, type SyncError } from '../../sync/wire.ts';
import { NetworkFault, type Clock, type HttpReply, type Network, type SecretStore } from '../ports.ts';
import { MalformedError } from './parse-page.ts';

/** The server's typed refusal. */
export class SyncFailure extends Error {
  override readonly name = 'SyncFailure';
  readonly error: SyncError;

  constructor(error: SyncError) {
    super(`${error.kind}: ${error.message}`);
    this.error = error;
  }
}

export interface ApiOptions {
  readonly network: Network;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly deviceId: () => string;
  /** A refresh brought a new session: the member's role may have changed. */
  readonly onSession: (reply: SessionReply) => void;
}

/** Renew this long before the end. */
const MARGIN_MS = 30_000;
const TIMEOUT_MS = 20_000;

/** Requests with a fresh access token. The access token lives in memory only. */
export class Api {
  readonly #options: ApiOptions;
  #access: { readonly token: string; readonly endsMs: number } | null = null;
  #refreshing: Promise<string> | null = null;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** Takes over the tokens of a sign-in. */
  async adopt(reply: SessionReply): Promise<void> {
    await this.#options.secrets.write(reply.refreshToken);
    this.#access = { token: reply.accessToken, endsMs: this.#options.clock.nowMs() + reply.expiresIn * 1000 };
  }

  /** The server says that the access token has ended, whatever our clock says. */
  expire(): void {
    this.#access = null;
  }

  async forget(): Promise<void> {
    this.#access = null;
    await this.#options.secrets.clear();
  }

  /** @throws SyncFailure of kind AUTH when a sign-in is needed */
  async token(): Promise<string> {
    if (this.#access !== null && this.#access.endsMs - MARGIN_MS > this.#options.clock.nowMs()) return this.#access.token;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** One request with a token; a token that ended too early is renewed once. */
  async call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    try {
      return await this.#authorized(method, path, body);
    } catch (error) {
      if (!(error instanceof SyncFailure) || error.error.kind !== 'AUTH') throw error;
      this.#access = null;
      return this.#authorized(method, path, body);
    }
  }

  /** A request without a token: signing in. */
  async open(path: string, body: unknown): Promise<SessionReply> {
    return parseSession(success(await this.#options.network.request({ method: 'POST', path, body, timeoutMs: TIMEOUT_MS })));
  }

  async #authorized(method: 'GET' | 'POST', path: string, body: unknown): Promise<unknown> {
    const token = await this.token();
    const request = { method, path, token, timeoutMs: TIMEOUT_MS };
    return success(await this.#options.network.request(body === undefined ? request : { ...request, body }));
  }

  async #refresh(): Promise<string> {
    const refreshToken = await this.#options.secrets.read();
    if (refreshToken === null) throw new SyncFailure(localError('AUTH', 'No sign-in is stored on this device.'));
    const reply = await this.open('/v1/auth/refresh', { refreshToken, deviceId: this.#options.deviceId() });
    await this.adopt(reply);
    this.#options.onSession(reply);
    return reply.accessToken;
  }
}

export function localError(kind: SyncError['kind'], message: string): SyncError {
  return { kind, message, field: null, retryAfterMs: null, expected: null, floor: null, epoch: null };
}

function success(reply: HttpReply): unknown {
  if (reply.status >= 200 && reply.status < 300) return reply.body;
  const parsed = syncErrorSchema.safeParse(reply.body);
  if (parsed.success) throw new SyncFailure(parsed.data.error);
  if (reply.status === 401) throw new SyncFailure(localError('AUTH', 'The server asks for a sign-in.'));
  if (reply.status === 413) throw new SyncFailure(localError('TOO_LARGE', 'Something on the way refused the size.'));
  if (reply.status >= 500 || reply.status === 429) throw new SyncFailure(localError('UNAVAILABLE', `The server answered ${reply.status}.`));
  throw new NetworkFault(`unexpected answer ${reply.status}`);
}

function parseSession(body: unknown): SessionReply {
  const parsed = sessionReplySchema.safeParse(body);
  if (!parsed.success) throw new MalformedError(`session.${parsed.error.issues[0]?.path.join('.') ?? ''} does not fit the protocol`);
  return parsed.data;
}
