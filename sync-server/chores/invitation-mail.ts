import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import type { AuthService } from '../auth/auth-service.ts';
import type { Organizations } from '../organizations.ts';
import type { SequencerLog } from '../sequencer/sequencer.ts';

export interface InvitationMailOptions {
  readonly organizations: Organizations;
  readonly auth: AuthService;
  readonly dataDir: string;
  readonly log: SequencerLog;
}

/**
 * Delivers invitations into the folder `outbox` of the data folder, one file each, from where a mail program or a person
 * takes them. The secret is in the file only: not in the log, not in the database, not in the server's messages.
 */
export class InvitationMail {
  readonly eventTypes = ['organization.user_invited', 'organization.invitation_resent'] as const;
  readonly #options: InvitationMailOptions;

  constructor(options: InvitationMailOptions) {
    this.#options = options;
  }

  /** Runs at least once per event; a second delivery replaces the file and the secret of the first. */
  async handle(event: DomainEvent): Promise<void> {
    const { organizations, auth, dataDir, log } = this.#options;
    const head = organizations.byId(event.organizationId);
    const invitation =
      head === undefined ? undefined : organizations.store.entities(head.organizationNo).get('invitation', event.aggregateId)?.state;
    if (head === undefined || invitation?.status !== 'pending') return;
    const token = await auth.createInvitationToken(head.organizationNo, invitation.id, invitation.expiresAt);
    const organization = organizations.state(head.organizationNo)?.name ?? '';
    const { email, name, expiresAt } = invitation;
    const folder = join(dataDir, 'outbox');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `invitation-${invitation.id}.json`);
    const mail = { kind: 'invitation', to: email, name, organization, expiresAt, token };
    writeFileSync(`${path}.new`, `${JSON.stringify(mail, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
    log.info({ invitationId: invitation.id }, 'an invitation waits in the outbox');
  }
}
