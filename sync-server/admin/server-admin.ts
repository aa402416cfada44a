import { decideCommand } from '../../shared/conflict/decide-command.ts';
import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { Actor, Outcome, Reason } from '../../shared/domain/kernel/event.ts';
import { SERVER_ADMIN_ACTOR_ID } from '../../shared/domain/kernel/ids.ts';
import { DEFAULT_SETTINGS, type OrganizationState } from '../../shared/domain/organization/schema.ts';
import { SyncFault } from '../../shared/sync/errors.ts';
import type { AuthService } from '../auth/auth-service.ts';
import type { Organizations } from '../organizations.ts';
import type { Group } from '../sequencer/group.ts';
import { newId, serverEvents } from '../sequencer/server-events.ts';
import type { DeviceRow } from '../store/event-store.ts';
import type { FanOut } from '../stream/fan-out.ts';
import { verifyOrganization, type VerifyReport } from './verify.ts';

export interface NewOrganization {
  readonly organizationId: string;
  readonly organization: Omit<OrganizationState, 'id' | 'settings'> & { readonly settings?: OrganizationState['settings'] };
  readonly owner: { readonly memberId: string; readonly name: string; readonly email: string; readonly phone?: string | null };
}

export interface AdminCommand {
  readonly name: string;
  readonly input: unknown;
}

/** What became of one command. */
export type AdminResult =
  | { readonly ok: true; readonly outcome: Outcome; readonly eventIds: readonly string[] }
  | { readonly ok: false; readonly command: string; readonly reason: Reason; readonly field: string | null };

/** In-process access for the person who runs the server: the launcher, the command line, tests. */
export interface ServerAdmin {
  hasOrganization(): boolean;
  organizations(): readonly { readonly organizationId: string; readonly name: string; readonly head: number; readonly epoch: string }[];
  createOrganization(input: NewOrganization): Promise<void>;
  /** Runs commands in order as this member; each is decided by the shared rules, sees those before it, and is one transaction. */
  runAs(memberId: string, commands: readonly AdminCommand[]): Promise<readonly AdminResult[]>;
  /** Confirmed state of the organization. */
  reader(organizationId: string): StateReader;
  setPassword(memberId: string, email: string, password: string): Promise<void>;
  /** A one-time code that signs one device in as this member within ten minutes. */
  createEnrolCode(memberId: string): Promise<string>;
  memberByEmail(email: string): { readonly memberId: string; readonly organizationId: string } | undefined;
  devices(organizationId: string): readonly DeviceRow[];
  /** Ends a device's sessions and streams. */
  revokeDevice(deviceId: string): Promise<void>;
  /** Checks the hash chain and compares the state with a fold of the log. */
  verify(organizationId: string): Promise<VerifyReport>;
}

/** Commands per group commit of a long list. */
const CHUNK = 500;

export class LocalAdmin implements ServerAdmin {
  readonly #organizations: Organizations;
  readonly #auth: AuthService;
  readonly #fanOut: FanOut;

  constructor(organizations: Organizations, auth: AuthService, fanOut: FanOut) {
    this.#organizations = organizations;
    this.#auth = auth;
    this.#fanOut = fanOut;
  }

  hasOrganization(): boolean {
    return this.#organizations.store.heads().some((head) => head.seq > 0);
  }

  organizations(): ReturnType<ServerAdmin['organizations']> {
    return this.#organizations.store.heads().map((head) => ({
      organizationId: head.organizationId,
      name: this.#organizations.state(head.organizationNo)?.name ?? '',
      head: head.seq,
      epoch: head.epoch,
    }));
  }

  async createOrganization(input: NewOrganization): Promise<void> {
    const homeSiteId = input.organization.sites[0]?.id;
    if (homeSiteId === undefined) throw new Error('an organization needs at least one site');
    const known = this.#organizations.store.heads().find((head) => head.organizationId === input.organizationId);
    if (known !== undefined && known.seq > 0) throw new Error('the organization exists already');
    const { organizationNo } = known ?? (await this.#organizations.create(input.organizationId));
    const owner = {
      name: input.owner.name,
      email: input.owner.email,
      phone: input.owner.phone ?? null,
      role: 'owner',
      hasLogin: true,
      homeSiteId,
      skills: [],
      certificates: [],
      maxMinutesPerWeek: null,
      notes: '',
    };
    const drafts = [
      {
        type: 'organization.created',
        aggregateType: 'organization' as const,
        aggregateId: input.organizationId,
        data: { ...input.organization, settings: input.organization.settings ?? DEFAULT_SETTINGS },
      },
      { type: 'member.created', aggregateType: 'member' as const, aggregateId: input.owner.memberId, data: owner },
    ];
    await this.#organizations.sequencer(organizationNo).performAlone((group) => {
      // nobody of the organization exists yet: it acts with the rights of the server and says that it was its administrator
      const actor: Actor = { memberId: SERVER_ADMIN_ACTOR_ID, role: 'policy', siteId: homeSiteId };
      const { rulebook } = this.#organizations;
      const { organizationId } = input;
      const zone = input.organization.zone;
      const events = serverEvents(drafts, { actor, organizationId, nowMs: group.nowMs, zone, basisSeq: group.seq, rulebook });
      const { entries } = group.append(events, { actor, deviceNo: null, clockOffsetMs: null });
      const refused = entries.find((entry) => entry.outcome === 'rejected' || entry.outcome === 'parked');
      if (refused !== undefined) {
        throw new SyncFault(
          'INVALID',
          `The organization was refused: ${refused.reason?.code ?? ''} ${JSON.stringify(refused.reason?.params ?? {})}`,
        );
      }
    });
  }

  async runAs(memberId: string, commands: readonly AdminCommand[]): Promise<readonly AdminResult[]> {
    const head = this.#organizations.ofMember(memberId);
    if (head === undefined) throw new Error(`no member ${memberId}`);
    const sequencer = this.#organizations.sequencer(head.organizationNo);
    const results: AdminResult[] = [];
    for (let start = 0; start < commands.length; start += CHUNK) {
      const chunk = commands.slice(start, start + CHUNK);
      results.push(
        ...(await sequencer.perform(chunk.length, (group) => chunk.map((command) => this.#run(group, head, memberId, command)))),
      );
    }
    return results;
  }

  reader(organizationId: string): StateReader {
    return this.#organizations.store.entities(this.#headOf(organizationId).organizationNo);
  }

  async setPassword(memberId: string, email: string, password: string): Promise<void> {
    const head = this.#organizations.ofMember(memberId);
    if (head === undefined) throw new Error(`no member ${memberId}`);
    await this.#auth.setPassword(head.organizationNo, memberId, email, password);
  }

  async createEnrolCode(memberId: string): Promise<string> {
    const head = this.#organizations.ofMember(memberId);
    if (head === undefined) throw new Error(`no member ${memberId}`);
    return this.#auth.createEnrolCode(head.organizationNo, memberId);
  }

  memberByEmail(email: string): { readonly memberId: string; readonly organizationId: string } | undefined {
    for (const head of this.#organizations.store.heads()) {
      const member = this.#organizations.store.entities(head.organizationNo).find('member', `email:${email.toLowerCase()}`)[0];
      if (member !== undefined) return { memberId: member.id, organizationId: head.organizationId };
    }
    return undefined;
  }

  devices(organizationId: string): readonly DeviceRow[] {
    return this.#organizations.store.devicesOf(this.#headOf(organizationId).organizationNo);
  }

  async revokeDevice(deviceId: string): Promise<void> {
    const device = await this.#organizations.store.findDevice(deviceId);
    if (device === undefined) throw new Error(`no device ${deviceId}`);
    await this.#auth.revokeDevice(device);
    this.#fanOut.disconnect(device.organizationNo, deviceId, new SyncFault('REVOKED', 'This device was signed out by an administrator.'));
  }

  verify(organizationId: string): Promise<VerifyReport> {
    return verifyOrganization(this.#organizations.store, this.#organizations.rulebook, this.#headOf(organizationId));
  }

  #run(
    group: Group,
    head: { readonly organizationId: string; readonly organizationNo: number },
    memberId: string,
    command: AdminCommand,
  ): AdminResult {
    const member = group.workspace.get('member', memberId)?.state;
    if (member === undefined) throw new Error(`no member ${memberId}`);
    const actor: Actor = { memberId, role: member.role, siteId: member.homeSiteId };
    const { rulebook } = this.#organizations;
    const zone = group.workspace.get('organization', head.organizationId)?.state.zone ?? 'UTC';
    const { organizationId } = head;
    const now = new Date(group.nowMs).toISOString();
    const moment = { actor, organizationId, now, zone, newId: () => newId(group.nowMs) };
    const decided = decideCommand(rulebook, { command: command.name, input: command.input }, group.workspace, moment);
    if (!decided.ok) {
      const { code, params, field } = decided.error;
      return { ok: false, command: command.name, reason: { code, params }, field };
    }
    if (decided.value.length === 0) return { ok: true, outcome: 'noop', eventIds: [] };
    const events = serverEvents(decided.value, { actor, organizationId, nowMs: group.nowMs, zone, basisSeq: group.seq, rulebook });
    const { entries } = group.append(events, { actor, deviceNo: null, clockOffsetMs: null });
    const refused = entries.slice(0, events.length).find((entry) => entry.outcome === 'rejected' || entry.outcome === 'parked');
    if (refused !== undefined)
      return { ok: false, command: command.name, reason: refused.reason ?? { code: refused.outcome, params: {} }, field: null };
    return { ok: true, outcome: entries[0]?.outcome ?? 'accepted', eventIds: events.map((event) => event.id) };
  }

  #headOf(organizationId: string): { readonly organizationNo: number; readonly organizationId: string; readonly seq: number } {
    const head = this.#organizations.store.heads().find((candidate) => candidate.organizationId === organizationId);
    if (head === undefined) throw new Error(`no organization ${organizationId}`);
    return head;
  }
}
