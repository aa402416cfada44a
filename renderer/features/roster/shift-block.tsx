import { memo, type ReactNode } from 'react';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import { plannedPerson } from '../../../shared/domain/shift/schema.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { certaintyOf, cx, formatDay, statusLook, TONE_EDGE, TONE_MARK, TONE_SOFT } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { isMovable } from './moves.ts';
import { clockWords } from './week.ts';

interface ShiftBlockProps {
  readonly shift: Row<'shifts'>;
  readonly isCursor?: boolean;
  readonly isSelected?: boolean;
  readonly isHeld?: boolean;
  /** The time while one end is being moved. */
  readonly preview?: Period | null;
  /** The ghost under the pointer is a picture, not a second shift. */
  readonly isGhost?: boolean;
}

export const blockId = (shiftId: string): string => `roster-shift-${shiftId}`;

/** One shift in the week: time, what and where, role; colour and icon say its status, the outline how sure we are. */
export const ShiftBlock = memo(function ShiftBlock({
  shift,
  isCursor,
  isSelected,
  isHeld,
  preview = null,
  isGhost,
}: ShiftBlockProps): ReactNode {
  const say = useWords('roster');
  const names = useNames();
  const { state } = shift;
  const { tone, icon: Icon } = statusLook('shift', state.status);
  const certainty = certaintyOf(shift.sync);
  const period = preview ?? state.period;
  const isOpen = plannedPerson(state) === null;
  const subject =
    state.bookingId !== null ? names.booking(state.bookingId) : state.locationId !== null ? names.location(state.locationId) : null;
  const lines = isOpen ? [state.role, subject] : [subject, state.role];
  const second = lines.filter((line) => line !== null).join(' · ');
  const place = state.locationId === null ? null : names.location(state.locationId);
  const spoken = [
    formatDay(period.start, period.zone),
    clockWords(period),
    state.role,
    subject,
    place === subject ? null : place,
    say(`status:shift.${state.status}`),
    certainty === 'confirmed' ? null : say(`ui:certainty.${certainty}`),
  ];
  const words = spoken.filter((part) => part !== null).join(', ');
  const canMove = isMovable(shift);
  return (
    <div
      {...(isGhost === true
        ? { 'aria-hidden': true }
        : { id: blockId(shift.id), role: 'group', 'aria-label': words, 'data-shift': shift.id, title: words })}
      data-certainty={certainty}
      className={cx(
        'group/block relative h-(--block) shrink-0 overflow-hidden rounded-small border-s-3 text-start leading-[1.25] select-none forced-colors:border',
        TONE_SOFT[tone],
        TONE_EDGE[tone],
        canMove ? 'cursor-grab' : 'cursor-default',
        isHeld === true && (preview === null ? 'opacity-40' : 'ring-2 ring-accent'),
        isSelected === true && 'ring-2 ring-accent',
        isCursor === true &&
          'group-focus-visible/grid:outline-2! group-focus-visible/grid:outline-solid! group-focus-visible/grid:outline-focus!',
        state.status === 'cancelled' && 'line-through',
      )}
    >
      <div data-draft={state.status === 'draft' ? '' : undefined} className="h-full px-1.5 py-[3px]">
        <span className="flex items-center gap-1">
          <span data-strike className="tabular min-w-0 flex-1 truncate text-12 font-medium">
            {clockWords(period)}
          </span>
          {certainty === 'provisional' && <span aria-hidden className="size-2 shrink-0 rounded-full border-[1.5px] border-ink-2" />}
          <Icon aria-hidden className={cx('size-3.5 shrink-0', TONE_MARK[tone])} strokeWidth={2} />
        </span>
        <span className="block truncate text-11 text-ink-2">{second}</span>
      </div>
      {canMove && isGhost !== true && (
        <>
          <span aria-hidden className={cx(GRIP, '-start-[3px]')} />
          <span aria-hidden className={cx(GRIP, 'end-0')} />
        </>
      )}
    </div>
  );
});

/** Either end can be taken and moved; a line shows where. */
const GRIP =
  'absolute inset-y-0 w-[7px] cursor-ew-resize opacity-0 group-hover/block:opacity-100 border-x-2 border-transparent hover:border-accent';
