import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { cx } from './class-names.ts';
import { statusLook, type StatusNoun, type Tone } from './status-catalogue.ts';
import { TONE_MARK, TONE_SOFT, TONE_TEXT } from './tones.ts';

interface ChipProps {
  readonly tone: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  /** `soft` stands alone on a page; `plain` sits in a row of a list. */
  readonly look?: 'soft' | 'plain';
  readonly className?: string;
}

/** Colour, icon and word together; never colour alone. */
export function Chip({ tone, icon: Icon, children, look = 'soft', className }: ChipProps): ReactNode {
  return (
    <span
      className={cx(
        'inline-flex max-w-full items-center gap-1 text-12 leading-none font-medium whitespace-nowrap',
        TONE_TEXT[tone],
        look === 'soft' && cx('h-[22px] rounded-full px-2 forced-colors:border', TONE_SOFT[tone]),
        tone === 'cancelled' && 'line-through',
        className,
      )}
    >
      {Icon !== undefined && <Icon aria-hidden className={cx('size-3.5 shrink-0', TONE_MARK[tone])} strokeWidth={2} />}
      <span className="truncate leading-normal">{children}</span>
    </span>
  );
}

interface StatusChipProps {
  readonly noun: StatusNoun;
  readonly status: string;
  readonly look?: 'soft' | 'plain';
  readonly className?: string;
}

/** The status of any object: `<StatusChip noun="booking" status={booking.status} />`. */
export function StatusChip({ noun, status, ...props }: StatusChipProps): ReactNode {
  const say = useWords('status');
  const { tone, icon } = statusLook(noun, status);
  return (
    <Chip tone={tone} icon={icon} {...props}>
      {say(`${noun}.${status}`, { defaultValue: status.replaceAll('_', ' ') })}
    </Chip>
  );
}

/** Only the icon, for tight rows; the word is spoken and shown on hover. */
export function StatusIcon({
  noun,
  status,
  className,
}: {
  readonly noun: StatusNoun;
  readonly status: string;
  readonly className?: string;
}): ReactNode {
  const say = useWords('status');
  const { tone, icon: Icon } = statusLook(noun, status);
  const word = say(`${noun}.${status}`, { defaultValue: status.replaceAll('_', ' ') });
  return <Icon role="img" aria-label={word} className={cx('size-4 shrink-0', TONE_MARK[tone], className)} strokeWidth={2} />;
}
