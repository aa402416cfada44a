import { useState, type ReactNode } from 'react';
import type { AllocationStatus } from '../../../shared/domain/allocation/schema.ts';
import { useNames } from '../../app/names.tsx';
import { navigate } from '../../app/router.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, certaintyOf, Chip, StatusChip, SyncMark } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

type KitStep = 'pack' | 'deliver' | 'start-return' | 'return';
const STEPS: Readonly<Partial<Record<AllocationStatus, KitStep>>> = {
  assigned: 'pack',
  packed: 'deliver',
  in_transit: 'deliver',
  delivered: 'start-return',
  returning: 'return',
};

/** Every kit of the booking, how far it is, and its next step, for whoever has it in their hands. */
export function KitRows({ allocations, back }: { readonly allocations: readonly Row<'allocations'>[]; readonly back: string }): ReactNode {
  const say = useWords('today');
  const kits = allocations.filter(({ state }) => state.status !== 'released');
  if (kits.length === 0) return null;
  return (
    <section aria-label={say('kit.title')} className="border-t border-line pt-4 @2xl:first:border-t-0 @2xl:first:pt-0">
      <h3 className="mb-1 text-13 text-ink-2">{say('kit.title')}</h3>
      <ul>
        {kits.map((allocation) => (
          <KitRow key={allocation.id} allocation={allocation} back={back} />
        ))}
      </ul>
    </section>
  );
}

function KitRow({ allocation, back }: { readonly allocation: Row<'allocations'>; readonly back: string }): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const run = useCommand();
  const [isPending, setIsPending] = useState(false);
  const { id, state } = allocation;
  const kit = state.kitId === null ? say('kit.none', { kind: state.kitKind }) : names.kit(state.kitId);
  const step = allocation.readOnly || state.kitId === null ? undefined : STEPS[state.status];
  const press = async (): Promise<void> => {
    if (step === 'pack' || step === 'return') return navigate(`/kits/station/${id}?back=${back}`);
    setIsPending(true);
    if (step === 'deliver') await run('allocation.deliver', { allocationId: id, note: '' }, { done: say('done.deliver') });
    else await run('allocation.start_return', { allocationId: id }, { done: say('kit.return-started', { kit }) });
    setIsPending(false);
  };
  return (
    <li
      data-certainty={certaintyOf(allocation.sync)}
      className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-1 py-1.5 text-13 last:border-b-0"
    >
      <span className="min-w-32 flex-1 break-words">{kit}</span>
      {state.status === 'assigned' ? (
        <Chip tone="needs">{say('kit.not-packed')}</Chip>
      ) : (
        <StatusChip noun="allocation" status={state.status} />
      )}
      <SyncMark sync={allocation.sync} readOnly={allocation.readOnly} />
      {step !== undefined && (
        <Button isPending={isPending} aria-label={say('kit.do', { what: say(`kit.${step}`), kit })} onPress={() => void press()}>
          {say(`kit.${step}`)}
        </Button>
      )}
    </li>
  );
}
