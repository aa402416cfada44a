import { ArrowLeft, Check, MessageSquareReply, TriangleAlert, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import { Link, placeOfObject } from '../../app/router.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  DetailHeader,
  durationWords,
  Facts,
  formatMoney,
  formatPeriod,
  IconButton,
  ReasonDialog,
  StatusChip,
  SyncMark,
  viewerPeriod,
} from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';

/** A booking or a place that waits for a yes. */
export type Approval =
  | { readonly id: string; readonly noun: 'booking'; readonly row: Row<'bookings'> }
  | { readonly id: string; readonly noun: 'location'; readonly row: Row<'locations'> };

interface ApprovalCardProps {
  readonly approval: Approval;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Everything needed to say yes or no, and the three answers. A return or a no cannot be given without a reason. */
export function ApprovalCard({ approval, onClose, onDone }: ApprovalCardProps): ReactNode {
  const say = useWords('inbox');
  const run = useCommand();
  const [asking, setAsking] = useState<'return' | 'reject' | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const { noun, row } = approval;
  const title = noun === 'booking' ? row.state.title : row.state.name;
  const target = noun === 'booking' ? { bookingId: row.id } : { locationId: row.id };
  const approve = async (): Promise<void> => {
    if (isBusy) return;
    setIsBusy(true);
    const extra = noun === 'booking' ? {} : { validUntil: row.state.licenceValidUntil, checklist: [] };
    const reply = await run(`${noun}.approve`, { ...target, ...extra }, { done: say('approved', { title }) });
    setIsBusy(false);
    if (reply.ok) onDone();
  };
  const answer = async (verb: 'return' | 'reject', reason: string): Promise<boolean> => {
    const reply = await run(
      `${noun}.${verb}`,
      { ...target, reason },
      { done: say(verb === 'return' ? 'returned' : 'rejected', { title }) },
    );
    if (reply.ok) onDone();
    return reply.ok;
  };
  const group = say('approvals');
  useKeys([
    { keys: 'a', label: say('approve'), group, run: () => void approve() },
    { keys: 'r', label: say('return'), group, run: () => setAsking('return') },
  ]);
  const address = placeOfObject(noun, row.id);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto pb-4">
        <DetailHeader
          eyebrow={
            <>
              <IconButton icon={ArrowLeft} label={say('back')} size="small" onPress={onClose} className="-ms-1.5" />
              {noun === 'booking' && <span>{row.state.reference}</span>}
              {address !== null && <Link to={address}>{say('open-it')}</Link>}
            </>
          }
          title={title}
          status={<StatusChip noun={noun} status={row.state.status} />}
          meta={<SyncMark sync={row.sync} look="words" hideConfirmed />}
        />
        <div className="px-5">{noun === 'booking' ? <BookingFacts row={row} /> : <LocationFacts row={row} />}</div>
      </div>
      <footer className="flex flex-wrap items-center gap-2 border-t border-line bg-surface px-5 py-3">
        <Button variant="primary" icon={Check} isPending={isBusy} onPress={() => void approve()}>
          {say('approve')}
        </Button>
        <Button icon={MessageSquareReply} onPress={() => setAsking('return')}>
          {say('return')}
        </Button>
        <Button variant="danger" icon={X} onPress={() => setAsking('reject')}>
          {say('reject')}
        </Button>
      </footer>
      <ReasonDialog
        isOpen={asking !== null}
        onClose={() => setAsking(null)}
        title={say(asking === 'reject' ? 'reject-title' : 'return-title', { title })}
        action={say(asking === 'reject' ? 'reject' : 'return')}
        isDangerous={asking === 'reject'}
        onConfirm={(reason) => (asking === null ? true : answer(asking, reason))}
      />
    </div>
  );
}

function BookingFacts({ row }: { readonly row: Row<'bookings'> }): ReactNode {
  const say = useWords('inbox');
  const names = useNames();
  const { state } = row;
  const place = useRow('locations', state.locationId);
  const { rows: meeting } = useRows('bookings', {
    during: { from: state.period.start, to: state.period.end },
    status: ['approved', 'in_progress', 'pending_approval'],
  });
  const samePlace = meeting.filter(
    (other) => other.id !== row.id && state.locationId !== null && other.state.locationId === state.locationId,
  );
  const warnings = [
    state.locationId === null
      ? say('warn.no-place')
      : place !== undefined && place !== null && place.state.status !== 'approved'
        ? say('warn.place-not-approved', { place: place.state.name })
        : null,
    ...samePlace.map((other) =>
      say('warn.same-place', { title: other.state.title, time: formatPeriod(other.state.period, other.state.period.zone) }),
    ),
  ].filter((warning) => warning !== null);
  const yours = viewerPeriod(state.period);
  return (
    <>
      {warnings.length > 0 && (
        <ul className="mb-4 flex flex-col gap-1 rounded-control bg-needs-soft px-3 py-2 text-13 text-needs-text">
          {warnings.map((warning) => (
            <li key={warning} className="flex items-start gap-1.5">
              <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              {warning}
            </li>
          ))}
        </ul>
      )}
      <Facts
        facts={[
          {
            label: say('fact.when'),
            value: (
              <span className="tabular">
                {`${formatPeriod(state.period, state.period.zone)} (${durationWords(state.period.start, state.period.end)})`}
                {yours !== null && <span className="block text-12 text-ink-3">{yours}</span>}
              </span>
            ),
          },
          { label: say('fact.place'), value: names.location(state.locationId) },
          { label: say('fact.client'), value: [state.clientName, state.brand].filter(Boolean).join(' · ') || '—' },
          { label: say('fact.people'), value: state.staffNeeds.map((need) => `${need.count} × ${need.role}`).join(', ') || '—' },
          { label: say('fact.kits'), value: state.kitNeeds.map((need) => `${need.count} × ${need.kitKind}`).join(', ') || '—' },
          { label: say('fact.contact'), value: [state.contactName, state.contactPhone].filter(Boolean).join(', ') || '—' },
          { label: say('fact.price'), value: state.priceMinor === null ? '—' : formatMoney(state.priceMinor, state.currency) },
          { label: say('fact.asked-by'), value: names.member(state.submittedBy ?? state.createdBy) },
        ]}
      />
      {state.brief !== '' && (
        <section className="mt-4 border-t border-line pt-3">
          <h3 className="mb-1 text-13">{say('fact.brief')}</h3>
          <p className="max-w-prose text-13 whitespace-pre-wrap text-ink-2">{state.brief}</p>
        </section>
      )}
    </>
  );
}

function LocationFacts({ row }: { readonly row: Row<'locations'> }): ReactNode {
  const say = useWords('inbox');
  const { state } = row;
  return (
    <Facts
      facts={[
        {
          label: say('fact.address'),
          value: [state.address.line1, state.address.line2, `${state.address.postalCode} ${state.address.city}`, state.address.country]
            .filter(Boolean)
            .join(', '),
        },
        { label: say('fact.zone'), value: state.zone },
        { label: say('fact.contact'), value: [state.contactName, state.contactPhone].filter(Boolean).join(', ') || '—' },
        {
          label: say('fact.licence'),
          value:
            state.licenceNumber === null
              ? '—'
              : `${state.licenceNumber}${state.licenceValidUntil === null ? '' : ` (${state.licenceValidUntil})`}`,
        },
        { label: say('fact.load-in'), value: state.loadInNotes || '—' },
      ]}
    />
  );
}
