import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { Button, EmptyState, ErrorState, Skeleton } from '../../ui/index.ts';
import { HistoryList } from './history-list.tsx';
import { useHistory, type About } from './use-history.ts';

/** Everything that happened to one thing, newest first: who, when, where, on which device, from what to what. */
export function HistoryPanel({ about, level = 3 }: { readonly about: About; readonly level?: 2 | 3 }): ReactNode {
  const say = useWords('history');
  const { entries, next, isLoading, error, older, retry } = useHistory(about);
  if (isLoading) return <Skeleton rows={5} />;
  if (error !== null)
    return <ErrorState title={say('failed')} detail={errorWords(error)} technical={`${error.kind} ${error.code}`} onRetry={retry} />;
  if (entries.length === 0) return <EmptyState icon={History} title={say('empty.title')} detail={say('empty.detail')} size="panel" />;
  return (
    <div className="px-5 py-4">
      <HistoryList entries={entries} level={level} />
      {next !== null && (
        <Button className="mt-3" onPress={older}>
          {say('older')}
        </Button>
      )}
    </div>
  );
}
