import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { AvailabilityState } from '../../../shared/domain/availability/schema.ts';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { useKeys } from '../../app/keys.tsx';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { useCommand } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, DateTimeField, dayKey, formatPeriod, PeriodField, Select, Switch, TextField, toPeriod } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { dayAfter, isWork } from '../people/weeks.ts';

const KINDS = ['unavailable', 'leave', 'preferred'] as const satisfies readonly AvailabilityState['kind'][];

interface AwayFormProps {
  readonly shifts: readonly Row<'shifts'>[];
  readonly zone: string;
  readonly onClose: () => void;
}

/** A day, some days or some hours. What is planned in that time is said before saving, because it stays planned. */
export function AwayForm({ shifts, zone, onClose }: AwayFormProps): ReactNode {
  const say = useWords('schedule');
  const run = useCommand();
  const { memberId } = useSession();
  const form = useRef<HTMLFormElement>(null);
  const [tomorrow] = useState(() => dayAfter(dayKey(new Date().toISOString(), zone), 1));
  const [kind, setKind] = useState<AvailabilityState['kind']>('unavailable');
  const [isWhole, setIsWhole] = useState(true);
  const [days, setDays] = useState({ first: tomorrow, last: tomorrow });
  const [times, setTimes] = useState(() => toPeriod(`${tomorrow}T09:00`, `${tomorrow}T18:00`, zone));
  const [note, setNote] = useState('');
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const [isPending, setIsPending] = useState(false);
  const isBackwards = isWhole && days.last < days.first;
  const period = isWhole ? toPeriod(`${days.first}T00:00`, `${dayAfter(days.last, 1)}T00:00`, zone) : times;
  const planned =
    kind === 'preferred'
      ? []
      : shifts.filter((row) => row.state.assigneeId === memberId && isWork(row) && row.startsAt < period.end && row.endsAt > period.start);
  useKeys([{ keys: 'escape', label: say('cancel'), group: say('title'), run: onClose }]);
  useEffect(() => form.current?.querySelector<HTMLElement>('[role=spinbutton]')?.focus(), []);
  const save = async (): Promise<void> => {
    if (isBackwards || period.start >= period.end) return;
    setIsPending(true);
    const availabilityId = newId();
    const answer = await run(
      'availability.record',
      { availabilityId, memberId, kind, period, note: note.trim() },
      { done: say('away.recorded'), undo: { name: 'availability.remove', input: { availabilityId } }, isQuiet: true },
    );
    setIsPending(false);
    setReply(answer);
    if (answer.ok) onClose();
  };
  return (
    <form
      ref={form}
      aria-label={say('away.form')}
      className="mt-2 flex flex-col gap-4 border-y border-line py-4"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {isWhole ? (
        <div className="grid grid-cols-1 gap-4 @sm:grid-cols-2">
          <DateTimeField
            label={say('away.first')}
            granularity="day"
            value={`${days.first}T00:00`}
            onChange={(local) => {
              const first = local.slice(0, 10);
              setDays(({ last }) => ({ first, last: last < first ? first : last }));
            }}
          />
          <DateTimeField
            label={say('away.last')}
            granularity="day"
            value={`${days.last}T00:00`}
            error={isBackwards ? say('away.backwards') : null}
            onChange={(local) => setDays(({ first }) => ({ first, last: local.slice(0, 10) }))}
          />
        </div>
      ) : (
        <PeriodField startLabel={say('away.from')} endLabel={say('away.until')} value={times} onChange={setTimes} />
      )}
      <Switch isSelected={isWhole} onChange={setIsWhole} className="min-h-row">
        {say('away.whole')}
      </Switch>
      <Select
        label={say('away.kind')}
        value={kind}
        choices={KINDS.map((id) => ({ id, label: say(`away.${id}`), detail: say(`away.${id}-detail`) }))}
        onChange={(id) => setKind(KINDS.find((known) => known === id) ?? 'unavailable')}
      />
      <TextField label={say('away.note')} value={note} onChange={setNote} maxLength={500} />
      {planned.length > 0 && (
        <div role="status" className="border-s-3 border-needs bg-needs-soft px-3 py-2 text-13 text-needs-text">
          <p>{say('away.planned', { count: planned.length })}</p>
          <ul className="tabular mt-1">
            {planned.slice(0, 3).map(({ id, state }) => (
              <li key={id}>{formatPeriod(state.period, state.period.zone)}</li>
            ))}
          </ul>
        </div>
      )}
      {reply !== null && !reply.ok && (
        <p role="alert" className="text-13 text-stopped-text">
          {errorWords(reply.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={isPending} isDisabled={isBackwards} className="max-sm:flex-1">
          {say('away.save')}
        </Button>
        <Button variant="quiet" onPress={onClose}>
          {say('cancel')}
        </Button>
      </div>
    </form>
  );
}
