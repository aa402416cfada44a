import { ClipboardPaste, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Button, IconButton } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { clockWords } from './week.ts';

/** A copied shift: what it is and how to put it down, with a finger as well as with keys. */
export interface Clip {
  readonly shift: Row<'shifts'>;
  /** Every press on a cell puts one there. */
  readonly isTapping: boolean;
}

export function ClipBar({ clip, onChange }: { readonly clip: Clip; readonly onChange: (clip: Clip | null) => void }): ReactNode {
  const say = useWords('roster');
  const { shift, isTapping } = clip;
  return (
    <div
      role="status"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-accent-soft px-4 py-1 text-13"
    >
      <ClipboardPaste aria-hidden className="size-4 shrink-0 text-accent-text" strokeWidth={1.75} />
      <span className="tabular min-w-0 truncate font-medium">
        {say('clip.what', { role: shift.state.role, time: clockWords(shift.state.period) })}
      </span>
      <span className="min-w-0 flex-1 truncate text-ink-2">{say(isTapping ? 'clip.tap' : 'clip.keys')}</span>
      <Button size="small" aria-pressed={isTapping} onPress={() => onChange({ shift, isTapping: !isTapping })}>
        {say(isTapping ? 'clip.tap-off' : 'clip.tap-on')}
      </Button>
      <IconButton icon={X} size="small" label={say('clip.forget')} onPress={() => onChange(null)} />
    </div>
  );
}
