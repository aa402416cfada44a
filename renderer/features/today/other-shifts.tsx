import type { ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { cx, formatPeriod, StatusIcon } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

/** Several shifts in a day: the whole of it, and the way to each. */
export function OtherShifts({ shifts, currentId }: { readonly shifts: readonly Row<'shifts'>[]; readonly currentId: string }): ReactNode {
  const say = useWords('today');
  const names = useNames();
  if (shifts.every(({ id }) => id === currentId)) return null;
  return (
    <nav aria-label={say('staff.around')} className="border-t border-line pt-4">
      <h3 className="mb-1 text-13 text-ink-2">{say('staff.around')}</h3>
      <ul>
        {shifts.map(({ id, state }) => (
          <li key={id}>
            <Link
              to={`/today/${id}`}
              {...(id === currentId ? { 'aria-current': 'true' as const } : {})}
              className={cx(
                'focus-inner flex min-h-row items-center gap-3 rounded-control px-2 py-1 text-13 text-ink no-underline data-[hovered]:bg-hover',
                id === currentId && 'bg-press font-medium',
              )}
            >
              <StatusIcon noun="shift" status={state.status} />
              <span className="min-w-0 flex-1">
                <span className="tabular block">{formatPeriod(state.period, state.period.zone)}</span>
                <span className={cx('block text-12 break-words text-ink-2', state.status === 'cancelled' && 'line-through')}>
                  {state.bookingId === null ? state.role : names.booking(state.bookingId)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
