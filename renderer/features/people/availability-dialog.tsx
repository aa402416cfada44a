import { useState, type ReactNode } from 'react';
import type { AvailabilityState } from '../../../shared/domain/availability/schema.ts';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { newId } from '../../app/new-id.ts';
import { useCommand } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, DateTimeField, dayKey, Dialog, PeriodField, Select, Switch, TextField, toPeriod, viewerZone } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { dayAfter, isWork } from './weeks.ts';

const KINDS = ['leave', 'unavailable', 'preferred'] as const satisfies readonly AvailabilityState['kind'][];

/** Says when a person is away; whole days unless times are asked for. What is planned in that time is said before saving. */
export function AvailabilityDialog({ person, onClose }: { readonly person: Row<'members'>; readonly onClose: () => void }): ReactNode {
  const say = useWords('people');
  const run = useCommand();
  const names = useNames();
  const zone = names.siteZone(person.state.homeSiteId) ?? viewerZone();
  const [tomorrow] = useState(() => dayAfter(dayKey(new Date().toISOString(), zone), 1));
  const [kind, setKind] = useState<AvailabilityState['kind']>('leave');
  const [isWhole, setIsWhole] = useState(true);
  const [days, setDays] = useState({ first: tomorrow, last: tomorrow });
  const [times, setTimes] = useState(() => toPeriod(`${tomorrow}T09:00`, `${tomorrow}T18:00`, zone));
  const [note, setNote] = useState('');
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const [isPending, setIsPending] = useState(false);
  const isBackwards = isWhole && days.last < days.first;
  const period = isWhole ? toPeriod(`${days.first}T00:00`, `${dayAfter(days.last, 1)}T00:00`, zone) : times;
  const { rows } = useRows('shifts', period.start < period.end ? { during: { from: period.start, to: period.end } } : null);
  const planned = kind === 'preferred' ? 0 : rows.filter((row) => row.state.assigneeId === person.id && isWork(row)).length;
  const save = async (): Promise<void> => {
    if (isBackwards || period.start >= period.end) return;
    setIsPending(true);
    const availabilityId = newId();
    const answer = await run(
      'availability.record',
      { availabilityId, memberId: person.id, kind, period, note: note.trim() },
      {
        done: say('away.recorded', { name: person.state.name }),
        undo: { name: 'availability.remove', input: { availabilityId } },
        isQuiet: true,
      },
    );
    setIsPending(false);
    setReply(answer);
    if (answer.ok) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDismissable={note === ''}
      title={say('away.title', { name: person.state.name })}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>
            {say('cancel')}
          </Button>
          <Button variant="primary" isPending={isPending} isDisabled={isBackwards} onPress={() => void save()}>
            {say('save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Select
          label={say('away.kind')}
          value={kind}
          choices={KINDS.map((id) => ({ id, label: say(`away.${id}`), detail: say(`away.${id}-detail`) }))}
          onChange={(id) => setKind(KINDS.find((known) => known === id) ?? 'leave')}
        />
        <Switch isSelected={isWhole} onChange={setIsWhole}>
          {say('away.whole')}
        </Switch>
        {isWhole ? (
          <div className="grid grid-cols-2 gap-4">
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
        <TextField label={say('away.note')} value={note} onChange={setNote} maxLength={500} />
        {planned > 0 && (
          <p role="status" className="border-s-3 border-needs bg-needs-soft px-3 py-2 text-13 text-needs-text">
            {say('away.planned', { count: planned })}
          </p>
        )}
        {reply !== null && !reply.ok && (
          <p role="alert" className="text-13 text-stopped-text">
            {errorWords(reply.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
