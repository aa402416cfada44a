import { useState, type ReactNode } from 'react';
import type { Role } from '../../../shared/domain/kernel/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Dialog, Menu, ReasonDialog, Select, type MenuAction } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { grantable } from './roles.ts';

type Open = 'role' | 'suspend' | 'remove' | 'invite';

/** What happens seldom to a person and matters much: role, suspension, leaving, a login. */
export function PersonActions({ person, planned }: { readonly person: Row<'members'>; readonly planned: number }): ReactNode {
  const say = useWords('people');
  const can = useCan();
  const run = useCommand();
  const { memberId, role } = useSession();
  const [open, setOpen] = useState<Open | null>(null);
  const { id, state } = person;
  const { name } = state;
  const ownerOnly = state.role === 'owner' && role !== 'owner' ? { whyNot: say('why-not.owner') } : {};
  const ownRole = id === memberId ? { whyNot: say('why-not.own-role') } : ownerOnly;
  const actions: MenuAction[] = [];
  if (!state.hasLogin && state.status === 'active' && can('invitation.invite'))
    actions.push({ id: 'invite', label: say('do.invite'), onAction: () => setOpen('invite') });
  if (state.status !== 'removed' && can('member.change_role'))
    actions.push({ id: 'role', label: say('do.role'), ...ownRole, onAction: () => setOpen('role') });
  if (state.status === 'active' && can('member.suspend'))
    actions.push({ id: 'suspend', label: say('do.suspend'), isDangerous: true, ...ownerOnly, onAction: () => setOpen('suspend') });
  if (state.status !== 'removed' && can('member.remove'))
    actions.push({ id: 'remove', label: say('do.remove'), isDangerous: true, ...ownerOnly, onAction: () => setOpen('remove') });
  const close = (): void => setOpen(null);
  return (
    <>
      {state.status === 'suspended' && can('member.reinstate') && !person.readOnly && (
        <Button variant="primary" onPress={() => void run('member.reinstate', { memberId: id }, { done: say('done.reinstate', { name }) })}>
          {say('do.reinstate')}
        </Button>
      )}
      {actions.length > 0 && !person.readOnly && <Menu label={name} actions={actions} />}
      {open === 'invite' && <InviteDialog person={person} onClose={close} />}
      {open === 'role' && <RoleDialog person={person} onClose={close} />}
      {(open === 'suspend' || open === 'remove') && (
        <ReasonDialog
          isOpen
          onClose={close}
          title={say(`ask.${open}`, { name })}
          consequence={
            <>
              {say(`why.${open}`)}
              {planned > 0 && <span className="mt-1 block text-needs-text">{say('why.planned', { count: planned })}</span>}
            </>
          }
          action={say(`do.${open}`)}
          isDangerous
          onConfirm={async (reason) => (await run(`member.${open}`, { memberId: id, reason }, { done: say(`done.${open}`, { name }) })).ok}
        />
      )}
    </>
  );
}

function RoleDialog({ person, onClose }: { readonly person: Row<'members'>; readonly onClose: () => void }): ReactNode {
  const say = useWords('people');
  const run = useCommand();
  const { role: ownRole } = useSession();
  const [role, setRole] = useState<Role>(person.state.role);
  const save = async (): Promise<void> => {
    const reply = await run(
      'member.change_role',
      { memberId: person.id, role },
      {
        done: say('done.role', { name: person.state.name, role: say(`app:role.${role}`) }),
        undo: { name: 'member.change_role', input: { memberId: person.id, role: person.state.role } },
      },
    );
    if (reply.ok) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={say('role.title', { name: person.state.name })}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>
            {say('cancel')}
          </Button>
          <Button variant="primary" isDisabled={role === person.state.role} onPress={() => void save()}>
            {say('do.role')}
          </Button>
        </>
      }
    >
      <Select
        label={say('field.role')}
        hint={say(`role-detail.${role}`)}
        value={role}
        choices={[...new Set([...grantable(ownRole), person.state.role])].map((id) => ({
          id,
          label: say(`app:role.${id}`),
          detail: say(`role-detail.${id}`),
        }))}
        onChange={(id) => setRole(id as Role)}
      />
    </Dialog>
  );
}
