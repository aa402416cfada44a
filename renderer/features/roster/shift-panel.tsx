import { Ban, Copy, Scissors } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import { isPencilled, plannedPerson } from '../../../shared/domain/shift/schema.ts';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  DetailHeader,
  Facts,
  formatPeriod,
  Menu,
  minutesWords,
  PeriodField,
  ReasonDialog,
  Section,
  StatusChip,
  SyncMark,
  viewerPeriod,
} from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { HistoryPanel } from '../history/history-panel.tsx';
import { isMovable } from './moves.ts';
import { dayWords, startDay } from './week.ts';

interface ShiftPanelProps {
  readonly shift: Row<'shifts'>;
  readonly onAssign: () => void;
  readonly onUnassign: () => void;
  readonly onTime: (period: Period) => void;
  readonly onSplit: () => void;
  readonly onCopy: () => void;
}

/** One shift: what, when, where, who, and every step that is possible now. */
export function ShiftPanel({ shift, onAssign, onUnassign, onTime, onSplit, onCopy }: ShiftPanelProps): ReactNode {
  const say = useWords('roster');
  const names = useNames();
  const can = useCan();
  const run = useCommand();
  const [isEditing, setEditing] = useState(false);
  const [isCancelling, setCancelling] = useState(false);
  const { state } = shift;
  const { period } = state;
  const planned = plannedPerson(state);
  const isFree = planned === null;
  const written = isPencilled(state) ? state.pencil.overrideReason : state.overrideReason;
  const mayChange = isMovable(shift);
  const day = dayWords(startDay(period));
  const theirs = viewerPeriod(period);
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto">
      <DetailHeader
        eyebrow={<span className="tabular">{formatPeriod(period, period.zone)}</span>}
        title={state.role}
        status={<StatusChip noun="shift" status={state.status} />}
        meta={<SyncMark sync={shift.sync} readOnly={shift.readOnly} look="words" />}
        actions={<span className="w-6" />}
      />
      {mayChange && can('shift.assign') && (
        <div className="flex flex-wrap gap-2 px-5 pb-4">
          <Button variant={isFree ? 'primary' : 'default'} onPress={onAssign}>
            {say(isFree ? 'assign' : 'replace')}
          </Button>
          {state.status === 'draft' && (
            <Button onPress={() => void run('shift.publish', { shiftId: shift.id }, { done: say('published', { count: 1 }) })}>
              {say('publish-one')}
            </Button>
          )}
          {!isFree && <Button onPress={onUnassign}>{say('unassign')}</Button>}
          <Button onPress={() => setEditing(!isEditing)} aria-expanded={isEditing}>
            {say('edit-time')}
          </Button>
          <Menu
            label={say('more-actions')}
            actions={[
              { id: 'copy', label: say('copy'), icon: Copy, keys: 'mod+c', onAction: onCopy },
              { id: 'split', label: say('split.open'), icon: Scissors, keys: 's', onAction: onSplit },
              { id: 'cancel', label: say('cancel'), icon: Ban, isDangerous: true, onAction: () => setCancelling(true) },
            ]}
          />
        </div>
      )}
      {isEditing && mayChange && (
        <TimeEditor
          shift={shift}
          onDone={(period) => {
            setEditing(false);
            if (period !== null) onTime(period);
          }}
        />
      )}
      <div className="px-5 pb-4">
        <Facts
          facts={[
            {
              label: say('fact.who'),
              value: isFree ? say('nobody') : <Link to={`/people/${planned}`}>{names.member(planned)}</Link>,
            },
            {
              label: say('fact.when'),
              value: (
                <span className="tabular">
                  {formatPeriod(period, period.zone)}
                  {theirs !== null && <span className="block text-ink-3">{theirs}</span>}
                </span>
              ),
            },
            {
              label: say('fact.where'),
              value:
                state.locationId === null ? (
                  names.site(state.siteId)
                ) : (
                  <Link to={`/locations/${state.locationId}`}>{names.location(state.locationId)}</Link>
                ),
            },
            ...(state.bookingId === null
              ? []
              : [{ label: say('fact.booking'), value: <Link to={`/bookings/${state.bookingId}`}>{names.booking(state.bookingId)}</Link> }]),
            { label: say('fact.skills'), value: state.skills.length === 0 ? say('no-skills') : state.skills.join(', ') },
            ...(state.travelMinutes > 0 ? [{ label: say('fact.travel'), value: minutesWords(state.travelMinutes) }] : []),
            ...(written === null ? [] : [{ label: say('fact.override'), value: written }]),
            ...(state.statusReason === null ? [] : [{ label: say('fact.reason'), value: state.statusReason }]),
            ...(state.notes === '' ? [] : [{ label: say('fact.notes'), value: state.notes }]),
          ]}
        />
      </div>
      <Section title={say('history')}>
        <div className="-mx-5 -mt-3">
          <HistoryPanel about={{ type: 'shift', id: shift.id }} />
        </div>
      </Section>
      <ReasonDialog
        isOpen={isCancelling}
        onClose={() => setCancelling(false)}
        title={say('cancel-title', { role: state.role, day })}
        consequence={state.assigneeId === null ? say('cancel-nobody') : say('cancel-who', { name: names.member(state.assigneeId) })}
        action={say('cancel')}
        isDangerous
        suggestions={[say('cancel-why.client'), say('cancel-why.date')]}
        onConfirm={async (reason) =>
          (await run('shift.cancel', { shiftId: shift.id, reason }, { done: say('cancelled', { role: state.role, day }) })).ok
        }
      />
    </div>
  );
}

interface TimeEditorProps {
  readonly shift: Row<'shifts'>;
  /** Null when nothing is to change. */
  readonly onDone: (period: Period | null) => void;
}

function TimeEditor({ shift, onDone }: TimeEditorProps): ReactNode {
  const say = useWords('roster');
  const [period, setPeriod] = useState(shift.state.period);
  const endsFirst = period.endLocal <= period.startLocal;
  const isSame = period.start === shift.state.period.start && period.end === shift.state.period.end;
  return (
    <form
      aria-label={say('edit-time')}
      className="mx-5 mb-4 flex flex-col gap-3 border-y border-line py-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!endsFirst) onDone(isSame ? null : period);
      }}
    >
      <PeriodField startLabel={say('field.start')} endLabel={say('field.end')} value={period} onChange={setPeriod} />
      <div className="flex justify-end gap-2">
        <Button variant="quiet" onPress={() => onDone(null)}>
          {say('dont-create')}
        </Button>
        <Button type="submit" isDisabled={endsFirst || isSame}>
          {say('save-time')}
        </Button>
      </div>
    </form>
  );
}
