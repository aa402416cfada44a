import { randomBytes } from 'node:crypto';
import { policyActor } from '../../shared/conflict/admit.ts';
import { uuid7 } from '../../shared/domain/kernel/ids.ts';
import { SyncFault } from '../../shared/sync/errors.ts';
import type { Organizations } from '../organizations.ts';
import { serverEvents } from '../sequencer/server-events.ts';
import { LoginRefused } from '../store/event-store.ts';

export interface JoinRequest {
  readonly organizationNo: number;
  readonly invitationId: string;
  readonly name: string;
  readonly now: string;
  /** The invitation's one-time code; it is used up with the member's events or not at all. */
  readonly codeHash: string;
  readonly password: string;
}

/**
 * Turns a pending invitation into a member, through the log like everything else.
 * @returns the member's id
 */
export async function joinOrganization(organizations: Organizations, request: JoinRequest): Promise<string> {
  try {
    return await join(organizations, request);
  } catch (error) {
    if (!(error instanceof LoginRefused)) throw error;
    throw error.why === 'code-used'
      ? new SyncFault('AUTH', 'token: The code is unknown, used or expired. Ask for a new one.', { field: 'token' })
      : new SyncFault('INVALID', 'token: Somebody already signs in with this e-mail. Ask for an invitation to another one.', {
          field: 'token',
        });
  }
}

function join(organizations: Organizations, request: JoinRequest): Promise<string> {
  const sequencer = organizations.sequencer(request.organizationNo);
  return sequencer.performAlone((group) => {
    const invitation = group.workspace.get('invitation', request.invitationId)?.state;
    if (invitation?.status !== 'pending' || invitation.expiresAt <= request.now) {
      throw new SyncFault('AUTH', 'token: The invitation is no longer open. Ask for a new one.', { field: 'token' });
    }
    const { email, role, homeSiteId } = invitation;
    const memberId = uuid7(group.nowMs, randomBytes(10));
    const joined = {
      name: request.name,
      email,
      phone: null,
      role,
      hasLogin: true,
      homeSiteId,
      skills: [],
      certificates: [],
      maxMinutesPerWeek: null,
      notes: '',
    };
    const actor = policyActor(homeSiteId);
    const events = serverEvents(
      [
        { type: 'organization.user_joined', aggregateType: 'member', aggregateId: memberId, data: joined },
        { type: 'organization.invitation_accepted', aggregateType: 'invitation', aggregateId: request.invitationId, data: { memberId } },
      ],
      {
        actor,
        organizationId: sequencer.head().organizationId,
        nowMs: group.nowMs,
        zone: 'UTC',
        basisSeq: group.seq,
        rulebook: organizations.rulebook,
      },
    );
    const { entries } = group.append(events, { actor, deviceNo: null, clockOffsetMs: null });
    const refused = entries.find((entry) => entry.outcome === 'rejected' || entry.outcome === 'parked');
    if (refused !== undefined) {
      throw new SyncFault(
        'INVALID',
        `token: The invitation cannot be accepted (${refused.reason?.code ?? 'refused'}). Ask an administrator.`,
        { field: 'token' },
      );
    }
    group.putLogin({ codeHash: request.codeHash, email, memberId, password: request.password, at: request.now });
    return memberId;
  });
}
