import { Mail, MailPlus, UserPlus, Users } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import { navigate, setSearch, usePlace } from '../../app/router.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Avatar,
  Button,
  certaintyOf,
  Chip,
  DataList,
  EmptyState,
  PageHeader,
  SearchField,
  Select,
  Skeleton,
  SplitView,
  StatusChip,
  SyncMark,
} from '../../ui/index.ts';
import { useCount, useRow, useRows, type Row } from '../../view/hooks.ts';
import { validityOf } from '../locations/validity.ts';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { PersonDetail } from './person-detail.tsx';
import { PersonForm } from './person-form.tsx';
import { ROLES } from './roles.ts';

/** Everybody of the organization, the one that is open beside them, and who was invited. */
export default function PeopleScreen({ id, tab }: ScreenProps): ReactNode {
  const say = useWords('people');
  const can = useCan();
  const now = useNow(600_000);
  const { search } = usePlace();
  const [isInviting, setIsInviting] = useState(false);
  const isNew = search.get('new') === '1';
  const filter = ['all', 'gone', ...ROLES].find((name) => name === search.get('role')) ?? 'all';
  const text = search.get('q') ?? '';
  const { rows, loading } = useRows('members', text === '' ? {} : { text });
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
  const startNew = (): void => {
    if (can('member.create')) navigate('/people?new=1');
  };
  const invite = (): void => {
    if (can('invitation.invite')) setIsInviting(true);
  };
  useKeys([
    { keys: 'n', label: say('new'), group: say('title'), run: startNew },
    { keys: 'i', label: say('invite'), group: say('title'), run: invite },
    ...(isNew ? [{ keys: 'escape', label: say('back'), group: say('title'), run: () => navigate('/people') }] : []),
  ]);
  const list =
    loading && rows.length === 0 ? (
      <div className="p-4">
        <Skeleton rows={12} />
      </div>
    ) : shown.length === 0 ? (
      <EmptyState
        icon={Users}
        title={say(rows.length === 0 && text === '' ? 'empty' : 'empty-filter')}
        detail={say(rows.length === 0 && text === '' ? 'empty-detail' : 'empty-filter-detail')}
        action={
          rows.length === 0 && text === '' ? (
            can('member.create') && <Button onPress={startNew}>{say('new')}</Button>
          ) : (
            <Button onPress={() => setSearch({ q: null, role: null })}>{say('show-all')}</Button>
          )
        }
      />
    ) : (
      <DataList
        label={say('title')}
        items={shown}
        selectedId={personId}
        lines={2}
        certaintyOf={(row) => certaintyOf(row.sync)}
        onSelect={(next) => navigate(`/people/${next}`, { replace: id !== null })}
        renderRow={(row) => <PersonRow row={row} today={now.slice(0, 10)} isNarrow={id !== null || isNew} />}
      />
    );
  const detail = isNew ? (
    <PersonForm person={null} onDone={(created) => navigate(created === null ? '/people' : `/people/${created}`, { replace: true })} />
  ) : id === null ? null : isInvitations ? (
    <Invitations onInvite={invite} />
  ) : open === undefined ? (
    <div className="p-5">
      <Skeleton rows={8} />
    </div>
  ) : open === null ? (
    <EmptyState
      icon={Users}
      title={say('gone')}
      detail={say('gone-detail')}
      action={<Button onPress={() => navigate('/people')}>{say('back')}</Button>}
    />
  ) : (
    <PersonDetail key={open.id} person={open} tab={tab} />
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={say('title')}
        count={{ shown: shown.length, total: rows.length }}
        filters={
          <>
            <SearchField
              label={say('search')}
              value={text}
              onChange={(value) => setSearch({ q: value === '' ? null : value })}
              className="w-44 xl:w-56"
            />
            <Select
              label={say('field.role')}
              hideLabel
              value={filter}
              className="w-36 xl:w-44"
              choices={['all', ...ROLES, 'gone'].map((name) => ({
                id: name,
                label: name === 'all' || name === 'gone' ? say(`filter.${name}`) : say(`app:role.${name}`),
              }))}
              onChange={(value) => setSearch({ role: value === 'all' ? null : value })}
            />
          </>
        }
        actions={
          <>
            <Button variant="quiet" icon={Mail} onPress={() => navigate('/people/invitations')}>
              {pending === 0 ? say('invitations') : say('invitations-count', { count: pending })}
            </Button>
            {can('invitation.invite') && (
              <Button icon={MailPlus} onPress={invite} className={id === 'invitations' ? 'hidden' : 'max-xl:hidden'}>
                {say('invite')}
              </Button>
            )}
            {can('member.create') && (
              <Button variant={isNew || id !== null ? 'default' : 'primary'} icon={UserPlus} onPress={startNew}>
                {say('new')}
              </Button>
            )}
          </>
        }
      />
      <SplitView
        id="people"
        list={list}
        detail={detail}
        detailLabel={open?.state.name ?? say(isInvitations ? 'invitations' : 'create-title')}
      />
      {isInviting && (
        <InviteDialog
          person={null}
          onClose={(wasSent) => {
            setIsInviting(false);
            if (wasSent) navigate('/people/invitations');
          }}
        />
      )}
    </div>
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
