import { CircleCheck } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { focusListSoon } from '../../app/focus.ts';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import { navigate, setSearch, usePlace } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { DataList, EmptyState, formatDayTime, Skeleton, SplitView, StatusIcon, Switch } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { useFieldWords } from '../history/use-field-words.ts';
import { ConflictCard } from './conflict-card.tsx';
import { conflictSentence, urgency } from './conflict-words.ts';

const OPEN = ['open', 'claimed'];
const SETTLED = ['resolved', 'dismissed', 'auto_resolved'];

/** Everything that needs a decision, most urgent first, with the open card beside it. */
export function ConflictInbox({ id, address }: { readonly id: string | null; readonly address: string }): ReactNode {
  const say = useWords('conflicts');
  const { search } = usePlace();
  const showsSettled = search.get('settled') === '1';
  const { rows, loading } = useRows('conflicts', { status: showsSettled ? SETTLED : OPEN });
  const minute = useNow(60_000);
  const sorted = useMemo(() => {
    const nowMs = Date.parse(minute);
    if (showsSettled) return rows.toSorted((a, b) => (b.state.resolvedAt ?? '').localeCompare(a.state.resolvedAt ?? ''));
    return rows.toSorted((a, b) => urgency(a.state, nowMs) - urgency(b.state, nowMs) || a.id.localeCompare(b.id));
  }, [rows, minute, showsSettled]);
  const open = sorted.find((row) => row.id === id) ?? null;
  const select = (next: string): void => navigate(`${address}/${next}${location.search}`, { replace: id !== null });
  const close = (): void => navigate(`${address}${location.search}`);
  const next = (): void => {
    const at = sorted.findIndex((row) => row.id === id);
    const following = sorted[at + 1] ?? sorted[at - 1];
    if (following === undefined) close();
    else select(following.id);
    focusListSoon();
  };
  useKeys(id === null ? [] : [{ keys: 'escape', label: say('back'), group: say('title'), run: close }]);
  return (
    <SplitView
      id="conflicts"
      detailLabel={say('card')}
      list={
        <>
          <div className="flex shrink-0 items-center justify-between gap-3 border-b border-line px-4 py-2">
            <span className="tabular text-12 text-ink-3">
              {loading ? '' : say(showsSettled ? 'count-settled' : 'count-open', { count: rows.length })}
            </span>
            <Switch isSelected={showsSettled} onChange={(on) => setSearch({ settled: on ? '1' : null })}>
              {say('show-settled')}
            </Switch>
          </div>
          {loading ? (
            <Skeleton rows={6} />
          ) : sorted.length === 0 ? (
            <EmptyState
              icon={CircleCheck}
              title={say(showsSettled ? 'none-settled' : 'none-open')}
              detail={showsSettled ? undefined : say('none-open-detail')}
            />
          ) : (
            <DataList
              label={say('title')}
              items={sorted}
              lines={3}
              autoFocus
              selectedId={id}
              onSelect={select}
              onOpen={focusDecision}
              renderRow={(row) => <Line row={row} />}
            />
          )}
        </>
      }
      detail={open === null ? null : <ConflictCard key={open.id} row={open} onClose={close} onSettled={next} />}
    />
  );
}

/** Enter in the list goes to the button that settles the open card. */
function focusDecision(): void {
  document.querySelector<HTMLElement>('[data-settle]')?.focus();
}

function Line({ row }: { readonly row: Row<'conflicts'> }): ReactNode {
  const say = useWords('conflicts');
  const names = useNames();
  const fields = useFieldWords();
  const { state } = row;
  const meta = [
    state.bookingId === null ? null : names.booking(state.bookingId),
    state.startsAt === null ? null : formatDayTime(state.startsAt, names.siteZone(state.mine.siteId) ?? undefined),
    state.status === 'claimed' ? say('claimed-by', { name: names.member(state.claimedBy) }) : null,
  ].filter((part) => part !== null);
  return (
    <>
      <StatusIcon
        noun={state.status === 'open' || state.status === 'claimed' ? 'severity' : 'conflict'}
        status={state.status === 'open' || state.status === 'claimed' ? state.severity : state.status}
      />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 text-13 text-pretty">{conflictSentence(state, fields)}</span>
        <span className="tabular mt-1 block truncate text-12 text-ink-3">{meta.join(' · ')}</span>
      </span>
    </>
  );
}
