import type { ReactNode } from 'react';
import { navigate } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { Button, StatusIcon } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { useFieldWords } from '../history/use-field-words.ts';
import { conflictSentence } from './conflict-words.ts';

/** For people on site: one sentence and one button. Somebody else decides; their work stands meanwhile. */
export function FieldConflict({ row }: { readonly row: Row<'conflicts'> }): ReactNode {
  const say = useWords('conflicts');
  const fields = useFieldWords();
  return (
    <div className="flex items-start gap-3 border-b border-line px-5 py-4">
      <StatusIcon noun="severity" status={row.state.severity} className="mt-0.5" />
      <div className="min-w-0">
        <p className="text-15">{conflictSentence(row.state, fields)}</p>
        <p className="mt-1 text-13 text-ink-2">{say('others-decide')}</p>
        <Button size="large" className="mt-3" onPress={() => navigate('/today')}>
          {say('keep-working')}
        </Button>
      </div>
    </div>
  );
}
