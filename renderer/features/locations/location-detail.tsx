import { Clock } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { closeDetail, useDetail } from '../../app/list-place.ts';
import { stepTo } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  Chip,
  dayKey,
  DetailFrame,
  Facts,
  formatTime,
  Notice,
  Section,
  StatusChip,
  SyncMark,
  viewerZone,
  zoneName,
} from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { HistoryPanel } from '../history/history-panel.tsx';
import { LocationActions } from './action-bar.tsx';
import { addressLine } from './draft.ts';
import { hoursLines, openNow } from './hours.ts';
import { LocationBookings } from './location-bookings.tsx';
import { LocationForm } from './location-form.tsx';
import { ValidityChip } from './validity-chip.tsx';

const OVER: ReadonlySet<string> = new Set(['completed', 'closed', 'rejected', 'cancelled']);

/** One place: may it be used, when is it open, how does one get in, what is planned there. */
export function LocationDetail({ location, tab }: { readonly location: Row<'locations'>; readonly tab: string | null }): ReactNode {
  const say = useWords('locations');
  const can = useCan();
  const { role } = useSession();
  const { id, state } = location;
  const now = useNow(60_000);
  const { rows } = useRows('bookings', { sort: 'startsAt' });
  const upcoming = useMemo(
    () => rows.filter((row) => row.state.locationId === id && row.endsAt > now && !OVER.has(row.state.status)),
    [rows, id, now],
  );
  const isClosed = state.status === 'archived' || state.status === 'rejected';
  const isTheirs = role !== 'client' || state.status === 'draft' || state.status === 'changes_requested';
  const mayEdit = can('location.edit') && isTheirs && !isClosed && !location.readOnly;
  const { isEditing, start, leave } = useDetail('locations', mayEdit);
  if (isEditing) return <LocationForm location={location} onDone={leave} />;
  const door = openNow(state.hours, now, state.zone);
  return (
    <DetailFrame
      onBack={() => closeDetail('locations')}
      eyebrow={<span className="truncate">{addressLine(state.address)}</span>}
      title={state.name}
      status={<StatusChip noun="location" status={state.status} />}
      meta={
        <>
          <span className="tabular">
            {say('time-there', { time: formatTime(now, state.zone), zone: zoneName(now, state.zone) })}
            {viewerZone() !== state.zone && ` · ${say('time-here', { time: formatTime(now) })}`}
          </span>
          {state.hours.length > 0 && (
            <Chip tone={door.isOpen ? 'approved' : 'draft'} icon={Clock} look="plain">
              {say(
                door.isOpen ? 'door.open' : door.until === null ? 'door.closed' : 'door.opens',
                door.until === null ? {} : { time: door.until },
              )}
            </Chip>
          )}
          <SyncMark sync={location.sync} readOnly={location.readOnly} look="words" />
        </>
      }
      actions={mayEdit && <Button onPress={start}>{say('edit')}</Button>}
      tab={tab ?? 'place'}
      onTab={(name) => stepTo(`/locations/${id}/${name}`, { replace: true })}
      tabs={[
        { id: 'place', label: say('tab.place'), content: <PlaceTab location={location} today={dayKey(now, state.zone)} /> },
        {
          id: 'bookings',
          label: say('tab.bookings'),
          count: upcoming.length,
          content: <LocationBookings bookings={upcoming} />,
        },
        { id: 'history', label: say('tab.history'), content: <HistoryPanel about={{ type: 'location', id }} /> },
      ]}
      footer={<LocationActions location={location} upcoming={upcoming.length} />}
    >
      {state.statusReason !== null && <Notice tone="needs">{say('because', { reason: state.statusReason })}</Notice>}
      {!mayEdit && !isClosed && <Notice tone="locked">{say(can('location.edit') ? 'read-only.client' : 'read-only.role')}</Notice>}
    </DetailFrame>
  );
}

function PlaceTab({ location, today }: { readonly location: Row<'locations'>; readonly today: string }): ReactNode {
  const say = useWords('locations');
  const { state } = location;
  const { address } = state;
  const none = <span className="text-ink-3">{say('not-said')}</span>;
  return (
    <div>
      <Section title={say('address')}>
        <address className="text-13 leading-relaxed not-italic">
          {[address.line1, address.line2, `${address.postalCode} ${address.city}`.trim(), address.region, address.country]
            .filter((line) => line !== '')
            .map((line, index) => (
              <span key={index} className="block break-words">
                {line}
              </span>
            ))}
        </address>
      </Section>
      <Section title={say('getting-in')}>
        <Facts
          facts={[
            { label: say('field.contact'), value: state.contactName === '' ? none : state.contactName },
            {
              label: say('field.phone'),
              value:
                state.contactPhone === '' ? (
                  none
                ) : (
                  <a className="tabular underline decoration-accent-line underline-offset-2" href={`tel:${state.contactPhone}`}>
                    {state.contactPhone}
                  </a>
                ),
            },
            {
              label: say('field.load-in'),
              value: state.loadInNotes === '' ? none : <span className="block max-w-prose whitespace-pre-wrap">{state.loadInNotes}</span>,
            },
          ]}
        />
      </Section>
      <Section title={say('hours.title')}>
        {state.hours.length === 0 ? (
          <p className="text-13 text-ink-3">{say('hours.none')}</p>
        ) : (
          <Facts
            facts={hoursLines(state.hours).map(({ from, to, openings }) => ({
              label: from === to ? say(`day.${from}`) : say('hours.days', { from: say(`day-short.${from}`), to: say(`day-short.${to}`) }),
              value: (
                <span className={openings.length === 0 ? 'text-ink-3' : 'tabular'}>
                  {openings.length === 0 ? say('hours.closed') : openings.map(({ opens, closes }) => `${opens}–${closes}`).join(', ')}
                </span>
              ),
            }))}
          />
        )}
      </Section>
      <Section title={say('licence.title')}>
        <Facts
          facts={[
            {
              label: say('approval'),
              value:
                state.status === 'approved' ? (
                  <ValidityChip day={state.approvedUntil} today={today} />
                ) : (
                  <span className="text-ink-3">{say('approval-none')}</span>
                ),
            },
            {
              label: say('field.licence'),
              value:
                state.licenceNumber === null && state.licenceValidUntil === null ? (
                  none
                ) : (
                  <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    {state.licenceNumber !== null && <span className="tabular">{state.licenceNumber}</span>}
                    <ValidityChip day={state.licenceValidUntil} today={today} />
                  </span>
                ),
            },
          ]}
        />
      </Section>
      {state.notes !== '' && (
        <Section title={say('field.notes')}>
          <p className="max-w-prose text-13 break-words whitespace-pre-wrap">{state.notes}</p>
        </Section>
      )}
    </div>
  );
}
