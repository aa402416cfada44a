import { BellOff, CheckCheck } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { navigate, placeOfObject } from '../../app/router.tsx';
import { useNames } from '../../app/names.tsx';
import { useSession } from '../../app/session.tsx';
import { useCommand } from '../../app/use-command.ts';
import { sentence } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, cx, DataList, EmptyState, formatAgo, Skeleton, StatusIcon, SyncMark } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';

/** What was said to this person, newest first. Opening one reads it; read stays read on every device. */
export function Messages(): ReactNode {
  const say = useWords('inbox');
  const { memberId, role } = useSession();
  const run = useCommand();
  const [selected, setSelected] = useState<string | null>(null);
  const { rows, loading } = useRows('notifications', { sort: '-id' });
  const mine = useMemo(
    () => rows.filter(({ state }) => state.memberId === memberId).toSorted((a, b) => b.state.createdAt.localeCompare(a.state.createdAt)),
    [rows, memberId],
  );
  const unread = mine.filter(({ state }) => state.readAt === null);
  const read = (row: Row<'notifications'>): void => {
    if (row.state.readAt === null) void run('notification.mark_read', { notificationId: row.id });
  };
  const open = (id: string): void => {
    const row = mine.find((one) => one.id === id);
    if (row === undefined) return;
    read(row);
    const address = placeOfObject(row.state.about.type, row.state.about.id, role);
    if (address !== null) navigate(address);
  };
  if (loading) return <Skeleton rows={8} />;
  if (mine.length === 0) return <EmptyState icon={BellOff} title={say('no-messages')} detail={say('no-messages-detail')} />;
  return (
    <>
      <div className="flex shrink-0 items-center justify-between gap-3 border-b border-line px-4 py-2">
        <span className="tabular text-12 text-ink-3">{say('unread', { count: unread.length })}</span>
        <Button
          size="small"
          variant="quiet"
          icon={CheckCheck}
          isDisabled={unread.length === 0}
          onPress={() => {
            for (const row of unread) read(row);
          }}
        >
          {say('read-all')}
        </Button>
      </div>
      <DataList
        label={say('messages')}
        items={mine}
        selectedId={selected}
        onSelect={(id) => {
          const row = mine.find((one) => one.id === id);
          setSelected(id);
          if (row !== undefined) read(row);
        }}
        onOpen={open}
        renderRow={(row) => <Message row={row} />}
      />
    </>
  );
}

function Message({ row }: { readonly row: Row<'notifications'> }): ReactNode {
  const say = useWords('inbox');
  const names = useNames();
  const { state } = row;
  const now = useNow(60_000);
  const isUnread = state.readAt === null;
  return (
    <>
      <StatusIcon noun="severity" status={state.severity} />
      <span className={cx('min-w-0 flex-1 truncate text-13', isUnread ? 'font-medium' : 'text-ink-2')}>
        {sentence(state.code, state.params) ?? say('unknown-message', { what: names.object(state.about.type, state.about.id) })}
      </span>
      <time dateTime={state.createdAt} className="tabular shrink-0 text-12 text-ink-3">
        {formatAgo(state.createdAt, Date.parse(now))}
      </time>
      <SyncMark sync={row.sync} hideConfirmed />
      <span className="size-2 shrink-0">
        {isUnread && <span role="img" aria-label={say('is-unread')} className="block size-2 rounded-full bg-accent" />}
      </span>
    </>
  );
}
