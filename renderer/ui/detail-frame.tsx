import { ArrowLeft, Lock, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { DetailHeader } from './page-header.tsx';
import { Tabs, type TabSpec } from './tabs.tsx';

interface DetailFrameProps {
  readonly title: string;
  readonly eyebrow: ReactNode;
  readonly status: ReactNode;
  readonly meta: ReactNode;
  readonly actions?: ReactNode;
  /** What must be known before anything else: `Notice`s and meters. */
  readonly children?: ReactNode;
  readonly tabs: readonly TabSpec[];
  readonly tab: string;
  readonly onTab: (id: string) => void;
  readonly onBack: () => void;
  /** Stays at the foot: what can be done now. */
  readonly footer?: ReactNode;
}

/** One object beside its list: what it is, what must be known, its tabs, and at the foot what can be done. */
export function DetailFrame({ title, tabs, tab, onTab, onBack, footer, children, ...head }: DetailFrameProps): ReactNode {
  const say = useWords('ui');
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <DetailHeader
          {...head}
          title={title}
          eyebrow={
            <>
              <IconButton icon={ArrowLeft} label={say('list.back')} size="small" className="-ms-1.5 @3xl:hidden" onPress={onBack} />
              {head.eyebrow}
            </>
          }
        />
        {children}
        <Tabs label={title} tabs={tabs} value={tabs.some(({ id }) => id === tab) ? tab : (tabs[0]?.id ?? tab)} onChange={onTab} />
      </div>
      {footer}
    </div>
  );
}

interface NoticeProps {
  readonly tone: 'needs' | 'locked';
  readonly icon?: LucideIcon;
  /** Where it is settled. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A sentence under the head of an object that must not be missed. */
export function Notice({ tone, icon, action, children }: NoticeProps): ReactNode {
  const Icon = icon ?? (tone === 'locked' ? Lock : undefined);
  return (
    <p
      className={cx(
        'mx-5 mb-3 flex items-center gap-2 break-words',
        tone === 'needs' ? 'border-s-3 border-needs bg-needs-soft px-3 py-2 text-13 text-needs-text' : 'text-12 text-ink-3',
      )}
    >
      {Icon !== undefined && <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />}
      <span className="min-w-0 flex-1">{children}</span>
      {action}
    </p>
  );
}
