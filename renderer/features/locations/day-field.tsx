import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { DateTimeField, IconButton } from '../../ui/index.ts';

interface DayFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
  readonly hint?: string;
  readonly error?: string | null;
}

/** A calendar day that may be left open. */
export function DayField({ value, onChange, label, ...words }: DayFieldProps): ReactNode {
  const say = useWords('locations');
  return (
    <div className="flex items-start gap-1">
      <DateTimeField
        {...words}
        key={value === null ? 'open' : 'day'}
        label={label}
        className="flex-1"
        granularity="day"
        value={value === null ? null : `${value}T00:00`}
        onChange={(local) => onChange(local.slice(0, 10))}
      />
      {value !== null && <IconButton icon={X} label={say('clear', { what: label })} className="mt-[22px]" onPress={() => onChange(null)} />}
    </div>
  );
}
