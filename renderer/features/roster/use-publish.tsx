import { useState, type ReactNode } from 'react';
import { plannedPerson } from '../../../shared/domain/shift/schema.ts';
import type { BridgeError } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { useCommand } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Dialog, toast } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { inBatches } from './in-batches.ts';
import { clockWords, dayWords, startDay } from './week.ts';

interface Failure {
  readonly shift: Row<'shifts'>;
  readonly error: BridgeError;
}

const AT_ONCE = 8;

/** Publishes drafts one by one: each is its own plan, so that one which cannot be published holds up no other. */
export function usePublish(onOpen: (shift: Row<'shifts'>) => void) {
  const say = useWords('roster');
  const run = useCommand();
  const [isPublishing, setIsPublishing] = useState(false);
  const [result, setResult] = useState<{ readonly done: number; readonly failures: readonly Failure[] } | null>(null);

  const publish = async (drafts: readonly Row<'shifts'>[]): Promise<void> => {
    if (isPublishing) return;
    if (drafts.length === 0) return void toast({ tone: 'info', title: say('publish-nothing') });
    setIsPublishing(true);
    const results = await inBatches(drafts, AT_ONCE, async (shift) => ({
      shift,
      reply: await run('shift.publish', { shiftId: shift.id }, { isQuiet: true }),
    }));
    const failures = results.flatMap(({ shift, reply }): Failure[] => (reply.ok ? [] : [{ shift, error: reply.error }]));
    setIsPublishing(false);
    const done = drafts.length - failures.length;
    if (failures.length === 0) toast({ tone: 'done', title: say('published', { count: done }) });
    else setResult({ done, failures });
  };
  const dialog: ReactNode = result !== null && (
    <PublishResult
      {...result}
      onClose={() => setResult(null)}
      onOpen={(shift) => {
        setResult(null);
        onOpen(shift);
      }}
    />
  );
  return { publish, isPublishing, dialog };
}

interface PublishResultProps {
  readonly done: number;
  readonly failures: readonly Failure[];
  readonly onClose: () => void;
  readonly onOpen: (shift: Row<'shifts'>) => void;
}

/** What was published and what was not, each with its reason and the way to it. */
function PublishResult({ done, failures, onClose, onOpen }: PublishResultProps): ReactNode {
  const say = useWords('roster');
  const names = useNames();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="medium"
      title={say('publish-result', { count: failures.length })}
      actions={
        <Button variant="primary" onPress={onClose}>
          {say('publish-close')}
        </Button>
      }
    >
      <p className="pb-3 text-13 text-ink-2">{say('publish-rest', { count: done })}</p>
      <ul aria-label={say('publish-failed')} className="border-t border-line">
        {failures.map(({ shift, error }) => (
          <li key={shift.id} className="flex items-start gap-3 border-b border-line py-2 text-13">
            <div className="min-w-0 flex-1">
              <p className="tabular truncate font-medium">
                {dayWords(startDay(shift.state.period))} {clockWords(shift.state.period)} · {shift.state.role}
                {plannedPerson(shift.state) !== null && ` · ${names.member(plannedPerson(shift.state))}`}
              </p>
              <p className="text-12 text-stopped-text">{errorWords(error)}</p>
            </div>
            <Button size="small" onPress={() => onOpen(shift)}>
              {say('publish-open')}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
