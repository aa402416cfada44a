import { CircleAlert, CircleCheck, Info, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
  type QueuedToast,
} from 'react-aria-components/Toast';
import { Text } from 'react-aria-components/Text';
import { useWords } from '../i18n/words.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './class-names.ts';

export interface ToastWords {
  readonly tone: 'done' | 'info' | 'refused';
  readonly title: string;
  readonly detail?: string | undefined;
  /** One way on, usually Undo. */
  readonly action?: { readonly label: string; readonly onPress: () => void } | undefined;
}

const SHOWN = 3;
const isPhone = (): boolean => matchMedia('(max-width: 639px)').matches;
const queue = new ToastQueue<ToastWords>({ maxVisibleToasts: SHOWN });
/** Keys of what is shown, the oldest first. */
let shownKeys: readonly string[] = [];
const refusals = new Set<string>();

/**
 * Says what happened. Refusals stay until they are read, or until the person has gone on (`dropRefusals`); the rest goes
 * after some seconds, later while the pointer rests on it.
 */
export function toast(words: ToastWords): () => void {
  const key = queue.add(words, {
    ...(words.tone === 'refused' ? {} : { timeout: words.action === undefined ? 5000 : 8000 }),
    onClose: () => {
      shownKeys = shownKeys.filter((other) => other !== key);
      refusals.delete(key);
    },
  });
  if (words.tone === 'refused') refusals.add(key);
  shownKeys = [...shownKeys, key];
  // one that has to make way is over; it would come back when the others are gone, and speak of long ago
  // on a phone they lie over the head of the screen: the latest is enough
  for (const old of shownKeys.slice(0, isPhone() ? -1 : -SHOWN)) queue.close(old);
  return () => queue.close(key);
}

/** What was refused is behind the person once something else worked, or once they went elsewhere. */
export function dropRefusals(): void {
  for (const key of refusals) queue.close(key);
}

const ICONS: Readonly<Record<ToastWords['tone'], LucideIcon>> = { done: CircleCheck, info: Info, refused: CircleAlert };
const TINTS = { done: 'text-approved', info: 'text-pending', refused: 'text-stopped' } as const;

/** What stands at the start edge of the window: the rail, the rail as icons, nothing, or a sheet with buttons of its own. */
type StartEdge = 'rail' | 'icons' | 'nothing' | 'sheet';

const BESIDE: Readonly<Record<StartEdge, string>> = {
  rail: 'start-[calc(var(--rail)+1rem)] max-[899px]:start-[calc(var(--rail-narrow)+1rem)]',
  icons: 'start-[calc(var(--rail-narrow)+1rem)]',
  nothing: 'start-4',
  sheet: 'end-4',
};

/**
 * Where toasts appear; mounted once by the frame. At the foot of the list, beside the rail: every action of an open object
 * stands at the other side. In a narrow window, where the object lies over the list, above its bar of actions.
 */
export function Toasts({ beside }: { readonly beside: StartEdge }): ReactNode {
  const say = useWords('ui');
  return (
    <ToastRegion
      queue={queue}
      aria-label={say('notifications')}
      className={cx(
        'fixed bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 rounded-panel outline-none max-[1000px]:bottom-16 max-sm:inset-x-3 max-sm:top-3 max-sm:bottom-auto max-sm:w-auto',
        BESIDE[beside],
      )}
    >
      {({ toast: shown }) => <OneToast shown={shown} />}
    </ToastRegion>
  );
}

function OneToast({ shown }: { readonly shown: QueuedToast<ToastWords> }): ReactNode {
  const say = useWords('ui');
  const { tone, title, detail, action } = shown.content;
  const Icon = ICONS[tone];
  const close = (): void => queue.close(shown.key);
  return (
    <AriaToast toast={shown} className="flex items-start gap-2.5 rounded-panel bg-raised py-2.5 ps-3 pe-2 shadow-lift forced-colors:border">
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', TINTS[tone])} />
      <ToastContent className="min-w-0 flex-1 py-px">
        <Text slot="title" className="block text-13 font-medium break-words">
          {title}
        </Text>
        {detail !== undefined && (
          <Text slot="description" className="mt-0.5 block text-12 break-words text-ink-2">
            {detail}
          </Text>
        )}
      </ToastContent>
      {action !== undefined && (
        <Button
          size="small"
          onPress={() => {
            close();
            action.onPress();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon={X} label={say('close')} size="small" onPress={close} />
    </AriaToast>
  );
}
