import { useState, type ReactNode } from 'react';
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
}

/** One shift: what, when, where, who, and every step that is possible now. */
export function ShiftPanel({ shift, onAssign, onUnassign }: ShiftPanelProps): ReactNode {
  const say = useWords('roster');
  const names = useNames();
  const can = useCan();
  const run = useCommand();
  const [isEditing, setEditing] = useState(false);
  const [isCancelling, setCancelling] = useState(false);
  const { state } = shift;
  const { period } = state;
  const isFree = state.assigneeId === null;
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
          <Button variant="danger" onPress={() => setCancelling(true)}>
            {say('cancel')}
          </Button>
        </div>
      )}
      {isEditing && mayChange && <TimeEditor shift={shift} onDone={() => setEditing(false)} />}
      <div className="px-5 pb-4">
        <Facts
          facts={[
            {
              label: say('fact.who'),
              value: isFree ? say('nobody') : <Link to={`/people/${state.assigneeId}`}>{names.member(state.assigneeId)}</Link>,
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
            ...(state.overrideReason === null ? [] : [{ label: say('fact.override'), value: state.overrideReason }]),
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
        consequence={isFree ? say('cancel-nobody') : say('cancel-who', { name: names.member(state.assigneeId) })}
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

function TimeEditor({ shift, onDone }: { readonly shift: Row<'shifts'>; readonly onDone: () => void }): ReactNode {
  const say = useWords('roster');
  const run = useCommand();
  const [period, setPeriod] = useState(shift.state.period);
  const endsFirst = period.endLocal <= period.startLocal;
  const save = async (): Promise<void> => {
    if (endsFirst) return;
    const undo = { name: 'shift.reschedule', input: { shiftId: shift.id, period: shift.state.period } };
    const reply = await run(
      'shift.reschedule',
      { shiftId: shift.id, period },
      { done: say('time-saved', { role: shift.state.role }), undo },
    );
    if (reply.ok) onDone();
  };
  return (
    <form
      className="mx-5 mb-4 flex flex-col gap-3 border-y border-line py-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <PeriodField startLabel={say('field.start')} endLabel={say('field.end')} value={period} onChange={setPeriod} />
      <div className="flex justify-end gap-2">
        <Button variant="quiet" onPress={onDone}>
          {say('dont-create')}
        </Button>
        <Button type="submit" isDisabled={endsFirst || JSON.stringify(period) === JSON.stringify(shift.state.period)}>
          {say('save-time')}
        </Button>
      </div>
    </form>
  );
}
