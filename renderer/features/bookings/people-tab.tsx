import { Users } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, certaintyOf, EmptyState, formatPeriod, formatTime, Hint, StatusChip, SyncMark } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { AssignDialog } from '../fit/assign-dialog.tsx';

const CHANGEABLE: ReadonlySet<string> = new Set(['draft', 'open', 'offered', 'confirmed']);

/** Who works here: every shift with its person, why this person, and a way to change it. */
export function PeopleTab({ shifts }: { readonly booking: Row<'bookings'>; readonly shifts: readonly Row<'shifts'>[] }): ReactNode {
  const say = useWords('bookings');
  const [assigning, setAssigning] = useState<string | null>(null);
  const open = shifts.find(({ id }) => id === assigning);
  if (shifts.length === 0) return <EmptyState size="panel" icon={Users} title={say('people.empty')} detail={say('people.empty-detail')} />;
  return (
    <>
      <ul className="px-5 py-2">
        {shifts.map((shift) => (
          <ShiftLine key={shift.id} shift={shift} onAssign={() => setAssigning(shift.id)} />
        ))}
      </ul>
      {open !== undefined && <AssignDialog shift={open} onClose={() => setAssigning(null)} />}
    </>
  );
}

function ShiftLine({ shift, onAssign }: { readonly shift: Row<'shifts'>; readonly onAssign: () => void }): ReactNode {
  const say = useWords('bookings');
  const names = useNames();
  const can = useCan();
  const run = useCommand();
  const { state } = shift;
  const zone = state.period.zone;
  const isOpen = state.assigneeId === null;
  const mayChange = CHANGEABLE.has(state.status) && !shift.readOnly && can(isOpen ? 'shift.assign' : 'shift.reassign');
  const unassign = (): void =>
    void run(
      'shift.unassign',
      { shiftId: shift.id, reason: null },
      {
        done: say('people.unassigned', { name: names.member(state.assigneeId) }),
        undo: { name: 'shift.assign', input: { shiftId: shift.id, memberId: state.assigneeId, overrideReason: null } },
      },
    );
  return (
    <li
      data-certainty={certaintyOf(shift.sync)}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-1 py-2.5 text-13"
    >
      <span className="min-w-40 flex-1">
        <span className="block font-medium">{isOpen ? say('people.nobody') : names.member(state.assigneeId)}</span>
        <span className="tabular block text-12 text-ink-3">
          {state.role} · {formatPeriod(state.period, zone)}
          {state.checkIn !== null && state.checkedOutAt === null && (
            <> · {say('people.here', { time: formatTime(state.checkIn.at, zone) })}</>
          )}
        </span>
        {state.unplanned.map((attendance) => (
          <span key={`${attendance.memberId}${attendance.at}`} className="block text-12 text-needs-text">
            {say('people.unplanned', { name: names.member(attendance.memberId), from: formatTime(attendance.at, zone) })}
          </span>
        ))}
        <WhyThisPerson shift={shift} />
      </span>
      <SyncMark sync={shift.sync} readOnly={shift.readOnly} hideConfirmed />
      <StatusChip noun="shift" status={state.status} look="plain" />
      <HistoryButton about={{ type: 'shift', id: shift.id }} what={isOpen ? state.role : names.member(state.assigneeId)} />
      {mayChange && (
        <span className="flex gap-1.5">
          {!isOpen && can('shift.unassign') && (
            <Button size="small" variant="quiet" onPress={unassign}>
              {say('people.unassign')}
            </Button>
          )}
          <Button size="small" onPress={onAssign}>
            {say(isOpen ? 'people.assign' : 'people.replace')}
          </Button>
        </span>
      )}
    </li>
  );
}

/** The score of the person a policy chose, its parts on demand, and who came next. */
function WhyThisPerson({ shift }: { readonly shift: Row<'shifts'> }): ReactNode {
  const say = useWords('bookings');
  const names = useNames();
  const { candidates, assigneeId } = shift.state;
  const chosen = candidates.find(({ memberId }) => memberId === assigneeId);
  if (chosen === undefined) return null;
  const others = candidates
    .filter(({ memberId }) => memberId !== assigneeId)
    .map(({ memberId, score }) => `${names.member(memberId)} (${Math.round(score)})`);
  return (
    <span className="block text-12 text-ink-3">
      <Hint text={chosen.parts.map(({ name, points, weight }) => `${say(`part.${name}`)} ${points}/${weight}`).join(' · ')}>
        {say('people.why', { score: Math.round(chosen.score) })}
      </Hint>
      {others.length > 0 && <>, {say('people.next', { names: others.join(', ') })}</>}
    </span>
  );
}
