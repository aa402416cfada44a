import { useMemo, useState, type ReactNode } from 'react';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { fieldError, useCommand } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  DetailHeader,
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
import { creationOf, draftOf, editsOf, type Draft } from './draft.ts';
import { NeedsEditor } from './needs-editor.tsx';

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
  const currency = useRow('organizations', organizationId)?.state.currency ?? 'EUR';
  const zone = names.siteZone(siteId) ?? viewerZone();
  const [draft, setDraft] = useState<Draft>(() => draftOf(booking?.state ?? null, tomorrow(zone)));
  const [before] = useState(booking);
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const set =
    <Field extends keyof Draft>(field: Field) =>
    (value: Draft[Field]): void =>
      setDraft((current) => ({ ...current, [field]: value }));
  const problems = useMemo(() => {
    const found = new Map<string, string>();
    if (draft.title.trim() === '') found.set('title', say('problem.title'));
    for (const need of draft.staffNeeds) if (need.role.trim() === '') found.set(need.id, say('problem.role'));
    for (const need of draft.kitNeeds) if (need.kitKind === '') found.set(need.id, say('problem.kind'));
    return found;
  }, [draft, say]);
  const save = async (): Promise<void> => {
    setWasTried(true);
    if (problems.size > 0) return;
    setIsPending(true);
    const bookingId = before?.id ?? newId();
    const edits =
      before === null
        ? [{ command: 'booking.create', input: creationOf(draft, { bookingId, siteId, currency }) }]
        : editsOf(before.id, before.state, draft);
    for (const edit of edits) {
      const answer = await run(edit.command, edit.input, {
        done: say(before === null ? 'done.create' : 'done.edit', { title: draft.title }),
        isQuiet: true,
      });
      setReply(answer);
      if (!answer.ok) return setIsPending(false);
    }
    setIsPending(false);
    onDone(before === null ? bookingId : null);
  };
  const error = (field: string): string | null =>
    (wasTried ? problems.get(field) : undefined) ?? fieldError(reply, field) ?? fieldError(reply, `changes.${field}`);
  const text = (field: 'title' | 'clientName' | 'brand' | 'contactName' | 'contactPhone' | 'tags') => ({
    value: draft[field],
    onChange: set(field),
    error: error(field),
  });
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
        <div className="flex max-w-2xl flex-col gap-4 px-5 pb-6">
          <TextField label={say('field.title')} {...text('title')} autoFocus={before === null} />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label={say('field.client')} {...text('clientName')} />
            <TextField label={say('field.brand')} {...text('brand')} />
          </div>
          <PickField
            label={say('field.place')}
            value={draft.locationId}
            choices={locations
              .filter(({ state }) => state.status !== 'archived')
              .map(({ id, state }) => ({ id, label: state.name, detail: state.address.city }))}
            onChange={(locationId) => {
              const place = locations.find(({ id }) => id === locationId);
              // the wall time people meant stays; at another place it is another instant
              setDraft((current) => ({
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
            error={error('period') ?? error('period.end')}
          />
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 text-12 text-ink-2">{say('field.people')}</legend>
            <NeedsEditor
              staffNeeds={draft.staffNeeds}
              kitNeeds={draft.kitNeeds}
              onStaff={set('staffNeeds')}
              onKits={set('kitNeeds')}
              problems={wasTried ? problems : new Map()}
            />
          </fieldset>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label={say('field.contact')} {...text('contactName')} />
            <TextField label={say('field.phone')} {...text('contactPhone')} />
          </div>
          <TextArea label={say('field.brief')} value={draft.brief} onChange={set('brief')} error={error('brief')} rows={4} />
          <TextArea label={say('field.notes')} value={draft.notes} onChange={set('notes')} error={error('notes')} />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label={say('field.tags')} {...text('tags')} />
            <NumberField
              label={say('field.price')}
              value={draft.price ?? Number.NaN}
              onChange={set('price')}
              minValue={0}
              unit={currency}
              error={error('priceMinor')}
            />
          </div>
        </div>
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

/** A usual first guess: tomorrow, ten to six. */
function tomorrow(zone: string): Draft['period'] {
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return toPeriod(`${day}T10:00`, `${day}T18:00`, zone);
}
