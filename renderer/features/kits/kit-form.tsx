import { useMemo, useState, type ReactNode } from 'react';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useForm } from '../../app/use-form.ts';
import { useWords } from '../../i18n/words.ts';
import { FieldPair, FormFrame, FormPart, PickField, Select, TextArea, TextField } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';

interface KitFormProps {
  /** Null makes a new one. */
  readonly kit: Row<'kits'> | null;
  readonly onDone: (created: string | null) => void;
}

const REQUIRED = { name: 'problem.name', code: 'problem.code', kitKind: 'problem.kind' } as const;

/** Creates or edits what a kit is called and where it lives; its contents have their own list. */
export function KitForm({ kit, onDone }: KitFormProps): ReactNode {
  const say = useWords('kits');
  const run = useCommand();
  const { siteId, organizationId } = useSession();
  const sites = useRow('organizations', organizationId)?.state.sites ?? [];
  const { rows: kits } = useRows('kits');
  const kinds = useMemo(
    () => [...new Set(kits.map(({ state }) => state.kitKind))].toSorted().map((name) => ({ id: name, label: name })),
    [kits],
  );
  const [before] = useState(kit);
  const [kitId] = useState(() => before?.id ?? newId());
  const { draft, set, error, frame } = useForm(
    {
      key: `kit ${before?.id ?? 'new'}`,
      initial: () => ({
        name: before?.state.name ?? '',
        code: before?.state.code ?? '',
        kitKind: before?.state.kitKind ?? '',
        homeSiteId: before?.state.homeSiteId ?? siteId,
        notes: before?.state.notes ?? '',
      }),
      problems: (typed) =>
        new Map(
          (['name', 'code', 'kitKind'] as const)
            .filter((field) => typed[field].trim() === '')
            .map((field) => [field, say(REQUIRED[field])]),
        ),
    },
    async (typed) => {
      const fields = ['name', 'code', 'kitKind', 'homeSiteId', 'notes'] as const;
      const changed = fields.filter((field) => before !== null && before.state[field] !== typed[field]);
      const pick = (from: typeof typed) => Object.fromEntries(changed.map((field) => [field, from[field]]));
      const answer =
        before === null
          ? await run('kit.create', { kitId, ...typed, contents: [] }, { done: say('done.create', { kit: typed.name }), isQuiet: true })
          : changed.length === 0
            ? null
            : await run(
                'kit.edit',
                { kitId, changes: pick(typed) },
                {
                  done: say('done.edit', { kit: typed.name }),
                  undo: { name: 'kit.edit', input: { kitId, changes: pick(before.state) } },
                  isQuiet: true,
                },
              );
      if (answer === null || answer.ok) onDone(before === null ? kitId : null);
      return answer;
    },
  );
  const text = (field: 'name' | 'code' | 'kitKind' | 'notes') => ({ value: draft[field], onChange: set(field), error: error(field) });
  return (
    <FormFrame
      {...frame}
      title={say(before === null ? 'create-title' : 'edit-title')}
      save={say(before === null ? 'create' : 'save')}
      onCancel={() => onDone(null)}
    >
      <FormPart>
        <TextField label={say('field.name')} {...text('name')} autoFocus />
        <FieldPair>
          <TextField label={say('field.code')} {...text('code')} />
          <PickField
            label={say('field.kind')}
            allowsOwn
            choices={kinds}
            value={draft.kitKind}
            onChange={(kind) => set('kitKind')(kind ?? '')}
            error={error('kitKind')}
          />
        </FieldPair>
        <Select
          label={say('field.site')}
          choices={sites.map(({ id, name }) => ({ id, label: name }))}
          value={draft.homeSiteId}
          onChange={set('homeSiteId')}
          error={error('homeSiteId')}
        />
        <TextArea label={say('field.notes')} {...text('notes')} />
      </FormPart>
    </FormFrame>
  );
}
