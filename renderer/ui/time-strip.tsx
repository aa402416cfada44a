import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { cx } from './class-names.ts';
import { formatDay, formatTime } from './format-time.ts';
import type { Tone } from './status-catalogue.ts';
import { TONE_EDGE, TONE_SOFT } from './tones.ts';
import type { CertaintyKind } from './certainty.tsx';

export interface TimeBlock {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly label: string;
  readonly tone: Tone;
  readonly certainty?: CertaintyKind;
}

interface TimeStripProps {
  /** One lane per person, kit or side; a lane's name stands in front. */
  readonly lanes: readonly { readonly id: string; readonly label: string; readonly blocks: readonly TimeBlock[] }[];
  readonly zone: string;
  /** Window; by default the blocks with an hour on each side. */
  readonly from?: string;
  readonly to?: string;
  /** Stretch where lanes meet, marked through all of them. */
  readonly clash?: { readonly start: string; readonly end: string } | null;
  readonly now?: string;
}

const HOUR = 3_600_000;

/** A strip of time that shows who is where when, and where two things meet. */
export function TimeStrip({ lanes, zone, from, to, clash = null, now }: TimeStripProps): ReactNode {
  const say = useWords('ui');
  const blocks = lanes.flatMap((lane) => lane.blocks);
  if (blocks.length === 0) return null;
  const fromMs =
    from === undefined
      ? Math.floor((Math.min(...blocks.map((block) => Date.parse(block.start))) - HOUR / 2) / HOUR) * HOUR
      : Date.parse(from);
  const toMs =
    to === undefined ? Math.ceil((Math.max(...blocks.map((block) => Date.parse(block.end))) + HOUR / 2) / HOUR) * HOUR : Date.parse(to);
  const at = (instant: string): number => ((Date.parse(instant) - fromMs) / (toMs - fromMs)) * 100;
  const span = (start: string, end: string): { insetInlineStart: string; width: string } => ({
    insetInlineStart: `${Math.max(0, at(start))}%`,
    width: `${Math.min(100, at(end)) - Math.max(0, at(start))}%`,
  });
  return (
    <figure className="tabular grid grid-cols-[minmax(4rem,max-content)_1fr] gap-x-3 text-12">
      <span />
      <div className="relative h-4 text-11 text-ink-3">
        {ticks(fromMs, toMs).map((tick) => (
          <span
            key={tick}
            className="absolute -translate-x-1/2 rtl:translate-x-1/2"
            style={{ insetInlineStart: `${at(new Date(tick).toISOString())}%` }}
          >
            {toMs - fromMs > 36 * HOUR ? formatDay(new Date(tick).toISOString(), zone) : formatTime(new Date(tick).toISOString(), zone)}
          </span>
        ))}
      </div>
      {lanes.map((lane) => (
        <div key={lane.id} className="col-span-2 grid grid-cols-subgrid items-center">
          <span className="max-w-40 truncate text-ink-2">{lane.label}</span>
          <ul className="relative h-8 border-y border-line [&+&]:border-t-0">
            {ticks(fromMs, toMs).map((tick) => (
              <li
                key={tick}
                aria-hidden
                role="presentation"
                className="absolute inset-y-0 w-px bg-line"
                style={{ insetInlineStart: `${at(new Date(tick).toISOString())}%` }}
              />
            ))}
            {lane.blocks.map((block) => (
              <li
                key={block.id}
                data-certainty={block.certainty ?? 'confirmed'}
                style={span(block.start, block.end)}
                className={cx(
                  'absolute inset-y-1 flex min-w-1 items-center overflow-hidden rounded-small border-s-3 px-1.5 text-ink',
                  TONE_SOFT[block.tone],
                  TONE_EDGE[block.tone],
                )}
              >
                <span className="truncate">{block.label}</span>
                <span className="unseen">{`${formatTime(block.start, zone)}–${formatTime(block.end, zone)}`}</span>
              </li>
            ))}
            {clash !== null && (
              <li
                aria-hidden
                role="presentation"
                style={span(clash.start, clash.end)}
                className="pointer-events-none absolute inset-y-0 border-x-2 border-needs bg-needs/10"
              />
            )}
            {now !== undefined && at(now) > 0 && at(now) < 100 && (
              <li style={{ insetInlineStart: `${at(now)}%` }} className="absolute inset-y-0 w-0.5 bg-accent">
                <span className="unseen">{say('now')}</span>
              </li>
            )}
          </ul>
        </div>
      ))}
    </figure>
  );
}

/** Round marks, about six of them. */
function ticks(fromMs: number, toMs: number): readonly number[] {
  const span = toMs - fromMs;
  const step =
    [HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 168 * HOUR].find((size) => span / size <= 8) ?? 720 * HOUR;
  const marks: number[] = [];
  for (let mark = Math.ceil((fromMs + 1) / step) * step; mark < toMs; mark += step) marks.push(mark);
  return marks;
}
