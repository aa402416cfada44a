import { Copy, RotateCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { cx } from './class-names.ts';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  /** What belongs here. */
  readonly title: string;
  readonly detail?: ReactNode;
  /** The first step. */
  readonly action?: ReactNode;
  readonly size?: 'page' | 'panel';
}

/** Nothing here yet: says what belongs here and offers the first step. */
export function EmptyState({ icon: Icon, title, detail, action, size = 'page' }: EmptyStateProps): ReactNode {
  return (
    <div className={cx('flex flex-col items-center justify-center text-center', size === 'page' ? 'min-h-80 px-6 py-12' : 'px-4 py-8')}>
      <Icon aria-hidden className="mb-3 size-7 text-ink-3" strokeWidth={1.5} />
      <p className="text-15 font-medium">{title}</p>
      {detail !== undefined && <p className="mt-1 max-w-sm text-13 text-pretty text-ink-2">{detail}</p>}
      {action !== undefined && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}

interface ErrorStateProps {
  /** What happened. */
  readonly title: string;
  /** What is safe and what to do. */
  readonly detail?: ReactNode;
  /** Text for somebody who can help; copied, never shown raw. */
  readonly technical?: string;
  readonly onRetry?: () => void;
}

/** Something failed: the cause, what is safe, and the way on. */
export function ErrorState({ title, detail, technical, onRetry }: ErrorStateProps): ReactNode {
  const say = useWords('ui');
  const [wasCopied, setWasCopied] = useState(false);
  return (
    <div role="alert" className="flex min-h-60 flex-col items-center justify-center px-6 py-10 text-center">
      <TriangleAlert aria-hidden className="mb-3 size-7 text-needs" strokeWidth={1.5} />
      <p className="text-15 font-medium">{title}</p>
      <p className="mt-1 max-w-sm text-13 text-ink-2">{detail ?? say('error-safe')}</p>
      <div className="mt-4 flex gap-2">
        {onRetry !== undefined && (
          <Button icon={RotateCw} onPress={onRetry}>
            {say('retry')}
          </Button>
        )}
        {technical !== undefined && (
          <Button variant="quiet" icon={Copy} onPress={() => void navigator.clipboard.writeText(technical).then(() => setWasCopied(true))}>
            {wasCopied ? say('copied') : say('copy-details')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** True once something has taken 150 ms; before that a screen shows nothing rather than a flash. */
export function useSlow(isLoading: boolean, afterMs = 150): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    if (!isLoading) {
      setIsSlow(false);
      return;
    }
    const timer = setTimeout(() => setIsSlow(true), afterMs);
    return () => clearTimeout(timer);
  }, [isLoading, afterMs]);
  return isLoading && isSlow;
}

/** Rows of the real layout in grey, after 150 ms. */
export function Skeleton({ rows = 8, className }: { readonly rows?: number; readonly className?: string }): ReactNode {
  const isShown = useSlow(true);
  if (!isShown) return null;
  return (
    <div aria-hidden className={cx('flex flex-col', className)}>
      {Array.from({ length: rows }, (_unused, index) => (
        <div key={index} className="flex h-row items-center gap-3 border-b border-line px-4">
          <span className="size-4 rounded-full bg-sunken" />
          <span className={cx('h-2.5 rounded-small bg-sunken', ['w-1/3', 'w-1/2', 'w-2/5'][index % 3])} />
          <span className="ms-auto h-2.5 w-20 rounded-small bg-sunken" />
        </div>
      ))}
    </div>
  );
}
