import { Package, Plus, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { KitLine } from '../../../shared/domain/kit/schema.ts';
import { newId } from '../../app/new-id.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, EmptyState, IconButton, NumberField, TextField } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

/** What is in the case, line by line. */
export function ContentsTab({ kit, mayEdit }: { readonly kit: Row<'kits'>; readonly mayEdit: boolean }): ReactNode {
  const say = useWords('kits');
  const [isEditing, setIsEditing] = useState(false);
  const { contents } = kit.state;
  if (isEditing) return <ContentsForm kit={kit} onDone={() => setIsEditing(false)} />;
  return (
    <div className="px-5 py-4 text-13">
      {contents.length === 0 && <EmptyState size="panel" icon={Package} title={say('contents.empty')} />}
      <ul>
        {contents.map((line) => (
          <li key={line.id} className="flex min-h-row items-center gap-3 border-b border-line last:border-b-0">
            <span className="min-w-0 flex-1 truncate">{line.name}</span>
            <span className="tabular text-ink-3">{line.code ?? ''}</span>
            <span className="tabular w-12 text-end">{line.quantity}</span>
          </li>
        ))}
      </ul>
      {mayEdit && (
        <Button className="mt-3" size="small" onPress={() => setIsEditing(true)}>
          {say('edit-contents')}
        </Button>
      )}
    </div>
  );
}

function ContentsForm({ kit, onDone }: { readonly kit: Row<'kits'>; readonly onDone: () => void }): ReactNode {
  const say = useWords('kits');
  const run = useCommand();
  const [lines, setLines] = useState<readonly KitLine[]>(kit.state.contents);
  const [wasTried, setWasTried] = useState(false);
  const set = (id: string, change: Partial<KitLine>): void =>
    setLines(lines.map((line) => (line.id === id ? { ...line, ...change } : line)));
  const save = async (): Promise<void> => {
    setWasTried(true);
    if (lines.some(({ name }) => name.trim() === '')) return;
    const reply = await run(
      'kit.change_contents',
      { kitId: kit.id, contents: lines },
      {
        done: say('done.edit', { kit: kit.state.name }),
        undo: { name: 'kit.change_contents', input: { kitId: kit.id, contents: kit.state.contents } },
      },
    );
    if (reply.ok) onDone();
  };
  return (
    <form
      aria-label={say('edit-contents')}
      className="flex flex-col gap-2 px-5 py-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {lines.map((line) => (
        <div key={line.id} className="grid grid-cols-[1fr_9rem_6rem_auto] items-end gap-2">
          <TextField
            label={say('field.item')}
            value={line.name}
            onChange={(name) => set(line.id, { name })}
            error={wasTried && line.name.trim() === '' ? say('problem.line') : null}
          />
          <TextField
            label={say('field.item-code')}
            value={line.code ?? ''}
            onChange={(code) => set(line.id, { code: code === '' ? null : code })}
          />
          <NumberField
            label={say('field.quantity')}
            value={line.quantity}
            minValue={1}
            onChange={(quantity) => set(line.id, { quantity: Number.isNaN(quantity) ? 1 : quantity })}
          />
          <IconButton
            icon={X}
            label={say('line.remove', { what: line.name })}
            onPress={() => setLines(lines.filter(({ id }) => id !== line.id))}
          />
        </div>
      ))}
      <div className="flex gap-2">
        <Button icon={Plus} onPress={() => setLines([...lines, { id: newId(), itemId: null, name: '', code: null, quantity: 1 }])}>
          {say('line.add')}
        </Button>
        <span className="flex-1" />
        <Button onPress={onDone}>{say('cancel')}</Button>
        <Button variant="primary" type="submit">
          {say('save')}
        </Button>
      </div>
    </form>
  );
}
