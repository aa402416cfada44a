import { useMemo, type ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { Dialog, KeyHint } from '../ui/index.ts';
import { currentKeys } from './keys.tsx';

/** Every key that does something here, grouped; `?` opens it. */
export function KeySheet({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const say = useWords('app');
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={say('keys.title')} size="large">
      {isOpen && <Groups />}
    </Dialog>
  );
}

function Groups(): ReactNode {
  const groups = useMemo(() => Map.groupBy(currentKeys(), ({ group }) => group), []);
  return (
    <div className="columns-2 gap-10 pt-2 max-sm:columns-1">
      {[...groups].map(([group, actions]) => (
        <section key={group} aria-label={group} className="mb-5 break-inside-avoid">
          <h3 className="mb-1 text-12 text-ink-3">{group}</h3>
          <ul>
            {actions.map(({ keys, label }) => (
              <li key={keys} className="flex min-h-7 items-center justify-between gap-4 border-b border-line text-13">
                <span>{label}</span>
                <KeyHint keys={keys} />
                <span className="unseen">{keys}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
