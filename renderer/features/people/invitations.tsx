import { ArrowLeft, MailPlus } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { closeDetail } from '../../app/list-place.ts';
import { useNames } from '../../app/names.tsx';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  certaintyOf,
  DetailHeader,
  EmptyState,
  formatDay,
  formatDayTime,
  IconButton,
  Skeleton,
  StatusChip,
  SyncMark,
} from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { inDays } from './invite-dialog.tsx';
import { grantable } from './roles.ts';

const ORDER: Readonly<Record<string, number>> = { pending: 0, expired: 1, declined: 2 };
/** A later invitation to the same address stands in its place. */
const SHOWN = ['pending', 'expired', 'declined', 'accepted', 'revoked'];

/** Who was invited, who answered, and what can still be done about the others. */
export function Invitations({ onInvite }: { readonly onInvite: () => void }): ReactNode {
  const say = useWords('people');
  const ui = useWords('ui');
  const can = useCan();
  const now = useNow();
  const { rows, loading } = useRows('invitations', { status: SHOWN, sort: '-id' });
  const sorted = useMemo(() => rows.toSorted((a, b) => (ORDER[statusAt(a, now)] ?? 3) - (ORDER[statusAt(b, now)] ?? 3)), [rows, now]);
  useKeys([{ keys: 'escape', label: ui('list.back'), group: say('title'), run: () => closeDetail('people') }]);
  const invite = can('invitation.invite') && (
    <Button icon={MailPlus} onPress={onInvite}>
      {say('invite')}
    </Button>
  );
  return (
    <div className="h-full min-h-0 overflow-y-auto">
      <DetailHeader
        eyebrow={
          <IconButton
            icon={ArrowLeft}
            label={ui('list.back')}
            size="small"
            className="-ms-1.5 @3xl:hidden"
            onPress={() => closeDetail('people')}
          />
        }
        title={say('invitations')}
        actions={rows.length > 0 && invite}
      />
      {loading && rows.length === 0 ? (
        <Skeleton rows={4} />
      ) : sorted.length === 0 ? (
        <EmptyState icon={MailPlus} title={say('invitations.none')} detail={say('invitations.none-detail')} action={invite} />
      ) : (
        <ul className="border-t border-line">
          {sorted.map((row) => (
            <InvitationLine key={row.id} row={row} now={now} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** An invitation that has run out says so at once, also before the server has. */
const statusAt = ({ state }: Row<'invitations'>, now: string): string =>
  state.status === 'pending' && state.expiresAt <= now ? 'expired' : state.status;

function InvitationLine({ row, now }: { readonly row: Row<'invitations'>; readonly now: string }): ReactNode {
  const say = useWords('people');
  const names = useNames();
  const can = useCan();
  const run = useCommand();
  const { role } = useSession();
  const { id, state } = row;
  const status = statusAt(row, now);
  const isWaiting = status === 'pending';
  const mayResend =
    (isWaiting || status === 'expired') && can('invitation.resend') && grantable(role).includes(state.role) && !row.readOnly;
  const mayRevoke = isWaiting && can('invitation.revoke') && grantable(role).includes(state.role) && !row.readOnly;
  return (
    <li
      data-certainty={certaintyOf(row.sync)}
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-5 py-2.5 text-13"
    >
      <span className="min-w-48 flex-1">
        <span className="block truncate">{state.name}</span>
        <span className="block truncate text-12 text-ink-3">
          {state.email} · {say(`app:role.${state.role}`)} · {names.site(state.homeSiteId)}
        </span>
        <span className="tabular block truncate text-12 text-ink-3">
          {say('invitation.by', { name: names.member(state.invitedBy), when: formatDay(state.invitedAt) })}
          {isWaiting && ` · ${say('invitation.until', { when: formatDayTime(state.expiresAt) })}`}
        </span>
      </span>
      <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
      <StatusChip noun="invitation" status={status} />
      <HistoryButton about={{ type: 'invitation', id }} what={state.name} />
      {(mayResend || mayRevoke) && (
        <span className="flex gap-1.5">
          {mayRevoke && (
            <Button
              size="small"
              variant="quiet"
              onPress={() => void run('invitation.revoke', { invitationId: id }, { done: say('done.revoke', { name: state.name }) })}
            >
              {say('do.revoke')}
            </Button>
          )}
          {mayResend && (
            <Button
              size="small"
              onPress={() =>
                void run(
                  'invitation.resend',
                  { invitationId: id, expiresAt: inDays(14) },
                  { done: say('done.resend', { name: state.name }) },
                )
              }
            >
              {say('do.resend')}
            </Button>
          )}
        </span>
      )}
    </li>
  );
}
