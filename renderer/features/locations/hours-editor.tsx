import { Copy, Plus, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Button, IconButton, TextField } from '../../ui/index.ts';
import { clockOf, WEEKDAYS, type Opening } from './hours.ts';

interface HoursEditorProps {
  readonly hours: readonly Opening[];
  readonly onChange: (hours: readonly Opening[]) => void;
}

const USUAL = { opens: '09:00', closes: '18:00' };

/** Opening hours day by day, in the place's own time; a day may open twice. */
export function HoursEditor({ hours, onChange }: HoursEditorProps): ReactNode {
  const say = useWords('locations');
  const ofDay = (weekday: number): readonly Opening[] => hours.filter((opening) => opening.weekday === weekday);
  const add = (weekday: number): void => {
    const before = ofDay(weekday - 1)[0] ?? hours[0] ?? USUAL;
    const last = ofDay(weekday).at(-1);
    onChange([...hours, last === undefined ? { ...before, weekday } : { weekday, opens: last.closes, closes: '22:00' }]);
  };
  const set = (opening: Opening, change: Partial<Opening>): void =>
    onChange(hours.map((other) => (other === opening ? { ...other, ...change } : other)));
  const repeat = (weekday: number): void =>
    onChange([
      ...hours.filter((opening) => opening.weekday <= weekday || opening.weekday > 5),
      ...WEEKDAYS.slice(weekday, 5).flatMap((day) => ofDay(weekday).map((opening) => ({ ...opening, weekday: day }))),
    ]);
  return (
    <ul className="flex flex-col">
      {WEEKDAYS.map((weekday) => {
        const openings = ofDay(weekday);
        const name = say(`day.${weekday}`);
        return (
          <li
            key={weekday}
            aria-label={name}
            className="grid min-h-10 grid-cols-[6rem_minmax(0,1fr)] items-start border-b border-line py-1 last:border-b-0"
          >
            <span className="flex h-control items-center text-13">{name}</span>
            <span className="flex flex-col gap-1">
              {openings.length === 0 && (
                <span className="flex h-control items-center gap-3 text-13 text-ink-3">
                  <span className="w-42">{say('hours.closed')}</span>
                  <IconButton icon={Plus} size="small" label={say('hours.open', { day: name })} onPress={() => add(weekday)} />
                </span>
              )}
              {openings.map((opening, index) => (
                <span key={index} className="flex flex-wrap items-center gap-1.5">
                  <ClockField
                    label={say('hours.opens', { day: name })}
                    value={opening.opens}
                    onChange={(opens) => set(opening, { opens })}
                  />
                  <span aria-hidden className="text-ink-3">
                    –
                  </span>
                  <ClockField
                    label={say('hours.closes', { day: name })}
                    value={opening.closes}
                    onChange={(closes) => set(opening, { closes })}
                  />
                  <IconButton
                    icon={X}
                    size="small"
                    label={say('hours.remove', { day: name })}
                    onPress={() => onChange(hours.filter((other) => other !== opening))}
                  />
                  {index === openings.length - 1 && openings.length < 3 && (
                    <IconButton icon={Plus} size="small" label={say('hours.again', { day: name })} onPress={() => add(weekday)} />
                  )}
                  {index === 0 && weekday === 1 && (
                    <Button size="small" variant="quiet" icon={Copy} onPress={() => repeat(1)}>
                      {say('hours.repeat')}
                    </Button>
                  )}
                </span>
              ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** A time of day as people type it; what is not one falls back to what stood there. */
function ClockField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (clock: string) => void;
}): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      label={label}
      hideLabel
      className="tabular w-18"
      value={typed ?? value}
      onChange={setTyped}
      onBlur={() => {
        const clock = typed === null ? null : clockOf(typed);
        setTyped(null);
        if (clock !== null && clock !== value) onChange(clock);
      }}
    />
  );
}
