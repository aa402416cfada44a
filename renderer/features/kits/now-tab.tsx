import { PackageOpen } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { Link, navigate } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, certaintyOf, EmptyState, formatPeriod, formatDayTime, Menu, ReasonDialog, StatusChip, SyncMark } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { Allocate } from './allocate.tsx';
import { nextSteps, type NextStep } from './next-steps.ts';

/** The kit's rounds that are under way or planned, each with its next step. */
export function NowTab({ kit, live }: { readonly kit: Row<'kits'>; readonly live: readonly Row<'allocations'>[] }): ReactNode {
  const say = useWords('kits');
  return (
    <div className="flex flex-col gap-4 px-5 py-4">
      {live.length === 0 && <EmptyState size="panel" icon={PackageOpen} title={say('now.free')} detail={say('now.free-detail')} />}
      {live.map((allocation, index) => (
        <Round key={allocation.id} kit={kit} allocation={allocation} isNext={index === 0} />
      ))}
      <Allocate kit={kit} />
    </div>
  );
}

interface RoundProps {
  readonly kit: Row<'kits'>;
  readonly allocation: Row<'allocations'>;
  /** The round the kit is on, or goes on next: only this one has a next step to press. */
  readonly isNext: boolean;
}

function Round({ kit, allocation, isNext }: RoundProps): ReactNode {
  const say = useWords('kits');
  const names = useNames();
  const can = useCan();
  const run = useCommand();
  const [asking, setAsking] = useState<NextStep | null>(null);
  const [isPending, setIsPending] = useState(false);
  const { id, state } = allocation;
  const steps = allocation.readOnly ? [] : nextSteps(state.status).filter(({ command }) => can(command));
  const act = async (step: { readonly name: string; readonly command: string }, extra: Record<string, unknown>): Promise<boolean> => {
    setIsPending(true);
    const reply = await run(step.command, { allocationId: id, ...extra }, { done: say(`done.${step.name}`, { kit: kit.state.name }) });
    setIsPending(false);
    return reply.ok;
  };
  const start = (step: NextStep): void => {
    if (step.name === 'pack' || step.name === 'return') navigate(`/kits/station/${id}?back=/kits/${kit.id}`);
    else if (step.asks === true) setAsking(step);
    else void act(step, step.input);
  };
  const first = isNext ? steps[0] : undefined;
  const rest = isNext ? steps.slice(1) : steps;
  return (
    <section
      aria-label={names.booking(state.bookingId)}
      data-certainty={certaintyOf(allocation.sync)}
      className="border-b border-line px-1 pb-4 text-13"
    >
      <div className="flex flex-wrap items-center gap-3">
        <span className="min-w-40 flex-1">
          {state.bookingId === null ? state.kitKind : <Link to={`/bookings/${state.bookingId}/kit`}>{names.booking(state.bookingId)}</Link>}
          <span className="tabular block text-12 text-ink-3">
            {say('now.used', { period: formatPeriod(state.usage, state.usage.zone) })}
          </span>
          <span className="tabular block text-12 text-ink-3">
            {say('now.blocked', { period: formatPeriod(state.period, state.period.zone) })}
          </span>
        </span>
        <SyncMark sync={allocation.sync} readOnly={allocation.readOnly} hideConfirmed />
        <StatusChip noun="allocation" status={state.status} />
        <HistoryButton about={{ type: 'allocation', id }} what={names.booking(state.bookingId)} />
        {first !== undefined && (
          <Button variant="primary" isPending={isPending} onPress={() => start(first)}>
            {say(`do.${first.label}`)}
          </Button>
        )}
        {rest.length > 0 && (
          <Menu
            label={kit.state.name}
            actions={rest.map((step) => ({
              id: step.label,
              label: say(`do.${step.label}`),
              isDangerous: step.name === 'lost',
              onAction: () => start(step),
            }))}
          />
        )}
      </div>
      {state.custody.length > 0 && (
        <ol className="mt-3 flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-2 text-12 text-ink-2">
          {state.custody.map((step, index) => (
            <li key={`${step.step}${index}`}>
              {say(`step.${step.step}`)} <time className="tabular text-ink-3">{formatDayTime(step.at, state.period.zone)}</time>{' '}
              {names.member(step.memberId)}
            </li>
          ))}
        </ol>
      )}
      {asking !== null && (
        <ReasonDialog
          isOpen
          onClose={() => setAsking(null)}
          title={say(`ask.${asking.name}`)}
          action={say(`do.${asking.label}`)}
          isDangerous={asking.name === 'lost'}
          onConfirm={(reason) => act(asking, asking.name === 'release' ? { reason } : { note: reason })}
        />
      )}
    </section>
  );
}
