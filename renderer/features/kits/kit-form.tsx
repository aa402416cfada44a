import { useState, type ReactNode } from 'react';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { fieldError, useCommand } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, DetailHeader, Select, TextArea, TextField } from '../../ui/index.ts';
import { useRow, type Row } from '../../view/hooks.ts';

/** Creates or edits what a kit is called and where it lives; its contents have their own list. */
export function KitForm({
  kit,
  onDone,
}: {
  readonly kit: Row<'kits'> | null;
  readonly onDone: (created: string | null) => void;
}): ReactNode {
  const say = useWords('kits');
  const run = useCommand();
  const { siteId, organizationId } = useSession();
  const sites = useRow('organizations', organizationId)?.state.sites ?? [];
  const [draft, setDraft] = useState({
    name: kit?.state.name ?? '',
    code: kit?.state.code ?? '',
    kitKind: kit?.state.kitKind ?? '',
    homeSiteId: kit?.state.homeSiteId ?? siteId,
    notes: kit?.state.notes ?? '',
  });
  const [before] = useState(kit);
  const [wasTried, setWasTried] = useState(false);
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const set =
    (field: keyof typeof draft) =>
    (value: string): void =>
      setDraft((current) => ({ ...current, [field]: value }));
  const missing = (field: 'name' | 'code' | 'kitKind', words: string): string | null =>
    (wasTried && draft[field].trim() === '' ? say(words) : undefined) ?? fieldError(reply, field) ?? fieldError(reply, `changes.${field}`);
  const save = async (): Promise<void> => {
    setWasTried(true);
    if ([draft.name, draft.code, draft.kitKind].some((value) => value.trim() === '')) return;
    const kitId = before?.id ?? newId();
    const changes =
      before === null
        ? {}
        : Object.fromEntries(Object.entries(draft).filter(([field, value]) => before.state[field as keyof typeof draft] !== value));
    if (before !== null && Object.keys(changes).length === 0) return onDone(null);
    const answer =
      before === null
        ? await run('kit.create', { kitId, ...draft, contents: [] }, { done: say('done.create', { kit: draft.name }), isQuiet: true })
        : await run('kit.edit', { kitId, changes }, { done: say('done.edit'), isQuiet: true });
    setReply(answer);
    if (answer.ok) onDone(before === null ? kitId : null);
  };
  return (
    <form
      className="flex h-full min-h-0 flex-col"
      aria-label={say(before === null ? 'create-title' : 'edit-title')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="min-h-0 flex-1 overflow-y-auto">
        <DetailHeader title={say(before === null ? 'create-title' : 'edit-title')} />
        <div className="flex max-w-xl flex-col gap-4 px-5 pb-6">
          <TextField
            label={say('field.name')}
            value={draft.name}
            onChange={set('name')}
            error={missing('name', 'problem.name')}
            autoFocus={before === null}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label={say('field.code')} value={draft.code} onChange={set('code')} error={missing('code', 'problem.code')} />
            <TextField
              label={say('field.kind')}
              value={draft.kitKind}
              onChange={set('kitKind')}
              error={missing('kitKind', 'problem.kind')}
            />
          </div>
          <Select
            label={say('field.site')}
            choices={sites.map(({ id, name }) => ({ id, label: name }))}
            value={draft.homeSiteId}
            onChange={set('homeSiteId')}
          />
          <TextArea label={say('field.notes')} value={draft.notes} onChange={set('notes')} />
        </div>
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line bg-surface px-5 py-2.5">
        {reply !== null && !reply.ok && (
          <p role="alert" className="min-w-0 flex-1 text-13 text-stopped-text">
            {errorWords(reply.error)}
          </p>
        )}
        <Button onPress={() => onDone(null)}>{say('cancel')}</Button>
        <Button variant="primary" type="submit">
          {say(before === null ? 'create' : 'save')}
        </Button>
      </footer>
    </form>
  );
}
