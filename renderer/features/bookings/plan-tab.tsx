import { useState, type ReactNode } from 'react';
import { newId } from '../../app/new-id.ts';
import { useNames } from '../../app/names.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  Chip,
  Facts,
  formatDayTime,
  formatMoney,
  formatPeriod,
  Section,
  TextArea,
  viewerPeriod,
  viewerZone,
} from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { ApprovalCheck } from './approval-check.tsx';

/** What is planned: times, contact, needs, brief, notes. */
export function PlanTab({ booking }: { readonly booking: Row<'bookings'> }): ReactNode {
  const say = useWords('bookings');
  const names = useNames();
  const can = useCan();
  const { state } = booking;
  const yours = viewerPeriod(state.period);
  const actual = [state.actualStart, state.actualEnd].map((at) => (at === null ? '…' : formatDayTime(at, state.period.zone))).join(' – ');
  const facts = [
    { label: say('field.when'), value: formatPeriod(state.period, state.period.zone) },
    { label: say('field.your-time'), value: yours === null ? '' : formatPeriod(state.period, viewerZone()) },
    { label: say('field.actual'), value: state.actualStart === null ? '' : actual },
    { label: say('field.contact'), value: state.contactName },
    { label: say('field.phone'), value: state.contactPhone === '' ? '' : <a href={`tel:${state.contactPhone}`}>{state.contactPhone}</a> },
    { label: say('field.brand'), value: state.brand },
    { label: say('field.price'), value: state.priceMinor === null ? '' : formatMoney(state.priceMinor, state.currency) },
    {
      label: say('field.tags'),
      value:
        state.tags.length === 0 ? (
          ''
        ) : (
          <span className="flex flex-wrap gap-1">
            {state.tags.map((tag) => (
              <Chip key={tag} tone="draft">
                {tag}
              </Chip>
            ))}
          </span>
        ),
    },
    { label: say('field.by'), value: names.member(state.createdBy) },
    { label: say('field.approved-by'), value: state.approvedBy === null ? '' : names.member(state.approvedBy) },
  ];
  return (
    <div>
      <div className="px-5 py-4">
        <Facts facts={facts.filter(({ value }) => value !== '')} />
      </div>
      {state.status === 'pending_approval' && can('booking.approve') && <ApprovalCheck booking={booking} />}
      {state.brief !== '' && (
        <Section title={say('field.brief')}>
          <p className="max-w-prose text-13 whitespace-pre-wrap">{state.brief}</p>
        </Section>
      )}
      {state.notes !== '' && (
        <Section title={say('field.notes')}>
          <p className="max-w-prose text-13 whitespace-pre-wrap">{state.notes}</p>
        </Section>
      )}
      {(state.staffNeeds.length > 0 || state.kitNeeds.length > 0) && (
        <Section title={say('field.needs')}>
          <ul className="flex flex-col gap-1 text-13">
            {state.staffNeeds.map((need) => (
              <li key={need.id}>
                {say('need.people', { count: need.count, role: need.role })}
                {need.skills.length > 0 && <span className="text-ink-3"> · {need.skills.join(', ')}</span>}
              </li>
            ))}
            {state.kitNeeds.map((need) => (
              <li key={need.id}>{say('need.kit', { count: need.count, kind: need.kitKind })}</li>
            ))}
          </ul>
        </Section>
      )}
      <NoteLog booking={booking} />
    </div>
  );
}

/** Notes that are added, never rewritten: two people may add at once and both stand. */
function NoteLog({ booking }: { readonly booking: Row<'bookings'> }): ReactNode {
  const say = useWords('bookings');
  const names = useNames();
  const can = useCan();
  const run = useCommand();
  const [text, setText] = useState('');
  const add = async (): Promise<void> => {
    const reply = await run('booking.add_note', { bookingId: booking.id, noteId: newId(), text: text.trim() }, { done: say('done.note') });
    if (reply.ok) setText('');
  };
  return (
    <Section title={say('note.log')}>
      <ul className="mb-3 flex flex-col gap-2 text-13">
        {booking.state.noteLog.map((note) => (
          <li key={note.id}>
            <span className="text-12 text-ink-3">
              {names.member(note.authorId)} · {formatDayTime(note.writtenAt, booking.state.period.zone)}
            </span>
            <p className="whitespace-pre-wrap">{note.text}</p>
          </li>
        ))}
      </ul>
      {can('booking.add_note') && (
        <div className="flex max-w-prose flex-col items-end gap-2">
          <TextArea label={say('note.label')} value={text} onChange={setText} rows={2} className="w-full" />
          <Button size="small" isDisabled={text.trim() === ''} onPress={() => void add()}>
            {say('note.add')}
          </Button>
        </div>
      )}
    </Section>
  );
}
