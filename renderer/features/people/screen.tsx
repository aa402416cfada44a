import { Mail, MailPlus, UserPlus, Users } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { useListPlace } from '../../app/list-place.ts';
import { useNames } from '../../app/names.tsx';
import { stepTo } from '../../app/router.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useCan } from '../../app/use-can.ts';
import { useSteadyRows } from '../../app/steady-rows.ts';
import { useWords } from '../../i18n/words.ts';
import { Avatar, Button, certaintyOf, Chip, ListFrame, StatusChip, SyncMark } from '../../ui/index.ts';
import { useCount, useRow, type Row } from '../../view/hooks.ts';
import { validityOf } from '../locations/validity.ts';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { PersonDetail } from './person-detail.tsx';
import { PersonForm } from './person-form.tsx';
import { ROLES } from './roles.ts';

const FILTERS = ['all', ...ROLES, 'gone'] as const;

/** Everybody of the organization, the one that is open beside them, and who was invited. */
export default function PeopleScreen({ id, tab }: ScreenProps): ReactNode {
  const say = useWords('people');
  const can = useCan();
  const now = useNow(600_000);
  const [isInviting, setIsInviting] = useState(false);
  const place = useListPlace({ name: 'people', id, create: 'member.create' });
  const filter = place.filter('role', FILTERS, 'all');
  const { rows, loading } = useSteadyRows('members', place.text === '' ? {} : { text: place.text });
  const pending = useCount('invitations', { status: 'pending' }) ?? 0;
  const personId = id === 'invitations' ? null : id;
  const open = useRow('members', personId);
  const invitation = useRow('invitations', personId);
  const isInvitations = id === 'invitations' || (open === null && (invitation ?? null) !== null);
  const shown = useMemo(
    () =>
      rows
        .filter(({ state }) =>
          filter === 'gone' ? state.status !== 'active' : state.status !== 'removed' && (filter === 'all' || state.role === filter),
        )
        .toSorted((a, b) => a.state.name.localeCompare(b.state.name)),
    [rows, filter],
  );
  const mayInvite = can('invitation.invite');
  const invite = (): void => setIsInviting(true);
  useKeys(mayInvite ? [{ keys: 'i', label: say('invite'), group: say('title'), run: invite }] : []);
  return (
    <>
      <ListFrame
        place={place}
        words={say}
        icon={Users}
        createIcon={UserPlus}
        items={shown}
        total={rows.length}
        loading={loading}
        filters={[
          {
            name: 'role',
            label: say('field.role'),
            value: filter,
            standard: 'all',
            choices: FILTERS.map((name) => ({
              id: name,
              label: name === 'all' || name === 'gone' ? say(`filter.${name}`) : say(`app:role.${name}`),
            })),
          },
        ]}
        actions={
          <>
            <Button variant="quiet" icon={Mail} onPress={() => stepTo('/people/invitations')}>
              {pending === 0 ? say('invitations') : say('invitations-count', { count: pending })}
            </Button>
            {mayInvite && (
              <Button icon={MailPlus} onPress={invite} className={isInvitations ? 'hidden' : 'max-xl:hidden'}>
                {say('invite')}
              </Button>
            )}
          </>
        }
        certaintyOf={(row) => certaintyOf(row.sync)}
        renderRow={(row, isNarrow) => <PersonRow row={row} today={now.slice(0, 10)} isNarrow={isNarrow} />}
        detail={
          isInvitations
            ? { title: say('invitations'), content: <Invitations onInvite={invite} /> }
            : open && { title: open.state.name, content: <PersonDetail key={open.id} person={open} tab={tab} /> }
        }
        form={<PersonForm person={null} onDone={place.leaveNew} />}
      />
      {isInviting && (
        <InviteDialog
          person={null}
          onClose={(wasSent) => {
            setIsInviting(false);
            if (wasSent) stepTo('/people/invitations');
          }}
        />
      )}
    </>
  );
}

interface PersonRowProps {
  readonly row: Row<'members'>;
  readonly today: string;
  /** A detail stands beside the list. */
  readonly isNarrow: boolean;
}

function PersonRow({ row, today, isNarrow }: PersonRowProps): ReactNode {
  const say = useWords('people');
  const names = useNames();
  const { state } = row;
  const ends = state.certificates.some(({ validUntil }) => ['soon', 'over'].includes(validityOf(validUntil, today)));
  return (
    <>
      <Avatar name={state.name} />
      <span className="min-w-0 flex-1">
        <span className={state.status === 'removed' ? 'block truncate text-13 text-ink-3 line-through' : 'block truncate text-13'}>
          {state.name}
        </span>
        <span className="block truncate text-12 text-ink-3">
          {[say(`app:role.${state.role}`), ...state.skills.slice(0, 3)].join(' · ')}
        </span>
      </span>
      {ends && <Chip tone="needs">{say('row.certificate')}</Chip>}
      {!isNarrow && <span className="w-40 shrink-0 truncate text-12 text-ink-2 max-lg:hidden">{names.site(state.homeSiteId)}</span>}
      <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
      {state.status !== 'active' && <StatusChip noun="member" status={state.status} look="plain" className="shrink-0" />}
    </>
  );
}
