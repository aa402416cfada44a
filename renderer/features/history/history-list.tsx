import { Fragment, type ReactNode } from 'react';
import type { HistoryEntry } from '../../../shared/ipc/bridge.ts';
import { dayKey, formatDay } from '../../ui/index.ts';
import { HistoryLine } from './history-line.tsx';
import { useAboutNames } from './use-about-names.ts';

const NONE: readonly HistoryEntry[] = [];

interface HistoryListProps {
  readonly entries: readonly HistoryEntry[];
  readonly showAbout?: boolean;
  /** Level of the day headings under the heading they belong to. */
  readonly level: 2 | 3;
}

/** Entries under the day on which they happened. */
export function HistoryList({ entries, showAbout = false, level }: HistoryListProps): ReactNode {
  const about = useAboutNames(showAbout ? entries : NONE);
  const Day = level === 2 ? 'h2' : 'h3';
  return (
    <ol className="flex flex-col">
      {entries.map((entry, index) => (
        <Fragment key={entry.eventId}>
          {dayKey(entries[index - 1]?.occurredAt ?? '1970-01-01T00:00:00.000Z') !== dayKey(entry.occurredAt) && (
            <li className="label pt-4 pb-1.5 first:pt-0">
              <Day className="font-medium">{formatDay(entry.occurredAt)}</Day>
            </li>
          )}
          <HistoryLine entry={entry} about={showAbout ? about(entry) : null} />
        </Fragment>
      ))}
    </ol>
  );
}
