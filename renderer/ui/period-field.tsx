import type { ReactNode } from 'react';
import type { Period } from '../../shared/domain/kernel/time.ts';
import { useWords } from '../i18n/words.ts';
import { DateTimeField } from './date-time-field.tsx';
import { durationWords, formatPeriod, viewerZone } from './format-time.ts';
import { occurrences, periodStartingAt, toPeriod } from './wall-time.ts';

interface PeriodFieldProps {
  readonly startLabel: string;
  readonly endLabel: string;
  readonly value: Period;
  readonly onChange: (period: Period) => void;
  readonly error?: string | null;
  readonly isDisabled?: boolean;
}

/**
 * From and until in the place's own time. Moving the start moves the end with it; the line below says how long it is, which
 * zone is meant, what that is for the viewer, and when a clock change makes a time ambiguous.
 */
export function PeriodField({ startLabel, endLabel, value, onChange, error, isDisabled = false }: PeriodFieldProps): ReactNode {
  const say = useWords('ui');
  const { startLocal, endLocal, zone } = value;
  const endsFirst = endLocal <= startLocal;
  const oddTime = [startLocal, endLocal].find((local) => occurrences(local, zone) !== 'once');
  return (
    <div className="min-w-0">
      <div className="grid grid-cols-2 gap-3">
        <DateTimeField
          label={startLabel}
          value={startLocal}
          isDisabled={isDisabled}
          onChange={(local) => onChange(periodStartingAt(value, local))}
        />
        <DateTimeField
          label={endLabel}
          value={endLocal}
          isDisabled={isDisabled}
          error={endsFirst ? say('ends-before-start') : (error ?? null)}
          onChange={(local) => onChange(toPeriod(startLocal, local, zone))}
        />
      </div>
      <p className="mt-1.5 text-12 text-ink-3" aria-live="polite">
        {!endsFirst && `${durationWords(value.start, value.end)} · `}
        {say('time-at', { zone })}
        {viewerZone() !== zone && ` · ${say('for-you', { time: formatPeriod(value, viewerZone()) })}`}
        {oddTime !== undefined && (
          <span className="block text-needs-text">
            {say(occurrences(oddTime, zone) === 'twice' ? 'time-twice' : 'time-never', { time: oddTime.slice(11) })}
          </span>
        )}
      </p>
    </div>
  );
}
