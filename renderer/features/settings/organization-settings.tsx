import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { OrganizationState } from '../../../shared/domain/organization/schema.ts';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { fieldError, useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Dialog, Facts, PickField, Section, Skeleton, SyncMark, TextField } from '../../ui/index.ts';
import { useRow, type Row } from '../../view/hooks.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { WorkRules } from './work-rules.tsx';
import { zoneChoices } from './zones.ts';

/** The organization: its name, its sites, and the numbers its rules count with. */
export function OrganizationSettings(): ReactNode {
  const { organizationId } = useSession();
  const row = useRow('organizations', organizationId);
  if (row === undefined) return <Skeleton rows={6} />;
  if (row === null) return null;
  return (
    <>
      <Basics row={row} />
      <Sites sites={row.state.sites} />
      <WorkRules row={row} />
    </>
  );
}

function Basics({ row }: { readonly row: Row<'organizations'> }): ReactNode {
  const say = useWords('settings');
  const can = useCan();
  const run = useCommand();
  const { state } = row;
  const [name, setName] = useState<string | null>(null);
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const mayEdit = can('organization.edit') && !row.readOnly;
  const save = async (): Promise<void> => {
    if (name === null || name.trim() === state.name) return setName(null);
    const answer = await run(
      'organization.edit',
      { changes: { name: name.trim() } },
      {
        done: say('organization.renamed', { name: name.trim() }),
        undo: { name: 'organization.edit', input: { changes: { name: state.name } } },
      },
    );
    setReply(answer);
    if (answer.ok) setName(null);
  };
  return (
    <Section
      level={2}
      title={say('organization.title')}
      actions={
        <span className="flex items-center gap-2">
          <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed look="words" />
          <HistoryButton about={{ type: 'organization', id: row.id }} what={state.name} />
        </span>
      }
    >
      {mayEdit ? (
        <form
          className="mb-4 flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextField
            className="flex-1"
            label={say('organization.name')}
            value={name ?? state.name}
            onChange={setName}
            maxLength={120}
            error={fieldError(reply, 'changes.name')}
          />
          <Button type="submit" isDisabled={name === null || name.trim() === '' || name.trim() === state.name}>
            {say('save')}
          </Button>
        </form>
      ) : (
        <p className="mb-3 text-13 text-ink-2">{say('organization.read-only')}</p>
      )}
      <Facts
        facts={[
          ...(mayEdit ? [] : [{ label: say('organization.name'), value: state.name }]),
          { label: say('organization.kind'), value: say(`organization.kind-${state.kind}`) },
          { label: say('organization.zone'), value: state.zone },
          { label: say('organization.currency'), value: state.currency },
        ]}
      />
    </Section>
  );
}

function Sites({ sites }: { readonly sites: OrganizationState['sites'] }): ReactNode {
  const say = useWords('settings');
  const can = useCan();
  const { siteId } = useSession();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Section
      level={2}
      title={say('sites.title')}
      actions={
        can('organization.add_site') && (
          <Button size="small" icon={Plus} onPress={() => setIsAdding(true)}>
            {say('sites.add')}
          </Button>
        )
      }
    >
      <ul className="border-t border-line">
        {sites.map((site) => (
          <li key={site.id} className="flex min-h-row items-center justify-between gap-4 border-b border-line text-13">
            <span className="min-w-0 truncate">
              {site.name}
              {site.id === siteId && <span className="text-ink-3"> {say('sites.here')}</span>}
            </span>
            <span className="text-12 text-ink-3">{site.zone}</span>
          </li>
        ))}
      </ul>
      {isAdding && <AddSite onClose={() => setIsAdding(false)} />}
    </Section>
  );
}

function AddSite({ onClose }: { readonly onClose: () => void }): ReactNode {
  const say = useWords('settings');
  const run = useCommand();
  const [name, setName] = useState('');
  const [zone, setZone] = useState<string | null>(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const save = async (): Promise<void> => {
    const answer = await run(
      'organization.add_site',
      { site: { id: newId(), name: name.trim(), zone } },
      { done: say('sites.added', { name: name.trim() }) },
    );
    setReply(answer);
    if (answer.ok) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={say('sites.add')}
      isDismissable={name === ''}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>
            {say('ui:cancel')}
          </Button>
          <Button variant="primary" isDisabled={name.trim() === '' || zone === null} onPress={() => void save()}>
            {say('sites.add')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField
          label={say('sites.name')}
          hint={say('sites.hint')}
          value={name}
          onChange={setName}
          autoFocus
          maxLength={120}
          error={fieldError(reply, 'site.name')}
        />
        <PickField
          label={say('organization.zone')}
          choices={zoneChoices()}
          value={zone}
          onChange={setZone}
          error={fieldError(reply, 'site.zone')}
        />
      </div>
    </Dialog>
  );
}
