import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { EmptyState, Skeleton } from '../../ui/index.ts';
import { useRows } from '../../view/hooks.ts';
import { FieldConflict } from './field-conflict.tsx';

/** Decisions that touch this person's own work, for people who do not decide them. */
export function FieldDecisions(): ReactNode {
  const say = useWords('conflicts');
  const { memberId } = useSession();
  const { rows, loading } = useRows('conflicts', { status: ['open', 'claimed'] });
  const mine = rows.filter(({ state }) => state.mine.actorId === memberId || state.theirs?.actorId === memberId);
  if (loading) return <Skeleton rows={3} />;
  if (mine.length === 0) return <EmptyState icon={CircleCheck} title={say('none-open')} detail={say('none-open-detail')} />;
  return mine.map((row) => <FieldConflict key={row.id} row={row} />);
}
