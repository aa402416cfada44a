import { useState, type ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextArea } from './text-field.tsx';

interface ReasonDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The question as a sentence: "Cancel “Spring tasting”?" */
  readonly title: string;
  /** What follows from it, and who will be told. */
  readonly consequence?: ReactNode;
  /** The deed in the person's words: "Cancel booking". */
  readonly action: string;
  readonly isDangerous?: boolean;
  /** Reasons people give often; one press fills the box. */
  readonly suggestions?: readonly string[];
  /** False lets the reason stay empty. */
  readonly isRequired?: boolean;
  /** Answer `false` to stay open (the refusal is already told). */
  readonly onConfirm: (reason: string) => Promise<boolean | void> | boolean | void;
}

/** A decision that needs words: reject, return, cancel, override. It cannot be taken without a reason. */
export function ReasonDialog(props: ReasonDialogProps): ReactNode {
  return props.isOpen ? <OpenReasonDialog {...props} /> : null;
}

function OpenReasonDialog({
  onClose,
  title,
  consequence,
  action,
  isDangerous = false,
  suggestions = [],
  isRequired = true,
  onConfirm,
}: ReasonDialogProps): ReactNode {
  const say = useWords('ui');
  const [reason, setReason] = useState('');
  const [wasAsked, setWasAsked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const isMissing = isRequired && reason.trim() === '';
  const confirm = async (): Promise<void> => {
    setWasAsked(true);
    if (isMissing || isBusy) return;
    setIsBusy(true);
    const answer = await onConfirm(reason.trim());
    setIsBusy(false);
    if (answer !== false) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      role="alertdialog"
      isDismissable={reason === ''}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>
            {say('cancel')}
          </Button>
          <Button variant={isDangerous ? 'danger' : 'primary'} isPending={isBusy} onPress={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    >
      {consequence !== undefined && <div className="mb-3 text-13 text-ink-2">{consequence}</div>}
      <TextArea
        label={say('reason')}
        hint={say('reason-hint')}
        value={reason}
        onChange={setReason}
        autoFocus
        isRequired={isRequired}
        error={wasAsked && isMissing ? say('reason-missing') : null}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void confirm();
        }}
      />
      {suggestions.length > 0 && (
        <div className="mt-2 flex flex-wrap gap-1.5">
          {suggestions.map((words) => (
            <Button key={words} size="small" onPress={() => setReason(words)}>
              {words}
            </Button>
          ))}
        </div>
      )}
    </Dialog>
  );
}
