import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { MemberState } from '../../shared/domain/member/schema.ts';
import { SyncFault } from '../../shared/sync/errors.ts';
import type { SessionReply } from '../../shared/sync/wire.ts';
import type { Organizations } from '../organizations.ts';
import type { DeviceRow } from '../store/event-store.ts';
import type { Accounts, CodeRow, RefreshRow } from '../store/accounts.ts';
import { ACCESS_SECONDS, type AccessTokens } from './access-tokens.ts';
import { AttemptGuard } from './attempt-guard.ts';
import { joinOrganization } from './join.ts';
import { hashPassword, NOBODY, verifyPassword } from './passwords.ts';

const REFRESH_MS = 90 * 24 * 3_600_000;
const ENROL_MS = 10 * 60_000;

export interface DeviceInput {
  readonly deviceId: string;
  readonly name: string;
  readonly siteId?: string | undefined;
  /** Whose work the device holds. */
  readonly memberId?: string | undefined;
}

/** Who is calling, looked up again for every request. */
export interface Caller {
  readonly device: DeviceRow;
  readonly expiresAtMs: number;
}

export interface AuthOptions {
  readonly accounts: Accounts;
  readonly tokens: Pick<AccessTokens, 'sign' | 'verify'>;
  readonly organizations: Organizations;
  readonly nowMs: () => number;
}

/** Sign-in, sessions and devices. Knows no HTTP. */
export class AuthService {
  readonly #accounts: Accounts;
  readonly #tokens: AuthOptions['tokens'];
  readonly #organizations: Organizations;
  readonly #nowMs: () => number;
  readonly #guard: AttemptGuard;

  constructor(options: AuthOptions) {
    this.#accounts = options.accounts;
    this.#tokens = options.tokens;
    this.#organizations = options.organizations;
    this.#nowMs = options.nowMs;
    this.#guard = new AttemptGuard(options.nowMs);
  }

  async signIn(input: { readonly email: string; readonly password: string; readonly device: DeviceInput }): Promise<SessionReply> {
    const email = input.email.toLowerCase();
    this.#guard.check(email);
    const account = await this.#accounts.accountByEmail(email);
    const fits = await verifyPassword(input.password, account?.password ?? NOBODY);
    if (account === undefined || !fits) {
      this.#guard.failed(email);
      throw new SyncFault('AUTH', 'E-mail or password is wrong. Check both, or ask an administrator for a sign-in code.');
    }
    this.#guard.succeeded(email);
    return this.#open(account.organizationNo, account.memberId, input.device);
  }

  async enrol(input: { readonly code: string; readonly device: DeviceInput }): Promise<SessionReply> {
    const codeHash = sha256(input.code);
    const code = await this.#validCode(codeHash, 'enrol', 'code');
    const device = await this.#bind(code.organizationNo, code.subjectId, input.device);
    if (!(await this.#accounts.useCode(codeHash, this.#now()))) throw badCode('code');
    return this.#session(device);
  }

  /** Makes the invited person a member with a password, and signs their device in. */
  async acceptInvitation(input: {
    readonly token: string;
    readonly name: string;
    readonly password: string;
    readonly device: DeviceInput;
  }): Promise<SessionReply> {
    const codeHash = sha256(input.token);
    const code = await this.#validCode(codeHash, 'invitation', 'token');
    // whoever joins is new, so the work on the device is somebody else's; told before anything is used up
    if (input.device.memberId !== undefined) throw othersDevice();
    const password = await hashPassword(input.password);
    const memberId = await joinOrganization(this.#organizations, {
      organizationNo: code.organizationNo,
      invitationId: code.subjectId,
      name: input.name,
      now: this.#now(),
      codeHash,
      password,
    });
    return this.#open(code.organizationNo, memberId, input.device);
  }

  /**
   * Exchanges a refresh token for a new pair. A token may come twice when its answer was lost, as long as the pair of the
   * lost answer was never used; after that it is stolen, and the whole family ends.
   */
  async refresh(input: { readonly refreshToken: string; readonly deviceId: string }): Promise<SessionReply> {
    const tokenHash = sha256(input.refreshToken);
    const row = await this.#accounts.refresh(tokenHash);
    if (row === undefined || row.expiresAt <= this.#now()) throw badRefresh();
    const device = await this.#organizations.store.findDevice(input.deviceId);
    if (device === undefined || device.deviceNo !== row.deviceNo) throw badRefresh();
    if (row.successorHash !== null) {
      const successor = await this.#accounts.refresh(row.successorHash);
      if (successor === undefined || successor.successorHash !== null) {
        await this.#accounts.dropFamily(row.family);
        throw new SyncFault('AUTH', 'This refresh token was used before, so its session was ended. Sign in again; unsent work stays.', {
          field: 'refreshToken',
        });
      }
    }
    this.#usable(device);
    return this.#session(device, row);
  }

  /** @throws AUTH or REVOKED */
  async authenticate(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer ([A-Za-z0-9_.-]+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw new SyncFault('AUTH', 'Send an access token in the header "Authorization: Bearer …".', { field: 'authorization' });
    }
    const claims = await this.#tokens.verify(token);
    const device = await this.#organizations.store.findDevice(claims.deviceId);
    if (device === undefined || device.memberId !== claims.memberId || device.organizationId !== claims.organizationId) {
      throw new SyncFault('AUTH', 'The access token is for a device this server does not know. Sign in again.', { field: 'authorization' });
    }
    this.#usable(device);
    return { device, expiresAtMs: claims.expiresAtMs };
  }

  /** A one-time code that signs one device in as this member, within ten minutes. */
  async createEnrolCode(organizationNo: number, memberId: string): Promise<string> {
    this.#activeMember(organizationNo, memberId);
    return this.#createCode({
      purpose: 'enrol',
      organizationNo,
      subjectId: memberId,
      expiresAt: new Date(this.#nowMs() + ENROL_MS).toISOString(),
    });
  }

  /** The secret of an invitation; an earlier one of the same invitation stops working. */
  async createInvitationToken(organizationNo: number, invitationId: string, expiresAt: string): Promise<string> {
    await this.#accounts.dropCodesOf('invitation', invitationId);
    return this.#createCode({ purpose: 'invitation', organizationNo, subjectId: invitationId, expiresAt });
  }

  async setPassword(organizationNo: number, memberId: string, email: string, password: string): Promise<void> {
    const account = { email, organizationNo, memberId, password: await hashPassword(password) };
    if ((await this.#accounts.putAccount(account, this.#now())) === 'taken') throw new Error(`somebody else signs in with ${email}`);
  }

  /** Ends a device's sessions; what it has not sent stays on it. */
  async revokeDevice(device: DeviceRow): Promise<void> {
    await this.#organizations.store.updateDevice(device.deviceNo, { revoked: true });
    await this.#accounts.dropDeviceTokens(device.deviceNo);
  }

  async #open(organizationNo: number, memberId: string, input: DeviceInput): Promise<SessionReply> {
    return this.#session(await this.#bind(organizationNo, memberId, input));
  }

  /** Finds or makes the device's row. A device belongs to one member for ever: its numbers are that person's work. */
  async #bind(organizationNo: number, memberId: string, input: DeviceInput): Promise<DeviceRow> {
    const { store } = this.#organizations;
    await store.refresh(organizationNo);
    const member = this.#activeMember(organizationNo, memberId);
    const siteId = input.siteId ?? member.homeSiteId;
    const sites = this.#organizations.state(organizationNo)?.sites ?? [];
    if (!sites.some((site) => site.id === siteId)) {
      throw new SyncFault('INVALID', 'device.siteId: The organization has no such site. Choose one of its sites.', {
        field: 'device.siteId',
      });
    }
    if (input.memberId !== undefined && input.memberId !== memberId) throw othersDevice();
    const known = await store.findDevice(input.deviceId);
    if (known === undefined) {
      return store.createDevice({ deviceId: input.deviceId, organizationNo, memberId, siteId, name: input.name }, this.#now());
    }
    if (known.memberId !== memberId || known.organizationNo !== organizationNo) {
      throw othersDevice();
    }
    if (known.revoked) throw revoked();
    await store.updateDevice(known.deviceNo, { name: input.name, siteId });
    return (await store.findDevice(input.deviceId)) ?? known;
  }

  async #session(device: DeviceRow, follows?: RefreshRow): Promise<SessionReply> {
    const member = this.#activeMember(device.organizationNo, device.memberId);
    const refreshToken = randomBytes(32).toString('base64url');
    const stored = await this.#accounts.putRefresh({
      tokenHash: sha256(refreshToken),
      family: follows?.family ?? randomUUID(),
      deviceNo: device.deviceNo,
      issuedAt: this.#now(),
      expiresAt: new Date(this.#nowMs() + REFRESH_MS).toISOString(),
      follows: follows ?? null,
    });
    if (!stored)
      throw new SyncFault('RETRY', 'This refresh token is being exchanged right now. Try again in a moment.', { retryAfterMs: 500 });
    const { deviceId, memberId, organizationId, siteId } = device;
    const accessToken = await this.#tokens.sign({ deviceId, memberId, organizationId });
    return {
      expiresIn: ACCESS_SECONDS,
      accessToken,
      refreshToken,
      session: {
        organizationId,
        organizationName: this.#organizations.state(device.organizationNo)?.name ?? '',
        memberId,
        memberName: member.name,
        role: member.role,
        siteId,
        deviceId,
      },
    };
  }

  async #createCode(code: Omit<CodeRow, 'usedAt'>): Promise<string> {
    const secret = randomBytes(24).toString('base64url');
    await this.#accounts.putCode(sha256(secret), code);
    return secret;
  }

  async #validCode(codeHash: string, purpose: CodeRow['purpose'], field: string): Promise<CodeRow> {
    const code = await this.#accounts.code(codeHash);
    if (code === undefined || code.purpose !== purpose || code.usedAt !== null || code.expiresAt <= this.#now()) throw badCode(field);
    return code;
  }

  #usable(device: DeviceRow): void {
    if (device.revoked) throw revoked();
    this.#activeMember(device.organizationNo, device.memberId);
  }

  #activeMember(organizationNo: number, memberId: string): MemberState {
    const member = this.#organizations.store.entities(organizationNo).get('member', memberId)?.state;
    if (member?.status === 'active') return member;
    throw new SyncFault('REVOKED', 'This person no longer has access. Ask an administrator; work on the device stays on it.');
  }

  #now(): string {
    return new Date(this.#nowMs()).toISOString();
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const revoked = (): SyncFault =>
  new SyncFault('REVOKED', 'This device was signed out by an administrator. Its work stays on it; enrol it again to send.');
const othersDevice = (): SyncFault =>
  new SyncFault('FORBIDDEN', 'device.deviceId: This device belongs to another person. Use a new profile for another person.', {
    field: 'device.deviceId',
  });
const badRefresh = (): SyncFault =>
  new SyncFault('AUTH', 'The refresh token is unknown, expired or of another device. Sign in again; unsent work stays.', {
    field: 'refreshToken',
  });
const badCode = (field: string): SyncFault =>
  new SyncFault('AUTH', `${field}: The code is unknown, used or expired. Ask for a new one.`, { field });
