import { useState, type ReactNode } from 'react';
import { fieldError, useCommand } from '../../app/use-command.ts';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, NumberField, TextArea } from '../../ui/index.ts';

/** The report after the work; what was typed stays when it is refused. */
export function ReportForm({ bookingId, onDone }: { readonly bookingId: string; readonly onDone: () => void }): ReactNode {
  const say = useWords('today');
  const run = useCommand();
  const [summary, setSummary] = useState('');
  const [visitors, setVisitors] = useState(0);
  const [samplesGiven, setSamplesGiven] = useState(0);
  const [issues, setIssues] = useState('');
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
    if (answer.ok) onDone();
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
        onChange={setSummary}
        rows={4}
        autoFocus
        error={isMissing && summary.trim() === '' ? say('report.summary-missing') : fieldError(reply, 'summary')}
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label={say('report.visitors')}
          value={visitors}
          onChange={setVisitors}
          minValue={0}
          error={fieldError(reply, 'visitors')}
        />
        <NumberField
          label={say('report.samples')}
          value={samplesGiven}
          onChange={setSamplesGiven}
          minValue={0}
          error={fieldError(reply, 'samplesGiven')}
        />
      </div>
      <TextArea label={say('report.issues')} value={issues} onChange={setIssues} rows={2} error={fieldError(reply, 'issues')} />
      {reply !== null && !reply.ok && reply.error.field === null && (
        <p role="alert" className="text-13 text-stopped-text">
          {errorWords(reply.error)}
        </p>
      )}
      <Button variant="primary" size="large" type="submit" isPending={isPending}>
        {say('step.report')}
      </Button>
    </form>
  );
}
