import { CalendarCheck, CalendarClock, CalendarX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Chip } from '../../ui/index.ts';
import { dayWords, daysUntil, validityOf } from './validity.ts';

const LOOKS = {
  valid: { tone: 'draft', icon: CalendarCheck },
  soon: { tone: 'needs', icon: CalendarClock },
  over: { tone: 'stopped', icon: CalendarX },
} as const;

/** Until when something holds: plain while it does, amber when it ends soon, red when it is over. */
export function ValidityChip({ day, today }: { readonly day: string | null; readonly today: string }): ReactNode {
  const say = useWords('locations');
  const validity = validityOf(day, today);
  if (day === null || validity === 'none') return <span className="text-13 text-ink-3">{say('valid.always')}</span>;
  const { tone, icon } = LOOKS[validity];
  return (
    <Chip tone={tone} icon={icon} look={validity === 'valid' ? 'plain' : 'soft'}>
      {validity === 'soon'
        ? say('valid.soon', { count: daysUntil(day, today), day: dayWords(day) })
        : say(`valid.${validity}`, { day: dayWords(day) })}
    </Chip>
  );
}
