import { Check, LoaderCircle } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { Mark } from '../../app/mark.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { Button, cx, formatNumber } from '../../ui/index.ts';
import { useSyncStatus, useViewStatus } from '../../view/hooks.ts';

const SHOWN_MS = 1200;

/** The first minutes on a new device: what is coming, how far it is, and the tick that says "ready for offline". */
export function FirstRun({ onReady }: { readonly onReady: () => void }): ReactNode {
  const say = useWords('sign-in');
  const session = useSession();
  const status = useSyncStatus();
  const view = useViewStatus();
  const isHere = status !== null && (status.phase === 'live' || (status.head > 0 && status.cursor >= status.head));
  const isReady = isHere && view.phase === 'ready';
  // A snapshot brings today's work first: the rest comes while people work, and the line of the sync state counts it.
  const hasToday = status !== null && status.filling !== null && status.filling.done > 0 && view.windowReady;
  useEffect(() => {
    if (hasToday) return onReady();
    if (!isReady) return;
    const timer = setTimeout(onReady, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [hasToday, isReady, onReady]);
  const { done, total } = status?.filling ?? { done: status?.cursor ?? 0, total: status?.head ?? 0 };
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const progress = isReady ? 1 : 0.7 * (isHere ? 1 : share) + 0.3 * view.progress;
  return (
    <main className="flex min-h-full flex-col items-center justify-center bg-canvas px-5">
      <div className="w-full max-w-[22rem]">
        <Mark className="size-9" />
        <h1 className="mt-5 text-20 leading-tight">{say('first.title', { name: session.memberName })}</h1>
        <p className="mt-1 text-13 text-ink-2">{say('first.detail', { organization: session.organizationName })}</p>
        <div
          role="progressbar"
          aria-label={say('first.progress')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(progress * 100)}
          className="mt-6 h-1 overflow-hidden rounded-full bg-press forced-colors:border"
        >
          <div
            className="h-full origin-left bg-accent rtl:origin-right forced-colors:bg-[Highlight]"
            style={{ transform: `scaleX(${progress})` }}
          />
        </div>
        <ol aria-live="polite" className="mt-4 flex flex-col gap-1.5">
          <Step isDone words={say('first.signed-in')} />
          <Step
            isDone={isHere}
            words={say('first.work')}
            note={total === 0 ? null : say('first.of', { done: formatNumber(done), total: formatNumber(total) })}
          />
          <Step isDone={isReady} words={say('first.ready')} />
        </ol>
        {!isReady && view.windowReady && (
          <Button className="mt-5" onPress={onReady}>
            {say('first.start-now')}
          </Button>
        )}
      </div>
    </main>
  );
}

function Step({
  isDone,
  words,
  note = null,
}: {
  readonly isDone: boolean;
  readonly words: string;
  readonly note?: string | null;
}): ReactNode {
  const Icon = isDone ? Check : LoaderCircle;
  return (
    <li className="flex items-center gap-2 text-13">
      <Icon
        aria-hidden
        className={cx('size-4 shrink-0', isDone ? 'text-approved' : 'text-ink-3 motion-safe:animate-spin')}
        strokeWidth={2}
      />
      <span className={isDone ? 'text-ink' : 'text-ink-2'}>{words}</span>
      {note !== null && <span className="tabular ms-auto text-12 text-ink-3">{note}</span>}
    </li>
  );
}
