import { Plus, X } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { Role } from '../../../shared/domain/kernel/roles.ts';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { fieldError, useCommand } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, DetailHeader, IconButton, NumberField, Section, Select, TextArea, TextField } from '../../ui/index.ts';
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
  const [draft, setDraft] = useState<Draft>(() => draftOf(before?.state ?? null, siteId));
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const isOwnOnly = !isPlanner(role);
  const set =
    <Field extends keyof Draft>(field: Field) =>
    (value: Draft[Field]): void =>
      setDraft((current) => ({ ...current, [field]: value }));
  const nameProblem = draft.name.trim() === '' ? say('problem.name') : null;
  const emailProblem = draft.email.trim() === '' || /^\S+@\S+\.\S+$/.test(draft.email.trim()) ? null : say('problem.email');
  const save = async (): Promise<void> => {
    setWasTried(true);
    if (nameProblem !== null || emailProblem !== null) return;
    const memberId = before?.id ?? newId();
    const changes = before === null ? {} : changesOf(before.state, draft);
    if (before !== null && Object.keys(changes).length === 0) return onDone(null);
    setIsPending(true);
    const done = { done: say(before === null ? 'done.create' : 'done.edit', { name: draft.name.trim() }), isQuiet: true };
    const answer =
      before === null
        ? await run('member.create', { memberId, ...detailsOf(draft), role: draft.role }, done)
        : await run('member.edit', { memberId, changes }, done);
    setReply(answer);
    setIsPending(false);
    if (answer.ok) onDone(before === null ? memberId : null);
  };
  const error = (field: string): string | null => fieldError(reply, field) ?? fieldError(reply, `changes.${field}`);
  const title = say(before === null ? 'create-title' : 'edit-title');
  return (
    <form
      className="flex h-full min-h-0 flex-col"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="min-h-0 flex-1 overflow-y-auto">
        <DetailHeader title={title} meta={before === null ? say('create-meta') : isOwnOnly ? say('own-only') : undefined} />
        <div className="px-5 pb-5">
          <div className="flex max-w-2xl flex-col gap-4">
            <TextField
              label={say('field.name')}
              value={draft.name}
              onChange={set('name')}
              error={(wasTried ? nameProblem : null) ?? error('name')}
              autoFocus={before === null}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={say('field.email')}
                type="email"
                value={draft.email}
                onChange={set('email')}
                isDisabled={isOwnOnly}
                error={(wasTried ? emailProblem : null) ?? error('email')}
              />
              <TextField label={say('field.phone')} type="tel" value={draft.phone} onChange={set('phone')} error={error('phone')} />
            </div>
            <div className="grid gap-4 sm:grid-cols-2">
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
                choices={(organization?.sites ?? []).map(({ id, name }) => ({ id, label: name, detail: say('field.site') }))}
                onChange={set('homeSiteId')}
                isDisabled={isOwnOnly}
                error={error('homeSiteId')}
              />
            </div>
          </div>
        </div>
        {!isOwnOnly && (
          <>
            <Section title={say('skills.title')}>
              <div className="flex max-w-2xl flex-col gap-4">
                <SkillsField value={draft.skills} onChange={set('skills')} error={error('skills')} />
                <CertificatesEditor certificates={draft.certificates} onChange={set('certificates')} />
              </div>
            </Section>
            <Section title={say('limits.title')}>
              <div className="flex max-w-2xl flex-col gap-4">
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
              </div>
            </Section>
          </>
        )}
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line bg-surface px-5 py-2.5">
        {reply !== null && !reply.ok && (
          <p role="alert" className="min-w-0 flex-1 text-13 text-stopped-text">
            {errorWords(reply.error)}
          </p>
        )}
        <Button onPress={() => onDone(null)}>{say('cancel')}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {say(before === null ? 'create' : 'save')}
        </Button>
      </footer>
    </form>
  );
}

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
