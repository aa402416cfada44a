import { useState, type ReactNode } from 'react';
import type { Role } from '../../../shared/domain/kernel/roles.ts';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { fieldError, useCommand } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Dialog, Select, TextField } from '../../ui/index.ts';
import { useRow, useSyncStatus, type Row } from '../../view/hooks.ts';
import { isAlone } from '../sync/sync-words.ts';
import { grantable } from './roles.ts';

const DAYS = [7, 14, 30] as const;
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

interface InviteDialogProps {
  /** Somebody who is planned already and shall sign in from now on. */
  readonly person: Row<'members'> | null;
  readonly onClose: (wasSent: boolean) => void;
}

/** Invites somebody to sign in, in a role, at a site, for a while. */
export function InviteDialog({ person, onClose }: InviteDialogProps): ReactNode {
  const say = useWords('people');
  const run = useCommand();
  const { role: ownRole, siteId, organizationId } = useSession();
  const sites = useRow('organizations', organizationId)?.state.sites ?? [];
  const isOffline = isAlone(useSyncStatus());
  const roles = grantable(ownRole);
  const [name, setName] = useState(person?.state.name ?? '');
  const [email, setEmail] = useState(person?.state.email ?? '');
  const [role, setRole] = useState<Role>(person !== null && roles.includes(person.state.role) ? person.state.role : 'staff');
  const [homeSiteId, setHomeSiteId] = useState(person?.state.homeSiteId ?? siteId);
  const [days, setDays] = useState('14');
  const [wasTried, setWasTried] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const nameProblem = name.trim() === '' ? say('problem.name') : null;
  const emailProblem = /^\S+@\S+\.\S+$/.test(email.trim()) ? null : say('problem.email');
  const send = async (): Promise<void> => {
    setWasTried(true);
    if (nameProblem !== null || emailProblem !== null) return;
    setIsPending(true);
    const answer = await run(
      'invitation.invite',
      { invitationId: newId(), email: email.trim(), name: name.trim(), role, homeSiteId, expiresAt: inDays(Number(days)) },
      { done: say('done.invite', { name: name.trim() }), isQuiet: true },
    );
    setIsPending(false);
    setReply(answer);
    if (answer.ok) onClose(true);
  };
  return (
    <Dialog
      isOpen
      onClose={() => onClose(false)}
      isDismissable={name === '' && email === ''}
      title={say('invite.title')}
      actions={
        <>
          <Button variant="quiet" onPress={() => onClose(false)}>
            {say('cancel')}
          </Button>
          <Button variant="primary" isPending={isPending} onPress={() => void send()}>
            {say('invite.send')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextField
          label={say('field.name')}
          value={name}
          onChange={setName}
          autoFocus
          error={(wasTried ? nameProblem : null) ?? fieldError(reply, 'name')}
        />
        <TextField
          label={say('field.email')}
          type="email"
          value={email}
          onChange={setEmail}
          error={(wasTried ? emailProblem : null) ?? fieldError(reply, 'email')}
        />
        <div className="grid grid-cols-2 gap-4">
          <Select
            label={say('field.role')}
            value={role}
            choices={roles.map((id) => ({ id, label: say(`app:role.${id}`), detail: say(`role-detail.${id}`) }))}
            onChange={(id) => setRole(id as Role)}
            error={fieldError(reply, 'role')}
          />
          <Select
            label={say('field.site')}
            value={homeSiteId}
            choices={sites.map((site) => ({ id: site.id, label: site.name }))}
            onChange={setHomeSiteId}
          />
        </div>
        <Select
          label={say('invite.valid')}
          value={days}
          className="max-w-40"
          choices={DAYS.map((count) => ({ id: String(count), label: say('invite.days', { count }) }))}
          onChange={setDays}
          error={fieldError(reply, 'expiresAt')}
        />
        <p className="text-12 text-ink-3">{say(isOffline ? 'invite.offline' : 'invite.how')}</p>
        {reply !== null && !reply.ok && (
          <p role="alert" className="text-13 text-stopped-text">
            {errorWords(reply.error)}
          </p>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
