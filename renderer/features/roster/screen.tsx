import { CalendarOff, ChevronLeft, ChevronRight, Plus, Send, Users, X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useKeys } from '../../app/keys.tsx';
import { navigate, setSearch } from '../../app/router.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, EmptyState, IconButton, PageHeader, SearchField, Select, Skeleton, toast } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { AssignDialog } from '../fit/assign-dialog.tsx';
import { CreateForm } from './create-form.tsx';
import type { Target } from './moves.ts';
import { OPEN_LANE } from './plan.ts';
import { useRules } from './rules-source.tsx';
import { ShiftPanel } from './shift-panel.tsx';
import { useMoves } from './use-moves.tsx';
import { GROUPS, useWeek } from './use-week.ts';
import { addDays, dayWords, mondayOf, startDay } from './week.ts';
import { WeekGrid } from './week-grid.tsx';

/** An address of the roster that keeps week, grouping and search. */
function go(shiftId: string | null, replace: boolean): void {
  navigate(`/roster${shiftId === null ? '' : `/${shiftId}`}${location.search}`, { replace });
}

/** The week: who works when and where, what is open, and what can be moved. */
export default function RosterScreen({ id }: ScreenProps): ReactNode {
  const say = useWords('roster');
  const can = useCan();
  const run = useCommand();
  const { organizationId } = useSession();
  const { monday, days, today, shift, plan, entries, roles, grouping, text, isLoading } = useWeek(id);
  const { rules, source } = useRules(`${monday}T12:00:00.000Z`, organizationId);
  const { drop, dialog } = useMoves();
  const [creating, setCreating] = useState<Target | null>(null);
  const [assigning, setAssigning] = useState<Row<'shifts'> | null>(null);
  const [isPublishing, setIsPublishing] = useState(false);
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
    if (mayPlan) create({ rowId: OPEN_LANE, day: days.includes(today) ? today : monday });
  };
  const toWeek = (next: string): void => {
    setCreating(null);
    if (id !== null) go(null, true);
    setSearch({ week: next === mondayOf(today) ? null : next });
  };
  const publish = async (): Promise<void> => {
    setIsPublishing(true);
    let done = 0;
    for (const draft of plan.drafts) {
      const reply = await run('shift.publish', { shiftId: draft.id });
      if (!reply.ok) break;
      done += 1;
    }
    setIsPublishing(false);
    const count = plan.drafts.length;
    if (done > 0) toast({ tone: 'done', title: done === count ? say('published', { count }) : say('published-some', { done, count }) });
  };
  useKeys([
    { keys: '[', label: say('week-before'), group: say('title'), run: () => toWeek(addDays(monday, -7)) },
    { keys: ']', label: say('week-after'), group: say('title'), run: () => toWeek(addDays(monday, 7)) },
    ...(mayPlan ? [{ keys: 'n', label: say('new'), group: say('title'), run: startNew }] : []),
    ...(id !== null || creating !== null ? [{ keys: 'escape', label: say('close'), group: say('title'), run: close }] : []),
  ]);
  // a deep link shows its week once the shift is known, and keeps it while one looks around
  const shiftWeek = shift === null || shift === undefined ? null : mondayOf(startDay(shift.state.period));
  useEffect(() => {
    if (shiftWeek !== null && shiftWeek !== monday) setSearch({ week: shiftWeek });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when another shift opens
  }, [id, shiftWeek]);

  const isEmpty = !isLoading && entries.length === 0;
  const panel =
    creating !== null ? (
      <CreateForm key={`${creating.rowId}${creating.day}`} target={creating} roles={roles} rules={rules} onDone={close} />
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
        onUnassign={() => drop(shift, { rowId: OPEN_LANE, day: startDay(shift.state.period) }, { kind: 'fits', reasons: [] })}
      />
    );
  return (
    <div ref={frame} className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={say('title')}
        filters={
          <>
            <span className="flex items-center">
              <IconButton
                icon={ChevronLeft}
                label={say('week-before')}
                keys="["
                className="rtl:rotate-180"
                onPress={() => toWeek(addDays(monday, -7))}
              />
              <time dateTime={monday} className="tabular min-w-40 text-center text-13 whitespace-nowrap">
                {say('week', { from: dayWords(monday), to: dayWords(addDays(monday, 6)) })}
              </time>
              <IconButton
                icon={ChevronRight}
                label={say('week-after')}
                keys="]"
                className="rtl:rotate-180"
                onPress={() => toWeek(addDays(monday, 7))}
              />
            </span>
            <Button variant="quiet" isDisabled={days.includes(today)} onPress={() => toWeek(mondayOf(today))}>
              {say('this-week')}
            </Button>
            <SearchField
              label={say('search')}
              value={text}
              onChange={(value) => setSearch({ q: value === '' ? null : value })}
              className="w-40"
            />
            <Select
              label={say('group')}
              hideLabel
              value={grouping}
              className="w-36"
              choices={GROUPS.map((name) => ({ id: name, label: say(`group.${name}`) }))}
              onChange={(value) => setSearch({ group: value === 'none' ? null : value })}
            />
          </>
        }
        actions={
          mayPlan ? (
            <>
              {plan.drafts.length > 0 && (
                <Button icon={Send} isPending={isPublishing} onPress={() => void publish()}>
                  {say('publish', { count: plan.drafts.length })}
                </Button>
              )}
              <Button variant={panel === null ? 'primary' : 'default'} icon={Plus} onPress={startNew}>
                {say('new')}
              </Button>
            </>
          ) : (
            <span className="text-12 text-ink-3">{say('read-only')}</span>
          )
        }
      />
      <div className="@container relative flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {isLoading && plan.people.length === 0 ? (
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
              onOpen={open}
              onCreate={create}
              onAssign={setAssigning}
              onDrop={drop}
              onClose={close}
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
      {assigning !== null && <AssignDialog shift={assigning} onClose={() => setAssigning(null)} />}
    </div>
  );
}
