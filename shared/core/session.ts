import { err, ok } from '../domain/kernel/result.ts';
import type { BridgeError, BridgeReply, SessionInfo } from '../ipc/bridge.ts';
import type { SessionReply } from '../sync/wire.ts';
import { bridgeError } from './errors.ts';
import type { LocalData } from './local-data.ts';
import { NetworkFault } from './ports.ts';
import { SyncFailure, type Api } from './sync/api.ts';

export interface SessionsOptions {
  readonly data: LocalData;
  /** Null where there is no network at all. */
  readonly api: Api | null;
  readonly deviceName: string;
  readonly serverUrl: string;
  readonly onSignedIn: () => void;
  readonly onSignedOut: () => void;
}

/** Who works on this device. Signing out keeps everything that was written; only the tokens go. */
export class Sessions {
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  current(): SessionInfo | null {
    return this.#options.data.session;
  }

  signIn(input: { readonly email: string; readonly password: string }): Promise<BridgeReply<SessionInfo>> {
    return this.#enter('/v1/auth/sign-in', input);
  }

  enrol(input: { readonly code: string }): Promise<BridgeReply<SessionInfo>> {
    return this.#enter('/v1/auth/enrol', input);
  }

  acceptInvitation(input: { readonly token: string; readonly name: string; readonly password: string }): Promise<BridgeReply<SessionInfo>> {
    return this.#enter('/v1/auth/accept-invitation', input);
  }

  async signOut(input: { readonly leaveUnsent: boolean }): Promise<BridgeReply<null>> {
    const { data, api, onSignedOut } = this.#options;
    const pending = data.driver.prepare('SELECT count(*) AS n FROM pending').get<{ n: number }>()?.n ?? 0;
    const unsent = pending + data.setAside.openEventCount();
    if (unsent > 0 && !input.leaveUnsent) return err(bridgeError('unsent-work', 'session.unsent-work', { events: unsent }));
    data.write(() => data.setSession(null));
    onSignedOut();
    await api?.forget();
    return ok(null);
  }

  /** The member's role or name may have changed with a renewed token. */
  renewed(reply: SessionReply): void {
    const { data } = this.#options;
    if (data.session === null || data.session.organizationId !== reply.session.organizationId) return;
    data.write(() => data.setSession(this.#info(reply)));
  }

  async #enter(path: string, body: object): Promise<BridgeReply<SessionInfo>> {
    const { api, data, deviceName, onSignedIn } = this.#options;
    if (api === null) return err(bridgeError('offline', 'session.no-network'));
    const author = data.own.lastAuthor();
    let reply: SessionReply;
    try {
      const device = { deviceId: data.deviceId, name: deviceName.slice(0, 120) || 'Device' };
      reply = await api.open(path, { ...body, device: author === null ? device : { ...device, memberId: author } });
    } catch (error) {
      return err(entryError(error));
    }
    const owner = data.meta.text('organization');
    if (owner !== null && owner !== reply.session.organizationId) return err(bridgeError('forbidden', 'session.other-organization'));
    // Numbers and unsent work of a device are one person's for ever; another person takes another profile.
    if (author !== null && author !== reply.session.memberId) return err(bridgeError('forbidden', 'session.other-person'));
    const info = this.#info(reply);
    try {
      await api.adopt(reply);
      data.write(() => {
        data.meta.set('organization', info.organizationId);
        data.setSession(info);
      });
    } catch (error) {
      return err(bridgeError('not-saved', 'core.not-saved', { detail: error instanceof Error ? error.message : String(error) }));
    }
    onSignedIn();
    return ok(info);
  }

  #info(reply: SessionReply): SessionInfo {
    return { ...reply.session, deviceId: this.#options.data.deviceId, serverUrl: this.#options.serverUrl };
  }
}

function entryError(error: unknown): BridgeError {
  if (error instanceof NetworkFault) return bridgeError('offline', 'session.server-unreachable');
  if (!(error instanceof SyncFailure)) return bridgeError('internal', 'session.unexpected-answer');
  const { kind, field, message, retryAfterMs, floor } = error.error;
  switch (kind) {
    case 'FORBIDDEN':
      if (field === 'device.deviceId') return bridgeError('forbidden', 'session.other-person');
      return bridgeError('forbidden', 'session.refused', { detail: message.slice(0, 300) });
    case 'AUTH':
    case 'NOT_FOUND':
      return bridgeError('forbidden', 'session.refused', { detail: message.slice(0, 300) });
    case 'REVOKED':
      return bridgeError('forbidden', 'session.device-revoked');
    case 'RATE_LIMITED':
      return bridgeError('rate-limited', 'session.too-many-attempts', { retryAfterMs });
    case 'UPGRADE_REQUIRED':
      return bridgeError('upgrade-required', 'session.upgrade-required', { floor });
    case 'INVALID':
    case 'TOO_LARGE':
      return bridgeError('invalid-input', 'session.invalid-input', { detail: message.slice(0, 300) }, field);
    default:
      return bridgeError('offline', 'session.server-busy', { retryAfterMs });
  }
}
