import { CircleCheck, CloudOff, LoaderCircle, Octagon, RefreshCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import { cx, Tooltip } from '../../ui/index.ts';
import { useSyncStatus } from '../../view/hooks.ts';
import { pillWords, type PillState } from './sync-words.ts';
import { useCalm } from './use-calm.ts';

const LOOKS: Readonly<Record<PillState, { readonly icon: LucideIcon; readonly tint: string }>> = {
  live: { icon: CircleCheck, tint: 'text-approved' },
  sending: { icon: RefreshCw, tint: 'text-pending' },
  offline: { icon: CloudOff, tint: 'text-ink-2' },
  attention: { icon: TriangleAlert, tint: 'text-needs' },
  stopped: { icon: Octagon, tint: 'text-stopped' },
  starting: { icon: LoaderCircle, tint: 'text-ink-3' },
};

const CALM_MS = 2000;

/** Always in sight: is my work safe, is it sent, does anything need me? Opens the sync sheet. */
export function SyncPill({ onPress, isNarrow = false }: { readonly onPress: () => void; readonly isNarrow?: boolean }): ReactNode {
  const say = useWords('sync');
  const { state, words } = pillWords(useSyncStatus(), useCan()('conflict.resolve'));
  const calm = useCalm({ state, words }, state, CALM_MS, state === 'stopped');
  // the first answer after starting is news, not flicker
  const pill = calm.state === 'starting' ? { state, words } : calm;
  const { icon: Icon, tint } = LOOKS[pill.state];
  return (
    <>
      <Tooltip text={say('pill.open')} keys="mod+shift+s" placement="right">
        <Button
          onPress={onPress}
          data-sync-pill={pill.state}
          aria-label={say('pill.label', { words: pill.words })}
          className={cx(
            'flex h-row w-full min-w-0 items-center gap-2 rounded-control text-12 font-medium text-ink-2 data-[hovered]:bg-press data-[hovered]:text-ink',
            isNarrow ? 'justify-center' : 'px-2',
          )}
        >
          <Icon aria-hidden className={cx('size-4 shrink-0', tint)} strokeWidth={2} />
          {!isNarrow && <span className="tabular truncate">{pill.words}</span>}
        </Button>
      </Tooltip>
      <span role="status" aria-live="polite" className="unseen">
        {pill.words}
      </span>
    </>
  );
}
