import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useWords } from '../../i18n/words.ts';
import { cx, formatAgo } from '../../ui/index.ts';
import { useSyncStatus } from '../../view/hooks.ts';
import { isAlone, since } from './sync-words.ts';

/** Beside what is free and what is taken, without a connection: when this device last heard what the others plan. */
export function AsOf({ className }: { readonly className?: string }): ReactNode {
  const say = useWords('sync');
  const status = useSyncStatus();
  const now = useNow(60_000);
  const heard = status?.offlineSince ?? null;
  if (heard === null || !isAlone(status)) return null;
  return (
    <p role="note" className={cx('tabular flex items-start gap-1.5 text-12 text-ink-2', className)}>
      <History aria-hidden className="mt-px size-3.5 shrink-0" />
      {say('as-of', { time: since(heard), ago: formatAgo(heard, Date.parse(now)) })}
    </p>
  );
}
