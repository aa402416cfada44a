import { Plus, X } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { Role } from '../../../shared/domain/kernel/roles.ts';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useForm } from '../../app/use-form.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, FieldPair, FormFrame, FormPart, IconButton, NumberField, Select, TextArea, TextField } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { DayField } from '../locations/day-field.tsx';
import { changesOf, detailsOf, draftOf, skillsOf, type Draft } from './draft.ts';
import { grantable, isPlanner } from './roles.ts';

interface PersonFormProps {
  /** Null adds a new one. */
  readonly person: Row<'members'> | null;
  readonly onDone: (created: string | null) => void;
}

/** Adds or edits a person. People keep their own name and phone up to date; the rest is a planner's. */
export function PersonForm({ person, onDone }: PersonFormProps): ReactNode {
  const say = useWords('people');
  const run = useCommand();
  const { siteId, organizationId, role } = useSession();
  const organization = useRow('organizations', organizationId)?.state;
  const [before] = useState(person);
  const [memberId] = useState(() => before?.id ?? newId());
  const isOwnOnly = !isPlanner(role);
  const { draft, set, error, frame } = useForm<Draft>(
    {
      key: `member ${before?.id ?? 'new'}`,
      initial: () => draftOf(before?.state ?? null, siteId),
      problems: (typed) => problemsOf(typed, say),
    },
    async (typed) => {
      const changes = before === null ? {} : changesOf(before.state, typed);
      const done = say(before === null ? 'done.create' : 'done.edit', { name: typed.name.trim() });
      const answer =
        before === null
          ? await run('member.create', { memberId, ...detailsOf(typed), role: typed.role }, { done, isQuiet: true })
          : Object.keys(changes).length === 0
            ? null
            : await run(
                'member.edit',
                { memberId, changes },
                { done, undo: { name: 'member.edit', input: { memberId, changes: fieldsOf(before.state, changes) } }, isQuiet: true },
              );
      if (answer === null || answer.ok) onDone(before === null ? memberId : null);
      return answer;
    },
  );
  return (
    <FormFrame
      {...frame}
      title={say(before === null ? 'create-title' : 'edit-title')}
      meta={before === null ? say('create-meta') : isOwnOnly ? say('own-only') : undefined}
      save={say(before === null ? 'create' : 'save')}
      onCancel={() => onDone(null)}
    >
      <FormPart>
        <TextField label={say('field.name')} value={draft.name} onChange={set('name')} error={error('name')} autoFocus />
        <FieldPair>
          <TextField
            label={say('field.email')}
            type="email"
            value={draft.email}
            onChange={set('email')}
            isDisabled={isOwnOnly}
            error={error('email')}
          />
          <TextField label={say('field.phone')} type="tel" value={draft.phone} onChange={set('phone')} error={error('phone')} />
        </FieldPair>
        <FieldPair>
          {before === null && (
            <Select
              label={say('field.role')}
              value={draft.role}
              choices={grantable(role).map((id) => ({ id, label: say(`app:role.${id}`), detail: say(`role-detail.${id}`) }))}
              onChange={(id) => set('role')(id as Role)}
              error={error('role')}
            />
          )}
          <Select
            label={say('field.site')}
            value={draft.homeSiteId}
            choices={(organization?.sites ?? []).map(({ id, name }) => ({ id, label: name }))}
            onChange={set('homeSiteId')}
            isDisabled={isOwnOnly}
            error={error('homeSiteId')}
          />
        </FieldPair>
      </FormPart>
      {!isOwnOnly && (
        <>
          <FormPart title={say('skills.title')}>
            <SkillsField value={draft.skills} onChange={set('skills')} error={error('skills')} />
            <CertificatesEditor certificates={draft.certificates} onChange={set('certificates')} />
          </FormPart>
          <FormPart title={say('limits.title')}>
            <NumberField
              label={say('field.hours')}
              hint={say('field.hours-hint', { hours: (organization?.settings.maxMinutesPerWeek ?? 0) / 60 })}
              className="max-w-56"
              value={draft.hours}
              minValue={0}
              maxValue={168}
              unit={say('field.hours-unit')}
              onChange={set('hours')}
              error={error('maxMinutesPerWeek')}
            />
            <TextArea label={say('field.notes')} value={draft.notes} onChange={set('notes')} error={error('notes')} />
          </FormPart>
        </>
      )}
    </FormFrame>
  );
}

function problemsOf(draft: Draft, say: (key: string) => string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (draft.name.trim() === '') found.set('name', say('problem.name'));
  if (draft.email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(draft.email.trim())) found.set('email', say('problem.email'));
  return found;
}

/** Changed fields as they stood, to bring them back. */
const fieldsOf = (state: Row<'members'>['state'], changes: object): Record<string, unknown> =>
  Object.fromEntries(Object.keys(changes).map((field) => [field, Reflect.get(state, field)]));

interface SkillsFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | null;
}

/** Skills by name; those others already have are one press away, so that one skill keeps one name. */
function SkillsField({ value, onChange, error }: SkillsFieldProps): ReactNode {
  const say = useWords('people');
  const { rows } = useRows('members');
  const known = useMemo(() => [...new Set(rows.flatMap(({ state }) => state.skills))].toSorted(), [rows]);
  const own = skillsOf(value);
  const others = known.filter((skill) => !own.includes(skill)).slice(0, 10);
  return (
    <div>
      <TextField label={say('field.skills')} hint={say('field.skills-hint')} value={value} onChange={onChange} error={error} />
      {others.length > 0 && (
        <div className="mt-2 flex flex-wrap gap-1.5" role="group" aria-label={say('skills.known')}>
          {others.map((skill) => (
            <Button key={skill} size="small" icon={Plus} onPress={() => onChange([...own, skill].join(', '))}>
              {skill}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

interface CertificatesEditorProps {
  readonly certificates: Draft['certificates'];
  readonly onChange: (certificates: Draft['certificates']) => void;
}

function CertificatesEditor({ certificates, onChange }: CertificatesEditorProps): ReactNode {
  const say = useWords('people');
  const set = (index: number, change: Partial<Draft['certificates'][number]>): void =>
    onChange(certificates.map((certificate, at) => (at === index ? { ...certificate, ...change } : certificate)));
  return (
    <div className="flex flex-col items-start gap-2">
      {certificates.map((certificate, index) => (
        <div key={index} className="grid w-full grid-cols-[1fr_15rem_auto] items-start gap-2">
          <TextField label={say('field.certificate')} value={certificate.name} onChange={(name) => set(index, { name })} maxLength={80} />
          <DayField label={say('field.valid-until')} value={certificate.validUntil} onChange={(validUntil) => set(index, { validUntil })} />
          <IconButton
            icon={X}
            className="mt-[22px]"
            label={say('certificate.remove', { name: certificate.name })}
            onPress={() => onChange(certificates.filter((_other, at) => at !== index))}
          />
        </div>
      ))}
      <Button size="small" icon={Plus} onPress={() => onChange([...certificates, { name: '', validUntil: null }])}>
        {say('certificate.add')}
      </Button>
    </div>
  );
}
