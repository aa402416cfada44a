import { CircleCheck } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import type { Step } from './my-shift.ts';
import { PackList } from './pack-list.tsx';
import { ReportForm } from './report-form.tsx';

interface NextActionProps {
  readonly step: Step | null;
  readonly shift: Row<'shifts'>;
  readonly booking: Row<'bookings'> | null;
}

/** The one thing to do now, in a size that thumbs can hit. */
export function NextAction({ step, shift, booking }: NextActionProps): ReactNode {
  const say = useWords('today');
  const run = useCommand();
  const [isOpen, setIsOpen] = useState(false);
  const [isPending, setIsPending] = useState(false);
  if (step === null) {
    return (
      <div role="status" className="flex items-center gap-3 border-y border-line py-4">
        <CircleCheck aria-hidden className="size-6 text-approved" />
        <div>
          <p className="text-15 font-medium">{say('staff.done')}</p>
          <p className="text-13 text-ink-2">{say('staff.done-detail')}</p>
        </div>
      </div>
    );
  }
  const act = async (name: string, input: unknown): Promise<void> => {
    setIsPending(true);
    await run(name, input, { done: say(`done.${step.name}`) });
    setIsPending(false);
    setIsOpen(false);
  };
  if (isOpen && step.name === 'pack' && step.allocation !== null) {
    const { id } = step.allocation;
    return (
      <PackList
        allocation={step.allocation}
        isPending={isPending}
        onPacked={(lines) => void act('allocation.pack', { allocationId: id, lines })}
      />
    );
  }
  if (isOpen && step.name === 'report' && booking !== null) return <ReportForm bookingId={booking.id} onDone={() => setIsOpen(false)} />;
  const press = (): void => {
    const shiftId = shift.id;
    switch (step.name) {
      case 'travel':
        return void act('shift.start_travel', { shiftId });
      case 'check-in':
        return void act('shift.check_in', { shiftId, memberId: null, method: 'manual' });
      case 'deliver':
        return void (step.allocation !== null && act('allocation.deliver', { allocationId: step.allocation.id, note: '' }));
      case 'check-out':
        return void act('shift.check_out', { shiftId });
      case 'pack':
      case 'report':
        return setIsOpen(true);
    }
  };
  return (
    <Button variant="primary" size="large" className="w-full" isPending={isPending} onPress={press}>
      {say(`step.${step.name}`)}
    </Button>
  );
}
