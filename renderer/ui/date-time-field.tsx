import { parseDateTime, type CalendarDateTime } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Calendar, CalendarCell, CalendarGrid, CalendarHeading } from 'react-aria-components/Calendar';
import { DateInput, DatePicker, DateSegment } from 'react-aria-components/DatePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import { Popover } from 'react-aria-components/Popover';
import { useWords } from '../i18n/words.ts';
import { cx } from './class-names.ts';
import { CONTROL, FieldLabel, FieldNotes, type FieldWords } from './field.tsx';
import { LIFTED } from './overlay.ts';
import type { WallTime } from './wall-time.ts';

interface DateTimeFieldProps extends FieldWords {
  /** Wall time at the place, `2026-03-29T09:30`; null while empty. */
  readonly value: WallTime | null;
  readonly onChange: (value: WallTime) => void;
  readonly granularity?: 'minute' | 'day';
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
  readonly className?: string;
}

const format = (date: CalendarDateTime): WallTime => date.toString().slice(0, 16);

/** Date and time as a clock on the wall of the place shows it. Type it, arrow it, or pick the day from the calendar. */
export function DateTimeField({
  label,
  hideLabel,
  hint,
  error,
  value,
  onChange,
  granularity = 'minute',
  className,
  ...props
}: DateTimeFieldProps): ReactNode {
  return (
    <DatePicker<CalendarDateTime>
      {...props}
      value={value === null ? null : parseDateTime(value)}
      onChange={(date) => {
        if (date !== null) onChange(format(date));
      }}
      granularity={granularity}
      hourCycle={24}
      hideTimeZone
      shouldForceLeadingZeros
      isInvalid={error !== undefined && error !== null}
      className={cx('min-w-0', className)}
    >
      <FieldLabel label={label} {...(hideLabel === undefined ? {} : { hideLabel })} />
      <Group
        className={cx(
          CONTROL,
          'flex items-center px-0 data-[focus-within]:outline-2 data-[focus-within]:-outline-offset-1 data-[focus-within]:outline-focus',
        )}
      >
        <DateInput className="tabular flex outline-none h-full w-full min-w-0 items-center overflow-hidden px-1.5 whitespace-nowrap">
          {(segment) => (
            <DateSegment
              segment={segment}
              className="rounded-small px-0.5 outline-none data-[placeholder]:text-ink-3 data-[type=literal]:px-0 data-[type=literal]:text-ink-3 data-[focused]:bg-accent data-[focused]:text-accent-ink"
            />
          )}
        </DateInput>
        <Button className="flex h-full w-8 shrink-0 items-center justify-center rounded-e-control text-ink-3 data-[hovered]:bg-hover data-[hovered]:text-ink">
          <CalendarDays aria-hidden className="size-4" strokeWidth={1.75} />
        </Button>
      </Group>
      <FieldNotes hint={hint} error={error} />
      <Popover offset={4} className={cx(LIFTED, 'p-3')}>
        <Dialog className="outline-none">
          <Month />
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

const TURN = 'flex size-7 items-center justify-center rounded-control text-ink-2 data-[hovered]:bg-hover';

/** The month inside the popover; weeks start as the language has it. */
function Month(): ReactNode {
  const say = useWords('ui');
  return (
    <Calendar>
      <header className="mb-2 flex items-center justify-between">
        <CalendarHeading className="ps-1 text-13 font-semibold" />
        <span className="flex">
          <Button slot="previous" aria-label={say('month-before')} className={TURN}>
            <ChevronLeft aria-hidden className="size-4 rtl:rotate-180" />
          </Button>
          <Button slot="next" aria-label={say('month-after')} className={TURN}>
            <ChevronRight aria-hidden className="size-4 rtl:rotate-180" />
          </Button>
        </span>
      </header>
      <CalendarGrid className="tabular border-collapse text-13 [&_th]:pb-1 [&_th]:text-11 [&_th]:font-medium [&_th]:text-ink-3">
        {(date) => (
          <CalendarCell
            date={date}
            className="flex size-8 items-center justify-center rounded-control outline-none data-[hovered]:bg-hover data-[outside-month]:text-ink-3 data-[disabled]:opacity-40 data-[focus-visible]:outline-2 data-[focus-visible]:outline-focus data-[selected]:bg-accent data-[selected]:text-accent-ink"
          />
        )}
      </CalendarGrid>
    </Calendar>
  );
}
