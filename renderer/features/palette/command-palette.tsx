import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useWords } from '../../i18n/words.ts';
import { cx, KeyHint } from '../../ui/index.ts';
import { useEntries, type Entry } from './entries.ts';
import { useFindIndex } from './use-find-index.ts';

interface CommandPaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSync: () => void;
  readonly onKeys: () => void;
}

/** Ctrl/Cmd+K: go somewhere, make something, act on what is open, find anything. */
export function CommandPalette({ isOpen, onClose, onSync, onKeys }: CommandPaletteProps): ReactNode {
  const { index } = useFindIndex();
  const say = useWords('palette');
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
      className="fixed inset-0 z-40 flex items-start justify-center bg-shade px-4 pt-[12vh]"
    >
      <Modal className="w-full max-w-xl overflow-hidden rounded-panel bg-raised shadow-lift forced-colors:border">
        <Dialog aria-label={say('title')} className="outline-none">
          <Palette index={index} onClose={onClose} onSync={onSync} onKeys={onKeys} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

type PaletteProps = Omit<CommandPaletteProps, 'isOpen'> & { readonly index: ReturnType<typeof useFindIndex>['index'] };

function Palette({ index, onClose, onSync, onKeys }: PaletteProps): ReactNode {
  const say = useWords('palette');
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [isWaiting, setIsWaiting] = useState(false);
  const searched = useDeferredValue(text);
  const isBehind = searched !== text;
  const entries = useEntries(searched, index, { onSync, onKeys });
  const groups = useMemo(() => [...Map.groupBy(entries, ({ group }) => group)], [entries]);
  const active = Math.min(at, Math.max(0, entries.length - 1));
  const choose = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  // who types fast and presses Enter means what the whole text finds, never what its first letters found
  useEffect(() => {
    const entry = entries[active];
    if (!isWaiting || isBehind || entry === undefined) return;
    onClose();
    entry.run();
  }, [isWaiting, isBehind, entries, active, onClose]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step =
      event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : event.key === 'PageDown' ? 8 : event.key === 'PageUp' ? -8 : 0;
    if (step !== 0 && entries.length > 0) {
      event.preventDefault();
      const wraps = Math.abs(step) === 1;
      const next = wraps ? (active + step + entries.length) % entries.length : Math.min(entries.length - 1, Math.max(0, active + step));
      setAt(next);
      document.getElementById(`${listId}${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (isBehind) setIsWaiting(true);
      else choose(entries[active]);
    }
  };
  let position = 0;
  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- opening the palette is asking to type
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={entries.length > 0 ? `${listId}${active}` : undefined}
          aria-autocomplete="list"
          aria-label={say('title')}
          placeholder={say('placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
            setIsWaiting(false);
          }}
          onKeyDown={onKeyDown}
          className="h-11 w-full min-w-0 bg-transparent text-15 outline-none"
        />
      </div>
      <div id={listId} role="listbox" aria-label={say('results')} className="max-h-[min(26rem,56vh)] overflow-y-auto p-1.5">
        {groups.map(([group, members]) => (
          <div key={group} role="group" aria-label={group}>
            <div aria-hidden className="label px-2.5 pt-2 pb-1">
              {group}
            </div>
            {members.map((entry) => {
              const here = position;
              position += 1;
              return (
                <Line
                  key={entry.key}
                  id={`${listId}${here}`}
                  entry={entry}
                  isActive={here === active}
                  onChoose={() => choose(entry)}
                  onPoint={() => setAt(here)}
                />
              );
            })}
          </div>
        ))}
        {entries.length === 0 && <p className="px-2.5 py-6 text-center text-13 text-ink-3">{say('nothing', { text })}</p>}
      </div>
      <footer aria-hidden className="flex gap-4 border-t border-line px-4 py-2 text-12 text-ink-3">
        <span className="flex items-center gap-1.5">
          <KeyHint keys="arrowup arrowdown" /> {say('hint.move')}
        </span>
        <span className="flex items-center gap-1.5">
          <KeyHint keys="enter" /> {say('hint.open')}
        </span>
        <span className="flex items-center gap-1.5">
          <KeyHint keys="escape" /> {say('hint.close')}
        </span>
      </footer>
    </>
  );
}

interface LineProps {
  readonly id: string;
  readonly entry: Entry;
  readonly isActive: boolean;
  readonly onChoose: () => void;
  readonly onPoint: () => void;
}

function Line({ id, entry: { icon: Icon, title, detail, keys }, isActive, onChoose, onPoint }: LineProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are handled by the input that controls the list
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      onClick={onChoose}
      onPointerMove={onPoint}
      className={cx(
        'flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 py-1 text-13 [[data-density=touch]_&]:min-h-12',
        isActive && 'bg-hover forced-colors:outline',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
      <span className="min-w-0 truncate">{title}</span>
      {detail !== undefined && <span className="min-w-0 flex-1 truncate text-12 text-ink-3">{detail}</span>}
      {keys !== undefined && (
        <span className="ms-auto">
          <KeyHint keys={keys} />
        </span>
      )}
    </div>
  );
}
