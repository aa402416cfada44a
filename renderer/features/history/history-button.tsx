import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { navigate } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { IconButton } from '../../ui/index.ts';
import type { About } from './use-history.ts';

/** The way to the history of something that has no tab for it: a shift, a round of a kit, an invitation. */
export function HistoryButton({ about, what }: { readonly about: About; readonly what: string }): ReactNode {
  const say = useWords('history');
  return (
    <IconButton icon={History} size="small" label={say('of', { what })} onPress={() => navigate(`/history/${about.type}/${about.id}`)} />
  );
}
