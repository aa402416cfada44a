import { History } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { POLICY_ACTOR_ID } from '../../../shared/domain/kernel/ids.ts';
import type { HistoryEntry } from '../../../shared/ipc/bridge.ts';
import { setSearch, usePlace } from '../../app/router.tsx';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, EmptyState, ErrorState, PageHeader, Select, Skeleton } from '../../ui/index.ts';
import { HistoryLine } from './history-line.tsx';
import { useHistory } from './use-history.ts';

const FILTERS = ['all', 'people', 'rules', 'refused'] as const;
type Filter = (typeof FILTERS)[number];

const KEEPS: Readonly<Record<Filter, (entry: HistoryEntry) => boolean>> = {
  all: () => true,
  people: ({ actorId }) => actorId !== POLICY_ACTOR_ID,
  rules: ({ actorId }) => actorId === POLICY_ACTOR_ID,
  refused: ({ outcome }) => outcome === 'rejected' || outcome === 'amended' || outcome === 'parked',
};

/** Everything that happened, as this device knows it. */
export default function HistoryScreen(): ReactNode {
  const say = useWords('history');
  const { search } = usePlace();
  const filter = FILTERS.find((name) => name === search.get('filter')) ?? 'all';
  const { entries, next, isLoading, error, older, retry } = useHistory(null);
  const kept = useMemo(() => entries.filter(KEEPS[filter]), [entries, filter]);
  return (
    <>
      <PageHeader
        title={say('title')}
        filters={
          <Select
            label={say('title')}
            hideLabel
            className="w-52"
            choices={FILTERS.map((id) => ({ id, label: say(`filter.${id}`) }))}
            value={filter}
            onChange={(id) => setSearch({ filter: id === 'all' ? null : id })}
          />
        }
      />
      <div className="min-h-0 flex-1 overflow-auto">
        {isLoading && <Skeleton rows={10} />}
        {error !== null && (
          <ErrorState title={say('failed')} detail={errorWords(error)} technical={`${error.kind} ${error.code}`} onRetry={retry} />
        )}
        {!isLoading && error === null && kept.length === 0 && (
          <EmptyState icon={History} title={say('empty.title')} detail={say('empty.detail')} />
        )}
        <ol className="mx-auto max-w-3xl px-5 py-2">
          {kept.map((entry) => (
            <HistoryLine key={entry.eventId} entry={entry} showAbout />
          ))}
        </ol>
        {next !== null && (
          <div className="mx-auto max-w-3xl px-5 pb-6">
            <Button onPress={older}>{say('older')}</Button>
          </div>
        )}
      </div>
    </>
  );
}
