import { CalendarOff, Users, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import { plannedPerson } from '../../../shared/domain/shift/schema.ts';
import { useKeys } from '../../app/keys.tsx';
import { navigate, setSearch } from '../../app/router.tsx';
import type { ScreenProps, WarmUp } from '../../app/routes.tsx';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, EmptyState, ErrorState, IconButton, Skeleton, useSlow } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { AssignDialog } from '../fit/assign-dialog.tsx';
import { ClipBar, type Clip } from './clip-bar.tsx';
import { CopyWeekDialog } from './copy-week-dialog.tsx';
import { CreateForm } from './create-form.tsx';
import { verdictOf, type Target, type Verdict, type Wish } from './moves.ts';
import { AsOf } from '../sync/as-of.tsx';
import { RosterHeader } from './roster-header.tsx';
import { useRules } from './rules-source.tsx';
import { ShiftPanel } from './shift-panel.tsx';
import { SplitDialog } from './split-dialog.tsx';
import { useDeeds } from './use-deeds.tsx';
import { usePublish } from './use-publish.tsx';
import { useWeek } from './use-week.ts';
import { addDays, mondayOf, startDay, keepWeek, windowOf } from './week.ts';
import { WeekGrid } from './week-grid.tsx';

/** An address of the roster that keeps week, grouping and search. */
function go(shiftId: string | null, replace: boolean): void {
  navigate(`/roster${shiftId === null ? '' : `/${shiftId}`}${location.search}`, { replace });
}

const STUCK_AFTER_MS = 12_000;

/** A copy stays with its booking only where the booking still runs. */
function runningBooking(bookingId: string | null, period: Period, bookings: readonly Row<'bookings'>[]): string | null {
  const booking = bookings.find(({ id }) => id === bookingId)?.state;
  return booking !== undefined && booking.period.start < period.end && period.start < booking.period.end ? booking.id : null;
}

/** See `ScreenModule`. */
export const warm = ({ view, zone }: WarmUp): (() => void) => keepWeek(view, zone);

/** The week: who works when and where, what is open, and what can be moved. */
export default function RosterScreen({ id }: ScreenProps): ReactNode {
  const say = useWords('roster');
  const can = useCan();
  const { organizationId } = useSession();
  const { monday, days, today, shift, members, plan, entries, roles, text, isLoading } = useWeek(id);
  const { rules, source } = useRules(`${monday}T12:00:00.000Z`, organizationId);
  const during = useMemo(() => windowOf(monday), [monday]);
  const { rows: bookings } = useRows('bookings', { during });
  const { wish, split, perform, dialog } = useDeeds(
    useCallback(({ shift: { state }, period }: Wish) => runningBooking(state.bookingId, period, bookings), [bookings]),
  );
  const [clip, setClip] = useState<Clip | null>(null);
  const [splitting, setSplitting] = useState<Row<'shifts'> | null>(null);
  const [isCopyingWeek, setCopyingWeek] = useState(false);
  const [creating, setCreating] = useState<Target | null>(null);
  const [assigning, setAssigning] = useState<Row<'shifts'> | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const mayPlan = can('shift.create');

  const focusGrid = useCallback(() => frame.current?.querySelector<HTMLElement>('[role=grid]')?.focus({ preventScroll: true }), []);
  const close = useCallback((): void => {
    setCreating(null);
    if (id !== null) go(null, true);
    focusGrid();
  }, [id, focusGrid]);
  const open = useCallback(
    (row: Row<'shifts'>): void => {
      setCreating(null);
      go(row.id, id !== null);
    },
    [id],
  );
  const create = useCallback(
    (target: Target): void => {
      if (id !== null) go(null, true);
      setCreating(target);
    },
    [id],
  );
  const startNew = (): void => {
    if (mayPlan) create({ memberId: null, day: days.includes(today) ? today : monday });
  };
  const toWeek = (next: string): void => {
    setCreating(null);
    if (id !== null) go(null, true);
    setSearch({ week: next === mondayOf(today) ? null : next });
  };
  const { publish, isPublishing, dialog: publishDialog } = usePublish(open);
  const change = (row: Row<'shifts'>, memberId: string | null, period: Period): void => {
    const wanted: Wish = { shift: row, memberId, period, isCopy: false };
    const person = plan.people.find((one) => one.id === memberId) ?? null;
    const verdict: Verdict =
      memberId !== null && person === null ? { kind: 'unknown', reasons: [] } : verdictOf(row, person, period, false, rules);
    wish(wanted, verdict);
  };
  useKeys([
    { keys: '[', label: say('week-before'), group: say('title'), run: () => toWeek(addDays(monday, -7)) },
    { keys: ']', label: say('week-after'), group: say('title'), run: () => toWeek(addDays(monday, 7)) },
    ...(mayPlan
      ? [
          { keys: 'n', label: say('new'), group: say('title'), run: startNew },
          { keys: 'p', label: say('publish-week'), group: say('title'), run: () => void publish(plan.drafts) },
        ]
      : []),
    ...(id !== null || creating !== null ? [{ keys: 'escape', label: say('close'), group: say('title'), run: close }] : []),
  ]);
  // a deep link shows its week once the shift is known, and keeps it while one looks around
  const shiftWeek = shift === null || shift === undefined ? null : mondayOf(startDay(shift.state.period));
  useEffect(() => {
    if (shiftWeek !== null && shiftWeek !== monday) setSearch({ week: shiftWeek });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when another shift opens
  }, [id, shiftWeek]);

  // what is on this device is read at once; what takes this long is not coming
  const isStuck = useSlow(isLoading, STUCK_AFTER_MS);
  const isEmpty = !isLoading && entries.length === 0;
  const panel =
    creating !== null ? (
      <CreateForm key={`${creating.memberId ?? ''}${creating.day}`} target={creating} roles={roles} rules={rules} onDone={close} />
    ) : id === null ? null : shift === undefined ? (
      <div className="p-5">
        <Skeleton rows={8} />
      </div>
    ) : shift === null ? (
      <EmptyState
        size="panel"
        icon={CalendarOff}
        title={say('gone')}
        detail={say('gone-detail')}
        action={<Button onPress={close}>{say('back')}</Button>}
      />
    ) : (
      <ShiftPanel
        key={shift.id}
        shift={shift}
        onAssign={() => setAssigning(shift)}
        onUnassign={() => change(shift, null, shift.state.period)}
        onTime={(period) => change(shift, plannedPerson(shift.state), period)}
        onSplit={() => setSplitting(shift)}
        onCopy={() => setClip({ shift, isTapping: true })}
      />
    );
  return (
    <div ref={frame} className="flex h-full min-h-0 flex-col">
      <RosterHeader
        monday={monday}
        today={today}
        text={text}
        draftCount={plan.drafts.length}
        mayPlan={mayPlan}
        isPublishing={isPublishing}
        isPrimary={panel === null}
        onWeek={toWeek}
        onPublish={() => void publish(plan.drafts)}
        onCopyWeek={() => setCopyingWeek(true)}
        onNew={startNew}
      />
      <AsOf className="border-b border-line px-5 py-1.5" />
      {clip !== null && mayPlan && <ClipBar clip={clip} onChange={setClip} />}
      <div className="@container relative flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {isStuck && plan.people.length === 0 ? (
            <ErrorState title={say('failed')} detail={say('failed-detail')} onRetry={() => location.reload()} />
          ) : isLoading && plan.people.length === 0 ? (
            <div className="p-5">
              <Skeleton rows={14} />
            </div>
          ) : isEmpty ? (
            <EmptyState
              icon={Users}
              title={say(text === '' ? 'empty' : 'empty-search')}
              detail={say(text === '' ? 'empty-detail' : 'empty-search-detail')}
              action={text === '' && <Button onPress={() => navigate('/people')}>{say('empty-go')}</Button>}
            />
          ) : (
            <WeekGrid
              key={monday}
              plan={plan}
              entries={entries}
              days={days}
              today={today}
              rules={rules}
              selectedId={id}
              mayMove={mayPlan}
              clip={clip}
              actions={{
                onOpen: open,
                onCreate: create,
                onAssign: setAssigning,
                onSplit: setSplitting,
                onWish: wish,
                onCopy: (row) => setClip({ shift: row, isTapping: false }),
                onClose: () => (clip === null ? close() : setClip(null)),
              }}
            />
          )}
        </div>
        {panel !== null && (
          <section
            aria-label={creating === null ? say('detail') : say('create-title')}
            className="absolute inset-y-0 end-0 z-20 flex w-full max-w-96 flex-col border-s border-line-strong bg-surface shadow-lift @min-[70rem]:relative @min-[70rem]:w-[22rem] @min-[70rem]:shrink-0 @min-[70rem]:border-line @min-[70rem]:shadow-none"
          >
            <IconButton icon={X} label={say('close')} keys="escape" size="small" className="absolute end-3 top-3 z-10" onPress={close} />
            {panel}
          </section>
        )}
      </div>
      {source}
      {dialog}
      {publishDialog}
      {assigning !== null && <AssignDialog shift={assigning} draftsStay onClose={() => setAssigning(null)} />}
      {splitting !== null && <SplitDialog shift={splitting} onSplit={(at) => split(splitting, at)} onClose={() => setSplitting(null)} />}
      {isCopyingWeek && (
        <CopyWeekDialog
          monday={monday}
          shifts={plan.shifts}
          members={members}
          organizationId={organizationId}
          onCopy={async (deeds, label, target) => {
            if ((await perform(deeds, label)) > 0) toWeek(target);
          }}
          onClose={() => setCopyingWeek(false)}
        />
      )}
    </div>
  );
}
