import type { ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { formatPeriod, ReasonDialog } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

interface AbsenceDialogProps {
  readonly shift: Row<'shifts'>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** "I cannot come": recorded at once and for good, and the shift is free for somebody else. */
export function AbsenceDialog({ shift, isOpen, onClose }: AbsenceDialogProps): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const run = useCommand();
  const { bookingId, role, period } = shift.state;
  const what = bookingId === null ? role : names.booking(bookingId);
  return (
    <ReasonDialog
      isOpen={isOpen}
      onClose={onClose}
      title={say('absence.title', { what, when: formatPeriod(period, period.zone) })}
      consequence={say('absence.consequence')}
      action={say('absence.action')}
      suggestions={[say('absence.ill'), say('absence.accident'), say('absence.family')]}
      onConfirm={async (reason) => (await run('shift.report_absence', { shiftId: shift.id, reason }, { done: say('absence.done') })).ok}
    />
  );
}
