import { useMemo, useState, type ReactNode } from 'react';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { newId } from '../../app/new-id.ts';
import { useNames } from '../../app/names.tsx';
import { useSession } from '../../app/session.tsx';
import { fieldError, useCommand } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, DetailHeader, PickField, Section, TextArea, TextField, viewerZone } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { zoneChoices } from '../settings/zones.ts';
import { DayField } from './day-field.tsx';
import { asksAgain, changesOf, cleaned, draftOf, type Draft } from './draft.ts';
import { HoursEditor } from './hours-editor.tsx';

interface LocationFormProps {
  /** Null makes a new one. */
  readonly location: Row<'locations'> | null;
  readonly onDone: (created: string | null) => void;
}

/** Creates or edits a place. What was typed stays until it is saved, whatever the rules say. */
export function LocationForm({ location, onDone }: LocationFormProps): ReactNode {
  const say = useWords('locations');
  const run = useCommand();
  const names = useNames();
  const { siteId } = useSession();
  const [before] = useState(location);
  const [draft, setDraft] = useState<Draft>(() => draftOf(before?.state ?? null, names.siteZone(siteId) ?? viewerZone(), 'DE'));
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const set =
    <Field extends keyof Draft>(field: Field) =>
    (value: Draft[Field]): void =>
      setDraft((current) => ({ ...current, [field]: value }));
  const setAddress =
    (field: keyof Draft['address']) =>
    (value: string): void =>
      setDraft((current) => ({ ...current, address: { ...current.address, [field]: value } }));
  const problems = useMemo(() => {
    const { name, address } = cleaned(draft);
    const found = new Map<string, string>();
    if (name === '') found.set('name', say('problem.name'));
    if (address.line1 === '') found.set('line1', say('problem.street'));
    if (address.city === '') found.set('city', say('problem.city'));
    if (!/^[A-Z]{2}$/.test(address.country)) found.set('country', say('problem.country'));
    return found;
  }, [draft, say]);
  const changes = before === null ? {} : changesOf(before.state, draft);
  const save = async (): Promise<void> => {
    setWasTried(true);
    if (problems.size > 0) return;
    if (before !== null && Object.keys(changes).length === 0) return onDone(null);
    setIsPending(true);
    const locationId = before?.id ?? newId();
    const answer =
      before === null
        ? await run('location.create', { locationId, ...cleaned(draft) }, { done: say('done.create', { name: draft.name }), isQuiet: true })
        : await run('location.edit', { locationId, changes }, { done: say('done.edit', { name: draft.name }), isQuiet: true });
    setReply(answer);
    setIsPending(false);
    if (answer.ok) onDone(before === null ? locationId : null);
  };
  const error = (field: string): string | null =>
    (wasTried ? problems.get(field) : undefined) ?? fieldError(reply, field) ?? fieldError(reply, `changes.${field}`);
  const address = (field: keyof Draft['address']) => ({
    label: say(`field.${field}`),
    value: draft.address[field],
    onChange: setAddress(field),
    error: error(field) ?? fieldError(reply, `address.${field}`),
  });
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
        <DetailHeader title={title} />
        <div className="px-5 pb-5">
          <div className="flex max-w-2xl flex-col gap-4">
            <TextField
              label={say('field.name')}
              value={draft.name}
              onChange={set('name')}
              error={error('name')}
              autoFocus={before === null}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField {...address('line1')} />
              <TextField {...address('line2')} />
            </div>
            <div className="grid grid-cols-[7rem_1fr] gap-4 sm:grid-cols-[7rem_1fr_1fr_5rem]">
              <TextField {...address('postalCode')} />
              <TextField {...address('city')} />
              <TextField {...address('region')} />
              <TextField {...address('country')} maxLength={2} />
            </div>
            <PickField
              label={say('field.zone')}
              hint={say('field.zone-hint')}
              className="max-w-80"
              choices={zoneChoices()}
              value={draft.zone}
              onChange={(zone) => zone !== null && set('zone')(zone)}
              error={error('zone')}
            />
          </div>
        </div>
        <Section title={say('getting-in')}>
          <div className="flex max-w-2xl flex-col gap-4">
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={say('field.contact')}
                value={draft.contactName}
                onChange={set('contactName')}
                error={error('contactName')}
              />
              <TextField
                label={say('field.phone')}
                type="tel"
                value={draft.contactPhone}
                onChange={set('contactPhone')}
                error={error('contactPhone')}
              />
            </div>
            <TextArea
              label={say('field.load-in')}
              hint={say('field.load-in-hint')}
              value={draft.loadInNotes}
              onChange={set('loadInNotes')}
              error={error('loadInNotes')}
            />
          </div>
        </Section>
        <Section title={say('hours.title')}>
          <div className="max-w-2xl">
            <HoursEditor hours={draft.hours} onChange={(hours) => set('hours')([...hours])} />
          </div>
        </Section>
        <Section title={say('licence.title')}>
          <div className="flex max-w-2xl flex-col gap-4">
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={say('field.licence')}
                value={draft.licenceNumber ?? ''}
                onChange={set('licenceNumber')}
                error={error('licenceNumber')}
              />
              <DayField
                label={say('field.licence-until')}
                value={draft.licenceValidUntil}
                onChange={set('licenceValidUntil')}
                error={error('licenceValidUntil')}
              />
            </div>
            <TextArea label={say('field.notes')} value={draft.notes} onChange={set('notes')} error={error('notes')} />
          </div>
        </Section>
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line bg-surface px-5 py-2.5">
        {reply !== null && !reply.ok ? (
          <p role="alert" className="min-w-0 flex-1 text-13 text-stopped-text">
            {errorWords(reply.error)}
          </p>
        ) : (
          asksAgain(before?.state, changes) && (
            <p role="status" className="min-w-0 flex-1 text-13 text-needs-text">
              {say('asks-again')}
            </p>
          )
        )}
        <Button onPress={() => onDone(null)}>{say('cancel')}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {say(before === null ? 'create' : 'save')}
        </Button>
      </footer>
    </form>
  );
}
