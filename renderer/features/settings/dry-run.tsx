import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { BridgeError, DryRunFinding } from '../../../shared/ipc/bridge.ts';
import { newId } from '../../app/new-id.ts';
import { Link } from '../../app/router.tsx';
import { reasonWords } from '../../i18n/reasons.ts';
import { hasWords, useWords } from '../../i18n/words.ts';
import { Button, Chip, Dialog, formatDay, formatDayTime, formatNumber } from '../../ui/index.ts';
import { useBridge } from '../../view/hooks.ts';
import { useAboutNames } from '../history/use-about-names.ts';

const MONTH_MS = 30 * 24 * 3_600_000;
/** More than anybody reads; the sum is said above them. */
const SHOWN = 200;

interface Trial {
  readonly found: readonly DryRunFinding[];
  readonly seq: number;
  readonly head: number;
  readonly isDone: boolean;
  readonly error: BridgeError | null;
}

/** "What would this have done last month?": tries one rule over the history of this device, and changes nothing. */
export function DryRunButton({ policyId, title }: { readonly policyId: string; readonly title: string }): ReactNode {
  const say = useWords('settings');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="quiet" aria-label={say('policies.try-label', { rule: title })} onPress={() => setIsOpen(true)}>
        {say('policies.try')}
      </Button>
      {isOpen && <DryRunDialog policyId={policyId} title={title} onClose={() => setIsOpen(false)} />}
    </>
  );
}

interface DryRunDialogProps {
  readonly policyId: string;
  readonly title: string;
  readonly onClose: () => void;
}

function DryRunDialog({ policyId, title, onClose }: DryRunDialogProps): ReactNode {
  const say = useWords('settings');
  const [period] = useState(() => ({ from: new Date(Date.now() - MONTH_MS).toISOString(), to: new Date().toISOString() }));
  const { found, seq, head, isDone, error } = useTrial(policyId, period);
  const shown = found.slice(0, SHOWN);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="medium"
      title={say('policies.try-title')}
      actions={<Button onPress={onClose}>{say(isDone || error !== null ? 'ui:close' : 'ui:cancel')}</Button>}
    >
      <p className="text-13 text-ink-2">{title}</p>
      {error !== null && <p className="mt-3 text-13 text-needs-text">{reasonWords(error)}</p>}
      {!isDone && error === null && (
        <>
          <p role="status" className="tabular mt-3 text-13">
            {say('policies.try-running', { seq: formatNumber(seq), count: head })}
          </p>
          <progress className="mt-2 w-full" aria-label={say('policies.try-title')} value={seq} max={Math.max(1, head)} />
        </>
      )}
      {isDone && (
        <p role="status" className="mt-3 text-13">
          {found.length === 0
            ? say('policies.try-none')
            : say('policies.try-sum', { count: found.length, from: formatDay(period.from), to: formatDay(period.to) })}
        </p>
      )}
      <Findings found={shown} />
      {found.length > shown.length && (
        <p className="mt-2 text-12 text-ink-3">{say('policies.try-more', { count: found.length - shown.length })}</p>
      )}
    </Dialog>
  );
}

function Findings({ found }: { readonly found: readonly DryRunFinding[] }): ReactNode {
  const say = useWords('settings');
  const abouts = found.flatMap(({ cause, events }) => (cause === null ? events.slice(0, 1) : [cause]).map(({ about }) => about));
  const nameOf = useAboutNames(abouts.map(({ type, id }) => ({ aggregateType: type, aggregateId: id })));
  if (found.length === 0) return null;
  return (
    <ul className="mt-3 max-h-96 overflow-y-auto border-t border-line">
      {found.map(({ at, cause, events, happened }, index) => {
        const about = abouts[index];
        const name = about === undefined || cause === null ? null : nameOf({ aggregateType: about.type, aggregateId: about.id });
        return (
          <li key={`${at} ${events[0]?.eventId ?? index}`} className="border-b border-line py-2 text-13">
            <div className="flex flex-wrap items-baseline gap-x-3">
              <span className="tabular text-12 text-ink-3">{formatDayTime(at)}</span>
              {name === null && <span>{say('policies.try-time')}</span>}
              {name !== null && (name.address === null ? <span>{name.words}</span> : <Link to={name.address}>{name.words}</Link>)}
              <Chip tone={happened ? 'approved' : 'draft'} look="plain">
                {say(happened ? 'policies.try-did' : 'policies.try-would')}
              </Chip>
            </div>
            <p className="mt-0.5 text-12 text-ink-2">
              {sumOf(events)
                .map(([type, count]) => eventWords(say, type, count))
                .join(' · ')}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function sumOf(events: DryRunFinding['events']): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts];
}

function eventWords(say: ReturnType<typeof useWords>, type: string, count: number): string {
  const key = `policies.try-event.${type}`;
  return say(hasWords(`settings:${key}_other`) ? key : 'policies.try-event.other', { count });
}

/** Goes on step by step while the dialog is open; closing it stops the run and forgets it. */
function useTrial(policyId: string, { from, to }: { readonly from: string; readonly to: string }): Trial {
  const bridge = useBridge();
  const [trial, setTrial] = useState<Trial>({ found: [], seq: 0, head: 0, isDone: false, error: null });
  const runId = useRef(newId());
  useEffect(() => {
    let isWanted = true;
    const request = { runId: runId.current, policyId, from, to };
    const run = async (): Promise<void> => {
      for (;;) {
        const reply = await bridge.policies.dryRun({ ...request, stop: false });
        if (!isWanted) return;
        if (!reply.ok) return setTrial((before) => ({ ...before, error: reply.error }));
        const { found, ...progress } = reply.value;
        setTrial((before) => ({ ...progress, found: [...before.found, ...found], error: null }));
        if (progress.isDone) return;
      }
    };
    void run();
    return () => {
      isWanted = false;
      void bridge.policies.dryRun({ ...request, stop: true });
      runId.current = newId();
    };
  }, [bridge, policyId, from, to]);
  return trial;
}
