import { CheckCheck } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { focusListSoon } from '../../app/focus.ts';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import { navigate } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import { DataList, EmptyState, formatPeriod, Skeleton, SplitView, StatusIcon, SyncMark } from '../../ui/index.ts';
import { useRows } from '../../view/hooks.ts';
import { ApprovalCard, type Approval } from './approval-card.tsx';

/** What waits for approval, the earliest start first; the open one beside it with everything needed to decide. */
export function Approvals({ id }: { readonly id: string | null }): ReactNode {
  const say = useWords('inbox');
  const ui = useWords('ui');
  const can = useCan();
  const { rows: bookings, loading } = useRows('bookings', can('booking.approve') ? { status: 'pending_approval', sort: 'startsAt' } : null);
  const { rows: locations } = useRows('locations', can('location.approve') ? { status: 'pending_approval' } : null);
  const all = useMemo(
    (): readonly Approval[] => [
      ...bookings.map((row) => ({ id: row.id, noun: 'booking' as const, row })),
      ...locations.map((row) => ({ id: row.id, noun: 'location' as const, row })),
    ],
    [bookings, locations],
  );
  const open = all.find((one) => one.id === id) ?? null;
  const select = (next: string): void => navigate(`/inbox/approvals/${next}`, { replace: id !== null });
  const close = (): void => navigate('/inbox/approvals');
  const next = (): void => {
    const at = all.findIndex((one) => one.id === id);
    const following = all[at + 1] ?? all[at - 1];
    if (following === undefined) close();
    else select(following.id);
    focusListSoon();
  };
  useKeys(id === null ? [] : [{ keys: 'escape', label: ui('list.back'), group: say('approvals'), run: close }]);
  return (
    <SplitView
      id="approvals"
      detailLabel={say('open-approval')}
      list={
        loading ? (
          <Skeleton rows={8} />
        ) : all.length === 0 ? (
          <EmptyState icon={CheckCheck} title={say('no-approvals')} detail={say('no-approvals-detail')} />
        ) : (
          <DataList
            label={say('approvals')}
            items={all}
            lines={2}
            autoFocus
            selectedId={id}
            onSelect={select}
            onOpen={select}
            renderRow={(one) => <Line approval={one} />}
          />
        )
      }
      detail={open === null ? null : <ApprovalCard key={open.id} approval={open} onClose={close} onDone={next} />}
    />
  );
}

function Line({ approval }: { readonly approval: Approval }): ReactNode {
  const names = useNames();
  const { noun, row } = approval;
  const title = noun === 'booking' ? row.state.title : row.state.name;
  const meta =
    noun === 'booking'
      ? [formatPeriod(row.state.period, row.state.period.zone), names.location(row.state.locationId), row.state.clientName]
      : [row.state.address.line1, row.state.address.city];
  return (
    <>
      <StatusIcon noun={noun} status={row.state.status} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-13">{title}</span>
        <span className="tabular mt-1 block truncate text-12 text-ink-3">{meta.filter(Boolean).join(' · ')}</span>
      </span>
      <SyncMark sync={row.sync} hideConfirmed />
    </>
  );
}
