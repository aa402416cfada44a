import { useState, type ReactNode } from 'react';
import type { LocationStatus } from '../../../shared/domain/location/schema.ts';
import { ActionBar, type Act } from '../../app/action-bar.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import type { Row } from '../../view/hooks.ts';
import { ApproveDialog } from './approve-dialog.tsx';

const submit: Act = { name: 'submit', command: 'location.submit', keys: 's' };
const archive: Act = { name: 'archive', command: 'location.archive', needsReason: true, isDangerous: true, isRare: true };

/** What can be done in each status, the next step first. Whether this role may is the rulebook's to say. */
const ACTS: Readonly<Record<LocationStatus, readonly Act[]>> = {
  draft: [submit, archive],
  changes_requested: [submit, archive],
  pending_approval: [
    { name: 'approve', command: 'location.approve', keys: 'a' },
    { name: 'return', command: 'location.return', keys: 'r', needsReason: true },
    { name: 'reject', command: 'location.reject', keys: 'x', needsReason: true, isDangerous: true },
    archive,
  ],
  approved: [
    { name: 'renew', command: 'location.approve', isCalm: true },
    { name: 'suspend', command: 'location.suspend', needsReason: true, isDangerous: true },
    archive,
  ],
  suspended: [{ name: 'reinstate', command: 'location.reinstate' }, archive],
  rejected: [archive],
  archived: [],
};

/** The one right next step of a place for this person, and the others beside it. */
export function LocationActions({ location, upcoming }: { readonly location: Row<'locations'>; readonly upcoming: number }): ReactNode {
  const say = useWords('locations');
  const run = useCommand();
  const [isApproving, setIsApproving] = useState(false);
  const { id, state } = location;
  return (
    <>
      <ActionBar
        words={say}
        title={state.name}
        acts={location.readOnly ? [] : ACTS[state.status]}
        consequence={({ name }) =>
          name === 'suspend' && upcoming > 0 ? say('why.suspend-planned', { count: upcoming }) : say(`why.${name}`)
        }
        onAct={async ({ name, command }, reason) => {
          if (command === 'location.approve') {
            setIsApproving(true);
            return false;
          }
          const reply = await run(
            command,
            { locationId: id, ...(reason === null ? {} : { reason }) },
            {
              done: say(`done.${name}`, { name: state.name }),
              ...(name === 'suspend' ? { undo: { name: 'location.reinstate', input: { locationId: id } } } : {}),
            },
          );
          return reply.ok;
        }}
      />
      {isApproving && <ApproveDialog location={location} onClose={() => setIsApproving(false)} />}
    </>
  );
}
