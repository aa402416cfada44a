import { ArrowLeft, History } from 'lucide-react';
import { useEffect, useMemo, type ReactNode } from 'react';
import { AGGREGATE_TYPES } from '../../../shared/domain/kernel/event.ts';
import { POLICY_ACTOR_ID } from '../../../shared/domain/kernel/ids.ts';
import type { HistoryEntry } from '../../../shared/ipc/bridge.ts';
import { useKeys } from '../../app/keys.tsx';
import { Link, navigate, setSearch, usePlace } from '../../app/router.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, EmptyState, ErrorState, IconButton, PageHeader, Select, Skeleton } from '../../ui/index.ts';
import { HistoryList } from './history-list.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { useAboutNames } from './use-about-names.ts';
import { useHistory, type About } from './use-history.ts';

const FILTERS = ['all', 'people', 'rules', 'refused'] as const;
type Filter = (typeof FILTERS)[number];

const KEEPS: Readonly<Record<Filter, (entry: HistoryEntry) => boolean>> = {
  // who read which message is kept, but it would drown everything else
  all: ({ aggregateType }) => aggregateType !== 'notification',
  people: ({ actorId, aggregateType }) => actorId !== POLICY_ACTOR_ID && aggregateType !== 'notification',
  rules: ({ actorId, aggregateType }) => actorId === POLICY_ACTOR_ID && aggregateType !== 'notification',
  refused: ({ outcome }) => outcome === 'rejected' || outcome === 'amended' || outcome === 'parked',
};

/** A filter that leaves little reads on by itself, within reason. */
const ENOUGH = 25;
const MOST_READ = 2000;

/** Everything that happened, or all that happened to one thing, as this device knows it. */
export default function HistoryScreen({ id: type, tab: objectId }: ScreenProps): ReactNode {
  const known = AGGREGATE_TYPES.find((name) => name === type);
  return known === undefined || objectId === null ? (
    <HistoryOfAll />
  ) : (
    <HistoryOfOne key={objectId} about={{ type: known, id: objectId }} />
  );
}

/** One thing alone; every object has this address, whether or not it has a place of its own. */
function HistoryOfOne({ about }: { readonly about: About }): ReactNode {
  const say = useWords('history');
  const { entries } = useHistory(about);
  const nameOf = useAboutNames(entries);
  const [first] = entries;
  const named = first === undefined ? null : nameOf(first);
  const back = (): void => navigate(named?.address ?? '/history');
  useKeys([{ keys: 'escape', label: say('back'), group: say('title'), run: back }]);
  return (
    <>
      <PageHeader
        title={say('title')}
        filters={
          <>
            <IconButton icon={ArrowLeft} size="small" label={say('back')} onPress={back} />
            {named !== null && (
              <span className="min-w-0 truncate text-13">
                {named.address === null ? named.words : <Link to={named.address}>{named.words}</Link>}
              </span>
            )}
          </>
        }
        actions={
          <Button variant="quiet" onPress={() => navigate('/history')}>
            {say('everything')}
          </Button>
        }
      />
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto max-w-3xl">
          <HistoryPanel about={about} level={2} />
        </div>
      </div>
    </>
  );
}

function HistoryOfAll(): ReactNode {
  const say = useWords('history');
  const { search } = usePlace();
  const filter = FILTERS.find((name) => name === search.get('filter')) ?? 'all';
  const { entries, next, isLoading, error, older, retry } = useHistory(null);
  const kept = useMemo(() => entries.filter(KEEPS[filter]), [entries, filter]);
  const isThin = !isLoading && next !== null && kept.length < ENOUGH && entries.length < MOST_READ;
  useEffect(() => {
    if (isThin) older();
  }, [isThin, entries.length, older]);
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
        {!isLoading && !isThin && error === null && kept.length === 0 && (
          <EmptyState icon={History} title={say('empty.title')} detail={say('empty.detail')} />
        )}
        <div className="mx-auto max-w-3xl px-5 py-4">
          <HistoryList entries={kept} showAbout level={2} />
        </div>
        {next !== null && (
          <div className="mx-auto max-w-3xl px-5 pb-6">
            <Button onPress={older}>{say('older')}</Button>
          </div>
        )}
      </div>
    </>
  );
}
