import { CircleCheck, Coffee } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { navigate } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, durationWords, formatTime, hoursWords } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { OfferAnswers } from '../schedule/offers.tsx';
import { AbsenceDialog } from './absence-dialog.tsx';
import { attendanceOf, isAhead, leftAt, type Step } from './my-shift.ts';
import { ReportForm } from './report-form.tsx';

interface NextActionProps {
  readonly step: Step | null;
  readonly shift: Row<'shifts'>;
  readonly booking: Row<'bookings'> | null;
}

/** A second tap of a cold finger must not do the next thing: the button rests until the eye has seen that it changed. */
const REST_MS = 400;

/** The one thing to do now, in a size that thumbs can hit, and beside it what else may happen at this point. */
export function NextAction({ step, shift, booking }: NextActionProps): ReactNode {
  const say = useWords('today');
  const run = useCommand();
  const now = useNow();
  const { memberId } = useSession();
  const [isReporting, setIsReporting] = useState(false);
  const [isAbsent, setIsAbsent] = useState(false);
  /** What the pressed button said; it keeps saying it until it may be pressed again. */
  const [pending, setPending] = useState<string | null>(null);
  const { status, assigneeId, breaks, checkIn, period } = shift.state;
  const isPlanned = assigneeId === memberId;
  const isHere = status === 'checked_in' && checkIn?.memberId === memberId;
  const pause = isHere ? breaks.find(({ end }) => end === null) : undefined;
  const attendance = attendanceOf(shift, memberId);

  const act = async (words: string, name: string, input: unknown, done: string): Promise<void> => {
    if (pending !== null) return;
    setPending(words);
    await Promise.all([run(name, input, { done }), new Promise((rested) => setTimeout(rested, REST_MS))]);
    setPending(null);
  };
  const shiftId = shift.id;
  const press = (): void => {
    if (pending !== null || shift.readOnly) return;
    if (pause !== undefined) return void act(say('step.end-break'), 'shift.end_break', { shiftId }, say('done.end-break'));
    if (step === null) return;
    const words = say(`step.${step.name}`);
    const done = say(`done.${step.name}`);
    switch (step.name) {
      case 'travel':
        return void act(words, 'shift.start_travel', { shiftId }, done);
      case 'check-in':
        return void act(words, 'shift.check_in', { shiftId, memberId: null, method: 'manual' }, done);
      case 'pack':
        return navigate(`/kits/station/${step.allocation?.id ?? ''}?back=/today/${shiftId}`);
      case 'deliver':
        return void act(words, 'allocation.deliver', { allocationId: step.allocation?.id, note: '' }, done);
      case 'check-out':
        return void act(words, 'shift.check_out', { shiftId }, done);
      case 'report':
        return setIsReporting(true);
    }
  };
  const isOffer = status === 'offered' && isPlanned && attendance === null;
  const rests = isOffer || step === null || (isAhead(shift, now) && attendance === null);
  useKeys(
    rests || isReporting
      ? []
      : [
          {
            keys: 'enter',
            label: pause === undefined ? say(`step.${step.name}`) : say('step.end-break'),
            group: say('title'),
            run: () => {
              // a focused control keeps its Enter
              const { activeElement } = document;
              if (activeElement === document.body || activeElement?.id === 'place') press();
            },
          },
        ],
  );

  if (isOffer) return <OfferAnswers offer={shift} what={booking?.state.title ?? shift.state.role} />;
  if (isReporting && step?.name === 'report' && booking !== null)
    return <ReportForm bookingId={booking.id} onDone={() => setIsReporting(false)} onCancel={() => setIsReporting(false)} />;
  if (step === null) return <DayDone shift={shift} memberId={memberId} />;
  if (isAhead(shift, now) && attendance === null) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-13 text-ink-2">{say('staff.ahead')}</p>
        {isPlanned && status === 'confirmed' && <Button onPress={() => setIsAbsent(true)}>{say('absence.action')}</Button>}
        <AbsenceDialog shift={shift} isOpen={isAbsent} onClose={() => setIsAbsent(false)} />
      </div>
    );
  }
  const isOut = leftAt(shift, memberId) !== null;
  return (
    <div className="flex flex-col gap-2">
      {pause !== undefined && (
        <p role="status" className="tabular flex items-center gap-2 text-13 text-ink-2">
          <Coffee aria-hidden className="size-4" />
          {say('staff.on-break', { time: formatTime(pause.start, period.zone), length: durationWords(pause.start, now) })}
        </p>
      )}
      <Button
        variant="primary"
        size="large"
        className="h-14 w-full"
        isPending={pending !== null}
        isDisabled={shift.readOnly}
        onPress={press}
      >
        {pending ?? (pause === undefined ? say(`step.${step.name}`) : say('step.end-break'))}
      </Button>
      {shift.readOnly && <p className="text-12 text-ink-2">{say('staff.read-only')}</p>}
      <div className="flex flex-wrap gap-2">
        {step.name === 'travel' && (
          <Button
            isDisabled={pending !== null}
            className="flex-1"
            onPress={() =>
              void act(say('step.check-in'), 'shift.check_in', { shiftId, memberId: null, method: 'manual' }, say('done.check-in'))
            }
          >
            {say('step.already-here')}
          </Button>
        )}
        {attendance === null && isPlanned && status === 'confirmed' && (
          <Button isDisabled={pending !== null} className="flex-1" onPress={() => setIsAbsent(true)}>
            {say('absence.action')}
          </Button>
        )}
        {isHere && pause === undefined && (
          <Button
            icon={Coffee}
            isDisabled={pending !== null}
            className="flex-1"
            onPress={() => void act(say(`step.${step.name}`), 'shift.start_break', { shiftId }, say('done.start-break'))}
          >
            {say('step.start-break')}
          </Button>
        )}
        {attendance !== null && !isOut && step.name !== 'check-out' && pause === undefined && (
          <Button
            isDisabled={pending !== null}
            className="flex-1"
            onPress={() => void act(say(`step.${step.name}`), 'shift.check_out', { shiftId }, say('done.check-out'))}
          >
            {say('step.check-out')}
          </Button>
        )}
      </div>
      <AbsenceDialog shift={shift} isOpen={isAbsent} onClose={() => setIsAbsent(false)} />
    </div>
  );
}

/** Over: what was recorded, so that people can go home with a quiet mind. */
function DayDone({ shift, memberId }: { readonly shift: Row<'shifts'>; readonly memberId: string }): ReactNode {
  const say = useWords('today');
  const box = useRef<HTMLDivElement>(null);
  const attendance = attendanceOf(shift, memberId);
  const until = leftAt(shift, memberId);
  const { zone } = shift.state.period;
  const paused = shift.state.breaks.reduce((sum, { start, end }) => sum + (end === null ? 0 : Date.parse(end) - Date.parse(start)), 0);
  // the form went away under the person's hands
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={box} role="status" tabIndex={-1} className="flex items-start gap-3 border-line py-1 outline-none @2xl:border-y @2xl:py-4">
      <CircleCheck aria-hidden className="mt-0.5 size-6 shrink-0 text-approved" />
      <div className="min-w-0">
        <p className="text-15 font-medium">{say('staff.done')}</p>
        {attendance !== null && until !== null && (
          <p className="tabular text-13">
            {say('staff.worked', {
              from: formatTime(attendance.at, zone),
              until: formatTime(until, zone),
              length: hoursWords(Math.max(0, Math.round((Date.parse(until) - Date.parse(attendance.at) - paused) / 60_000))),
            })}
          </p>
        )}
        <p className="text-13 text-ink-2">{say(shift.sync.state === 'confirmed' ? 'staff.done-confirmed' : 'staff.done-detail')}</p>
      </div>
    </div>
  );
}
