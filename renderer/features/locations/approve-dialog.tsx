import { useState, type ReactNode } from 'react';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { useNow } from '../../app/clock.ts';
import { fieldError, useCommand } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Checkbox, dayKey, Dialog } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { DayField } from './day-field.tsx';

const CHECKS = ['address', 'load-in', 'licence', 'contact', 'power', 'safety'] as const;

interface ApproveDialogProps {
  readonly location: Row<'locations'>;
  readonly onClose: (wasApproved: boolean) => void;
}

/** Approves a place or renews its approval: what was checked, and until when it holds. */
export function ApproveDialog({ location, onClose }: ApproveDialogProps): ReactNode {
  const say = useWords('locations');
  const run = useCommand();
  const { id, state } = location;
  const today = dayKey(useNow(600_000), state.zone);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [validUntil, setValidUntil] = useState<string | null>(state.licenceValidUntil ?? aYearAfter(today));
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const [isPending, setIsPending] = useState(false);
  const approve = async (): Promise<void> => {
    setIsPending(true);
    const checklist = CHECKS.filter((check) => checked.has(check)).map((check) => say(`check.${check}`));
    const answer = await run(
      'location.approve',
      { locationId: id, validUntil, checklist },
      { done: say('done.approve', { name: state.name }), isQuiet: true },
    );
    setIsPending(false);
    setReply(answer);
    if (answer.ok) onClose(true);
  };
  const toggle = (check: string, isOn: boolean): void =>
    setChecked((current) => new Set(isOn ? [...current, check] : [...current].filter((other) => other !== check)));
  const open = CHECKS.length - checked.size;
  return (
    <Dialog
      isOpen
      onClose={() => onClose(false)}
      title={say('approve.title', { name: state.name })}
      actions={
        <>
          <Button variant="quiet" onPress={() => onClose(false)}>
            {say('cancel')}
          </Button>
          <Button variant="primary" isPending={isPending} onPress={() => void approve()}>
            {say('do.approve')}
          </Button>
        </>
      }
    >
      <fieldset className="mb-4">
        <legend className="mb-2 text-13 text-ink-2">{say('approve.checked')}</legend>
        <div className="flex flex-col gap-1.5">
          {CHECKS.map((check) => (
            <Checkbox key={check} isSelected={checked.has(check)} onChange={(isOn) => toggle(check, isOn)}>
              {say(`check.${check}`)}
            </Checkbox>
          ))}
        </div>
        <p role="status" className="mt-2 text-12 text-ink-3">
          {open === 0 ? say('approve.all') : say('approve.open', { count: open })}
        </p>
      </fieldset>
      <DayField
        label={say('approve.until')}
        hint={say('approve.until-hint')}
        value={validUntil}
        onChange={setValidUntil}
        error={fieldError(reply, 'validUntil')}
      />
      {reply !== null && !reply.ok && reply.error.field !== 'validUntil' && (
        <p role="alert" className="mt-3 text-13 text-stopped-text">
          {errorWords(reply.error)}
        </p>
      )}
    </Dialog>
  );
}

const aYearAfter = (day: string): string => {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, 10);
};
