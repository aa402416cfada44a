import { useState, type ReactNode } from 'react';
import { z } from 'zod';
import { useDraft } from '../../app/drafts.ts';
import { fieldError, useCommand } from '../../app/use-command.ts';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, NumberField, TextArea } from '../../ui/index.ts';

const reportSchema = z.strictObject({ summary: z.string(), visitors: z.int(), samplesGiven: z.int(), issues: z.string() });
type Report = z.infer<typeof reportSchema>;
const EMPTY: Report = { summary: '', visitors: 0, samplesGiven: 0, issues: '' };
const parseReport = (stored: unknown): Report | null => reportSchema.safeParse(stored).data ?? null;

interface ReportFormProps {
  readonly bookingId: string;
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}

/** The report after the work. What was typed is kept on this device until it is handed in, also over a flat battery. */
export function ReportForm({ bookingId, onDone, onCancel }: ReportFormProps): ReactNode {
  const say = useWords('today');
  const run = useCommand();
  const draft = useDraft<Report>(`report.${bookingId}`, EMPTY, parseReport);
  const { summary, visitors, samplesGiven, issues } = draft.value;
  const set =
    <Field extends keyof Report>(field: Field) =>
    (value: Report[Field]): void =>
      draft.set({ ...draft.value, [field]: value });
  const [isMissing, setIsMissing] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const submit = async (): Promise<void> => {
    if (summary.trim() === '') return setIsMissing(true);
    setIsPending(true);
    const answer = await run(
      'booking.submit_report',
      { bookingId, summary: summary.trim(), visitors, samplesGiven, issues: issues.trim() },
      { done: say('done.report'), isQuiet: true },
    );
    setIsPending(false);
    setReply(answer);
    if (!answer.ok) return;
    draft.drop();
    onDone();
  };
  return (
    <form
      aria-label={say('report.title')}
      className="flex flex-col gap-4 border-y border-line py-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3 className="text-15">{say('report.title')}</h3>
      <TextArea
        label={say('report.summary')}
        value={summary}
        onChange={set('summary')}
        rows={4}
        autoFocus
        error={isMissing && summary.trim() === '' ? say('report.summary-missing') : fieldError(reply, 'summary')}
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label={say('report.visitors')}
          value={visitors}
          onChange={(count) => set('visitors')(Number.isNaN(count) ? 0 : count)}
          minValue={0}
          error={fieldError(reply, 'visitors')}
        />
        <NumberField
          label={say('report.samples')}
          value={samplesGiven}
          onChange={(count) => set('samplesGiven')(Number.isNaN(count) ? 0 : count)}
          minValue={0}
          error={fieldError(reply, 'samplesGiven')}
        />
      </div>
      <TextArea label={say('report.issues')} value={issues} onChange={set('issues')} rows={2} error={fieldError(reply, 'issues')} />
      {reply !== null && !reply.ok && reply.error.field === null && (
        <p role="alert" className="text-13 text-stopped-text">
          {errorWords(reply.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button variant="primary" size="large" type="submit" className="flex-1" isPending={isPending}>
          {say('step.report')}
        </Button>
        {onCancel !== undefined && (
          <Button variant="quiet" size="large" onPress={onCancel}>
            {say('cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
