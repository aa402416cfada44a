import { Package } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { newId } from '../../app/new-id.ts';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, certaintyOf, EmptyState, formatPeriod, PickField, ReasonDialog, StatusChip, SyncMark } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { HistoryButton } from '../history/history-button.tsx';

const BEFORE_OUT: ReadonlySet<string> = new Set(['requested', 'assigned', 'packed']);
const HOLDS: ReadonlySet<string> = new Set(['assigned', 'packed', 'in_transit', 'delivered', 'transferred', 'returning']);

/** The kits of a booking, from request to return. */
export function KitTab({
  booking,
  allocations,
}: {
  readonly booking: Row<'bookings'>;
  readonly allocations: readonly Row<'allocations'>[];
}): ReactNode {
  const say = useWords('bookings');
  const can = useCan();
  const run = useCommand();
  const [kind, setKind] = useState<string | null>(null);
  const { rows: kits } = useRows('kits');
  const kinds = useMemo(() => [...new Set(kits.map(({ state }) => state.kitKind))].toSorted(), [kits]);
  const isOver = booking.state.status === 'cancelled' || booking.state.status === 'rejected' || booking.state.status === 'closed';
  const add = async (kitKind: string): Promise<void> => {
    const allocationId = newId();
    await run(
      'allocation.request',
      { allocationId, bookingId: booking.id, needId: null, kitKind, kitId: null, usage: booking.state.period },
      {
        done: say('kit.asked', { kind: kitKind }),
        undo: { name: 'allocation.release', input: { allocationId, reason: say('kit.mistake') } },
      },
    );
    setKind(null);
  };
  return (
    <div className="px-5 py-3">
      {allocations.length === 0 ? (
        <EmptyState size="panel" icon={Package} title={say('kit.empty')} detail={say('kit.empty-detail')} />
      ) : (
        <ul>
          {allocations.map((allocation) => (
            <AllocationLine key={allocation.id} allocation={allocation} kits={kits} />
          ))}
        </ul>
      )}
      {can('allocation.request') && !isOver && (
        <div className="mt-3 flex max-w-md items-end gap-2">
          <PickField
            label={say('field.kind')}
            choices={kinds.map((name) => ({ id: name, label: name }))}
            value={kind}
            onChange={setKind}
            className="flex-1"
          />
          <Button isDisabled={kind === null} onPress={() => void (kind !== null && add(kind))}>
            {say('kit.add')}
          </Button>
        </div>
      )}
    </div>
  );
}

function AllocationLine({
  allocation,
  kits,
}: {
  readonly allocation: Row<'allocations'>;
  readonly kits: readonly Row<'kits'>[];
}): ReactNode {
  const say = useWords('bookings');
  const names = useNames();
  const can = useCan();
  const run = useCommand();
  const [isReleasing, setIsReleasing] = useState(false);
  const { state } = allocation;
  const { rows: others } = useRows(
    'allocations',
    state.status === 'requested' ? { during: { from: state.period.start, to: state.period.end } } : null,
  );
  const free = useMemo(() => {
    const taken = new Set(others.filter(({ state: other }) => HOLDS.has(other.status)).map(({ state: other }) => other.kitId));
    return kits.filter(({ id, state: kit }) => kit.kitKind === state.kitKind && kit.status === 'available' && !taken.has(id));
  }, [others, kits, state.kitKind]);
  const kit = names.kit(state.kitId);
  return (
    <li
      data-certainty={certaintyOf(allocation.sync)}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-1 py-2.5 text-13"
    >
      <span className="min-w-40 flex-1">
        <span className="block font-medium">{state.kitId === null ? state.kitKind : <Link to={`/kits/${state.kitId}`}>{kit}</Link>}</span>
        <span className="tabular block text-12 text-ink-3">
          {say('kit.blocked', { period: formatPeriod(state.period, state.period.zone) })}
        </span>
      </span>
      <SyncMark sync={allocation.sync} readOnly={allocation.readOnly} hideConfirmed />
      <StatusChip noun="allocation" status={state.status} look="plain" />
      <HistoryButton about={{ type: 'allocation', id: allocation.id }} what={state.kitId === null ? state.kitKind : kit} />
      {state.status === 'requested' && can('allocation.assign') && (
        <PickField
          label={say('kit.choose')}
          hideLabel
          placeholder={free.length === 0 ? say('kit.short') : say('kit.choose')}
          value={null}
          className="w-48"
          isDisabled={free.length === 0}
          choices={free.map(({ id, state: choice }) => ({ id, label: choice.name, detail: choice.code }))}
          onChange={(kitId) =>
            void (
              kitId !== null &&
              run('allocation.assign', { allocationId: allocation.id, kitId }, { done: say('kit.allocated', { kit: names.kit(kitId) }) })
            )
          }
        />
      )}
      {BEFORE_OUT.has(state.status) && can('allocation.release') && (
        <Button size="small" variant="quiet" onPress={() => setIsReleasing(true)}>
          {say('kit.release')}
        </Button>
      )}
      <ReasonDialog
        isOpen={isReleasing}
        onClose={() => setIsReleasing(false)}
        title={say('kit.ask-release')}
        action={say('kit.release')}
        onConfirm={async (reason) =>
          (await run('allocation.release', { allocationId: allocation.id, reason }, { done: say('kit.released', { kit }) })).ok
        }
      />
    </li>
  );
}
