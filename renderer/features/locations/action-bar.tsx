import { useState, type ReactNode } from 'react';
import type { LocationStatus } from '../../../shared/domain/location/schema.ts';
import { useKeys } from '../../app/keys.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Menu, ReasonDialog } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { ApproveDialog } from './approve-dialog.tsx';

interface Act {
  readonly name: 'submit' | 'approve' | 'renew' | 'return' | 'reject' | 'suspend' | 'reinstate' | 'archive';
  readonly command: string;
  readonly keys?: string;
  readonly needsReason?: boolean;
  readonly isDangerous?: boolean;
  /** Kept in the menu: right sometimes, next never. */
  readonly isRare?: boolean;
}

const submit: Act = { name: 'submit', command: 'location.submit' };
const archive: Act = { name: 'archive', command: 'location.archive', needsReason: true, isDangerous: true, isRare: true };

/** What can be done in each status, the next step first. Whether this role may is the rulebook's to say. */
const ACTS: Readonly<Record<LocationStatus, readonly Act[]>> = {
  draft: [submit, archive],
  changes_requested: [submit, archive],
  pending_approval: [
    { name: 'approve', command: 'location.approve', keys: 'a' },
    { name: 'return', command: 'location.return', keys: 'r', needsReason: true },
    { name: 'reject', command: 'location.reject', needsReason: true, isDangerous: true },
    archive,
  ],
  approved: [
    { name: 'renew', command: 'location.approve' },
    { name: 'suspend', command: 'location.suspend', needsReason: true, isDangerous: true },
    archive,
  ],
  suspended: [{ name: 'reinstate', command: 'location.reinstate' }, archive],
  rejected: [archive],
  archived: [],
};

/** Stays at the foot of a place: the one right next step for this person, the others beside it. */
export function ActionBar({ location, upcoming }: { readonly location: Row<'locations'>; readonly upcoming: number }): ReactNode {
  const say = useWords('locations');
  const can = useCan();
  const run = useCommand();
  const [asking, setAsking] = useState<Act | null>(null);
  const [isApproving, setIsApproving] = useState(false);
  const [pending, setPending] = useState<string | null>(null);
  const { id, state } = location;
  const acts = location.readOnly ? [] : ACTS[state.status].filter(({ command }) => can(command));
  const act = async ({ name, command }: Act, reason: string | null): Promise<boolean> => {
    setPending(name);
    const reply = await run(
      command,
      { locationId: id, ...(reason === null ? {} : { reason }) },
      { done: say(`done.${name}`, { name: state.name }) },
    );
    setPending(null);
    return reply.ok;
  };
  const start = (which: Act): void => {
    if (which.command === 'location.approve') setIsApproving(true);
    else if (which.needsReason === true) setAsking(which);
    else void act(which, null);
  };
  useKeys(
    acts.flatMap((which) =>
      which.keys === undefined ? [] : [{ keys: which.keys, label: say(`do.${which.name}`), group: say('title'), run: () => start(which) }],
    ),
  );
  const shown = acts.filter(({ isRare }) => isRare !== true);
  const rare = acts.filter(({ isRare }) => isRare === true);
  if (acts.length === 0) return null;
  return (
    <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line bg-surface px-5 py-2.5">
      {rare.length > 0 && (
        <Menu
          label={state.name}
          actions={rare.map((which) => ({
            id: which.name,
            label: say(`do.${which.name}`),
            isDangerous: which.isDangerous === true,
            onAction: () => start(which),
          }))}
        />
      )}
      <span className="flex-1" />
      {shown.toReversed().map((which) => (
        <Button
          key={which.name}
          variant={which === shown[0] && which.name !== 'renew' ? 'primary' : which.isDangerous === true ? 'danger' : 'default'}
          isPending={pending === which.name}
          onPress={() => start(which)}
        >
          {say(`do.${which.name}`)}
        </Button>
      ))}
      {isApproving && <ApproveDialog location={location} onClose={() => setIsApproving(false)} />}
      {asking !== null && (
        <ReasonDialog
          isOpen
          onClose={() => setAsking(null)}
          title={say(`ask.${asking.name}`, { name: state.name })}
          consequence={
            asking.name === 'suspend' && upcoming > 0 ? say('why.suspend-planned', { count: upcoming }) : say(`why.${asking.name}`)
          }
          action={say(`do.${asking.name}`)}
          isDangerous={asking.isDangerous === true}
          onConfirm={(reason) => act(asking, reason)}
        />
      )}
    </footer>
  );
}
