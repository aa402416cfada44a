import { ArrowLeft } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ActionBar, type Act } from '../../app/action-bar.tsx';
import { useNames } from '../../app/names.tsx';
import { Link, placeOfObject } from '../../app/router.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import {
  DetailHeader,
  durationWords,
  Facts,
  formatMoney,
  formatPeriod,
  IconButton,
  Section,
  StatusChip,
  SyncMark,
  viewerPeriod,
} from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { ApprovalCheck } from '../bookings/approval-check.tsx';
import { ApproveDialog } from '../locations/approve-dialog.tsx';

/** A booking or a place that waits for a yes. */
export type Approval =
  | { readonly id: string; readonly noun: 'booking'; readonly row: Row<'bookings'> }
  | { readonly id: string; readonly noun: 'location'; readonly row: Row<'locations'> };

interface ApprovalCardProps {
  readonly approval: Approval;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const ACTS: Readonly<Record<Approval['noun'], readonly Act[]>> = { booking: actsFor('booking'), location: actsFor('location') };

/** Everything needed to say yes or no, and the three answers. A return or a no cannot be given without a reason. */
export function ApprovalCard({ approval, onClose, onDone }: ApprovalCardProps): ReactNode {
  const say = useWords('inbox');
  const ui = useWords('ui');
  const run = useCommand();
  const [isChecking, setIsChecking] = useState(false);
  const { noun, row } = approval;
  const title = noun === 'booking' ? row.state.title : row.state.name;
  const address = placeOfObject(noun, row.id);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto pb-4">
        <DetailHeader
          eyebrow={
            <>
              <IconButton icon={ArrowLeft} label={ui('list.back')} size="small" className="-ms-1.5 @3xl:hidden" onPress={onClose} />
              {noun === 'booking' && <span className="tabular">{row.state.reference}</span>}
              {address !== null && <Link to={address}>{say('open-it')}</Link>}
            </>
          }
          title={title}
          status={<StatusChip noun={noun} status={row.state.status} />}
          meta={<SyncMark sync={row.sync} look="words" hideConfirmed />}
        />
        {noun === 'booking' ? <BookingFacts row={row} /> : <LocationFacts row={row} />}
      </div>
      <ActionBar
        words={say}
        title={title}
        acts={row.readOnly ? [] : ACTS[noun]}
        onAct={async ({ name, command }, reason) => {
          // a place is approved against a checklist and until a day
          if (command === 'location.approve') {
            setIsChecking(true);
            return false;
          }
          const target = noun === 'booking' ? { bookingId: row.id } : { locationId: row.id };
          const reply = await run(command, { ...target, ...(reason === null ? {} : { reason }) }, { done: say(`done.${name}`, { title }) });
          if (reply.ok) onDone();
          return reply.ok;
        }}
      />
      {isChecking && noun === 'location' && (
        <ApproveDialog
          location={row}
          onClose={(wasApproved) => {
            setIsChecking(false);
            if (wasApproved) onDone();
          }}
        />
      )}
    </div>
  );
}

function BookingFacts({ row }: { readonly row: Row<'bookings'> }): ReactNode {
  const say = useWords('inbox');
  const names = useNames();
  const { state } = row;
  const yours = viewerPeriod(state.period);
  return (
    <>
      <div className="px-5 pb-4">
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
      </div>
      <ApprovalCheck booking={row} />
      {state.brief !== '' && (
        <Section title={say('fact.brief')}>
          <p className="max-w-prose text-13 whitespace-pre-wrap text-ink-2">{state.brief}</p>
        </Section>
      )}
    </>
  );
}

function LocationFacts({ row }: { readonly row: Row<'locations'> }): ReactNode {
  const say = useWords('inbox');
  const { state } = row;
  return (
    <div className="px-5">
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
    </div>
  );
}

function actsFor(noun: Approval['noun']): readonly Act[] {
  return [
    { name: 'approve', command: `${noun}.approve`, keys: 'a' },
    { name: 'return', command: `${noun}.return`, keys: 'r', needsReason: true },
    { name: 'reject', command: `${noun}.reject`, keys: 'x', needsReason: true, isDangerous: true },
  ];
}
