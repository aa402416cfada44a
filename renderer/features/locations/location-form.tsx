import { useState, type ReactNode } from 'react';
import { newId } from '../../app/new-id.ts';
import { useNames } from '../../app/names.tsx';
import { useSession } from '../../app/session.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useForm } from '../../app/use-form.ts';
import { useWords } from '../../i18n/words.ts';
import { FieldPair, FormFrame, FormPart, PickField, TextArea, TextField, viewerZone } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { zoneChoices } from '../settings/zones.ts';
import { DayField } from './day-field.tsx';
import { asksAgain, changesOf, cleaned, draftOf, fieldsOf, type Draft } from './draft.ts';
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
  const [locationId] = useState(() => before?.id ?? newId());
  const zone = names.siteZone(siteId) ?? viewerZone();
  const { rows: others } = useRows('locations');
  const { draft, set, error, frame } = useForm<Draft>(
    {
      key: `location ${before?.id ?? 'new'}`,
      initial: () => draftOf(before?.state ?? null, zone, usualCountry(others, zone)),
      problems: (typed) => problemsOf(typed, say),
    },
    async (typed) => {
      const changes = before === null ? {} : changesOf(before.state, typed);
      const answer =
        before === null
          ? await run(
              'location.create',
              { locationId, ...cleaned(typed) },
              { done: say('done.create', { name: typed.name }), isQuiet: true },
            )
          : Object.keys(changes).length === 0
            ? null
            : await run(
                'location.edit',
                { locationId, changes },
                {
                  done: say('done.edit', { name: typed.name }),
                  undo: { name: 'location.edit', input: { locationId, changes: fieldsOf(before.state, Object.keys(changes)) } },
                  isQuiet: true,
                },
              );
      if (answer === null || answer.ok) onDone(before === null ? locationId : null);
      return answer;
    },
  );
  const text = (field: 'name' | 'contactName' | 'contactPhone' | 'loadInNotes' | 'notes', label: string) => ({
    label: say(`field.${label}`),
    value: draft[field],
    onChange: set(field),
    error: error(field),
  });
  const address = (field: keyof Draft['address']) => ({
    label: say(`field.${field}`),
    value: draft.address[field],
    onChange: (value: string) => set('address')({ ...draft.address, [field]: value }),
    error: error(field, `address.${field}`),
  });
  const isAskedAgain = before !== null && asksAgain(before.state, changesOf(before.state, draft));
  return (
    <FormFrame
      {...frame}
      title={say(before === null ? 'create-title' : 'edit-title')}
      save={say(before === null ? 'create' : 'save')}
      notice={isAskedAgain ? say('asks-again') : null}
      onCancel={() => onDone(null)}
    >
      <FormPart>
        <TextField {...text('name', 'name')} autoFocus />
        <FieldPair>
          <TextField {...address('line1')} />
          <TextField {...address('line2')} />
        </FieldPair>
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
          onChange={(chosen) => chosen !== null && set('zone')(chosen)}
          error={error('zone')}
        />
      </FormPart>
      <FormPart title={say('getting-in')}>
        <FieldPair>
          <TextField {...text('contactName', 'contact')} />
          <TextField {...text('contactPhone', 'phone')} type="tel" />
        </FieldPair>
        <TextArea {...text('loadInNotes', 'load-in')} hint={say('field.load-in-hint')} />
      </FormPart>
      <FormPart title={say('hours.title')}>
        <HoursEditor hours={draft.hours} onChange={(hours) => set('hours')([...hours])} />
      </FormPart>
      <FormPart title={say('licence.title')}>
        <FieldPair>
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
        </FieldPair>
        <TextArea {...text('notes', 'notes')} />
      </FormPart>
    </FormFrame>
  );
}

/** The country most places of this zone are in. */
function usualCountry(places: readonly Row<'locations'>[], zone: string): string {
  const near = Map.groupBy(
    places.filter(({ state }) => state.zone === zone),
    ({ state }) => state.address.country,
  );
  return [...near].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
}

function problemsOf(draft: Draft, say: (key: string) => string): ReadonlyMap<string, string> {
  const { name, address } = cleaned(draft);
  const found = new Map<string, string>();
  if (name === '') found.set('name', say('problem.name'));
  if (address.line1 === '') found.set('line1', say('problem.street'));
  if (address.city === '') found.set('city', say('problem.city'));
  if (!/^[A-Z]{2}$/.test(address.country)) found.set('country', say('problem.country'));
  return found;
}
