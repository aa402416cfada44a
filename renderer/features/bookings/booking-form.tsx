import { useState, type ReactNode } from 'react';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { newId } from '../../app/new-id.ts';
import { usePlace } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useForm } from '../../app/use-form.ts';
import { useWords } from '../../i18n/words.ts';
import {
  dayKey,
  FieldPair,
  FormFrame,
  FormPart,
  NumberField,
  PeriodField,
  periodInZone,
  PickField,
  TextArea,
  TextField,
  toPeriod,
  viewerZone,
} from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { asked, asksAgain, creationOf, draftOf, editsOf, type Draft } from './draft.ts';
import { NeedsEditor } from './needs-editor.tsx';

const DAY_MS = 86_400_000;

interface BookingFormProps {
  /** Null makes a new one. */
  readonly booking: Row<'bookings'> | null;
  readonly onDone: (created: string | null) => void;
}

/** Creates or edits a booking. What was typed stays until it is saved, whatever the rules say. */
export function BookingForm({ booking, onDone }: BookingFormProps): ReactNode {
  const say = useWords('bookings');
  const run = useCommand();
  const names = useNames();
  const { siteId, organizationId } = useSession();
  const { rows: locations } = useRows('locations');
  const { search } = usePlace();
  const currency = useRow('organizations', organizationId)?.state.currency ?? 'EUR';
  const zone = names.siteZone(siteId) ?? viewerZone();
  const [before] = useState(booking);
  const [bookingId] = useState(() => before?.id ?? newId());
  const { draft, set, change, error, frame } = useForm<Draft>(
    {
      key: `booking ${before?.id ?? 'new'}`,
      initial: () => draftOf(before?.state ?? null, usualPeriod(search.get('day'), zone)),
      problems: (typed) => problemsOf(typed, say),
    },
    async (typed) => {
      let answer: BridgeReply<CommandReceipt> | null = null;
      if (before === null) {
        answer = await run('booking.create', creationOf(typed, { bookingId, siteId, currency }), {
          done: say('done.create', { title: typed.title }),
          isQuiet: true,
        });
      } else {
        const edits = editsOf(bookingId, before.state, typed);
        for (const [index, edit] of edits.entries()) {
          const isLast = index === edits.length - 1;
          answer = await run(edit.name, edit.input, {
            isQuiet: true,
            // one save is one step back, however many commands it took
            ...(isLast ? { done: say('done.edit', { title: typed.title }), undo: edits.map(({ undo }) => undo).toReversed() } : {}),
          });
          if (!answer.ok) return answer;
        }
      }
      if (answer === null || answer.ok) onDone(before === null ? bookingId : null);
      return answer;
    },
  );
  const text = (field: 'title' | 'clientName' | 'brand' | 'contactName' | 'contactPhone' | 'tags' | 'brief' | 'notes') => ({
    value: draft[field],
    onChange: set(field),
    error: error(field),
  });
  const problems = new Map(
    [...draft.staffNeeds, ...draft.kitNeeds].flatMap(({ id }) => {
      const words = error(id);
      return words === null ? [] : [[id, words] as const];
    }),
  );
  return (
    <FormFrame
      {...frame}
      title={say(before === null ? 'create-title' : 'edit-title')}
      save={say(before === null ? 'create' : 'save')}
      notice={before !== null && asksAgain(before.state, editsOf(bookingId, before.state, draft)) ? say('asks-again') : null}
      onCancel={() => onDone(null)}
    >
      <FormPart>
        <TextField label={say('field.title')} {...text('title')} autoFocus />
        <PickField
          label={say('field.place')}
          value={draft.locationId}
          choices={locations
            .filter(({ state }) => state.status !== 'archived' && state.status !== 'rejected')
            .map(({ id, state }) => ({ id, label: state.name, detail: state.address.city }))}
          onChange={(locationId) => {
            const place = locations.find(({ id }) => id === locationId);
            // the wall time people meant stays; at another place it is another instant
            change((current) => ({
              ...current,
              locationId,
              period: place === undefined ? current.period : periodInZone(current.period, place.state.zone),
            }));
          }}
          error={error('locationId')}
        />
        <PeriodField
          startLabel={say('field.start')}
          endLabel={say('field.end')}
          value={draft.period}
          onChange={set('period')}
          error={error('period', 'period.end')}
        />
        <FieldPair>
          <TextField label={say('field.client')} {...text('clientName')} />
          <TextField label={say('field.brand')} {...text('brand')} />
        </FieldPair>
      </FormPart>
      <FormPart title={say('field.needs')}>
        <NeedsEditor
          staffNeeds={draft.staffNeeds}
          kitNeeds={draft.kitNeeds}
          onStaff={set('staffNeeds')}
          onKits={set('kitNeeds')}
          problems={problems}
        />
      </FormPart>
      <FormPart title={say('field.brief')}>
        <TextArea label={say('field.brief')} hideLabel {...text('brief')} rows={4} />
        <FieldPair>
          <TextField label={say('field.contact')} {...text('contactName')} />
          <TextField label={say('field.phone')} type="tel" {...text('contactPhone')} />
        </FieldPair>
      </FormPart>
      <FormPart title={say('field.more')}>
        <TextArea label={say('field.notes')} {...text('notes')} />
        <FieldPair>
          <TextField label={say('field.tags')} hint={say('field.tags-hint')} {...text('tags')} />
          <NumberField
            label={say('field.price')}
            value={draft.price ?? Number.NaN}
            onChange={set('price')}
            minValue={0}
            unit={currency}
            error={error('priceMinor')}
          />
        </FieldPair>
      </FormPart>
    </FormFrame>
  );
}

function problemsOf(draft: Draft, say: (key: string) => string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (draft.title.trim() === '') found.set('title', say('problem.title'));
  if (draft.period.end <= draft.period.start) found.set('period', say('problem.period'));
  for (const need of asked(draft).staffNeeds) if (need.role === '') found.set(need.id, say('problem.role'));
  return found;
}

/** A usual first guess: the day that was asked for or tomorrow at the site, ten to six. */
function usualPeriod(wanted: string | null, zone: string): Draft['period'] {
  const day = wanted !== null && /^\d{4}-\d\d-\d\d$/.test(wanted) ? wanted : dayKey(new Date(Date.now() + DAY_MS).toISOString(), zone);
  return toPeriod(`${day}T10:00`, `${day}T18:00`, zone);
}
