import { ArrowLeft, FileText, MapPin, Package, ShieldAlert, Users } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useKeys } from '../../app/keys.tsx';
import { Link, navigate } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { Button, DetailHeader, formatPeriod, IconButton, Meter, StatusChip, SyncMark, Tabs } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { HistoryPanel } from '../history/history-panel.tsx';
import { ActionBar } from './action-bar.tsx';
import { BookingForm } from './booking-form.tsx';
import { KitTab } from './kit-tab.tsx';
import { PeopleTab } from './people-tab.tsx';
import { PlaceTab } from './place-tab.tsx';
import { PlanTab } from './plan-tab.tsx';
import { readinessOf, type Part } from './readiness.ts';
import { ReportTab } from './report-tab.tsx';

const EDITABLE: ReadonlySet<string> = new Set([
  'draft',
  'pending_approval',
  'changes_requested',
  'approved',
  'in_progress',
  'completed',
  'cancelled',
]);

/** One booking: is it ready, what is planned, what can be done now. */
export function BookingDetail({ booking, tab }: { readonly booking: Row<'bookings'>; readonly tab: string | null }): ReactNode {
  const say = useWords('bookings');
  const can = useCan();
  const names = useNames();
  const [isEditing, setIsEditing] = useState(false);
  const { id, state } = booking;
  const { rows: shifts } = useRows('shifts', { parentId: id, sort: 'startsAt' });
  const { rows: allocations } = useRows('allocations', { parentId: id });
  const location = useRow('locations', state.locationId) ?? null;
  const readiness = readinessOf(booking, shifts, allocations, location);
  const mayEdit = can('booking.edit') && EDITABLE.has(state.status) && !booking.readOnly;
  const show = (name: string): void => navigate(`/bookings/${id}/${name}`, { replace: true });
  useKeys([
    { keys: 'e', label: say('edit'), group: say('title'), run: () => mayEdit && setIsEditing(true) },
    { keys: 'escape', label: say('back'), group: say('title'), run: () => (isEditing ? setIsEditing(false) : navigate('/bookings')) },
  ]);
  if (isEditing) return <BookingForm booking={booking} onDone={() => setIsEditing(false)} />;
  const words = (part: Part): { readonly detail?: string } =>
    part.words === null ? {} : { detail: say(`ready.${part.words}`, { count: part.total - part.done }) };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <DetailHeader
          eyebrow={
            <>
              <IconButton icon={ArrowLeft} label={say('back')} size="small" className="md:hidden" onPress={() => navigate('/bookings')} />
              <span className="tabular">{state.reference}</span>
              {state.clientName !== '' && <span className="truncate">{state.clientName}</span>}
            </>
          }
          title={state.title}
          status={<StatusChip noun="booking" status={state.status} />}
          meta={
            <>
              <span className="tabular">{formatPeriod(state.period, state.period.zone)}</span>
              <span>{names.location(state.locationId)}</span>
              <SyncMark sync={booking.sync} readOnly={booking.readOnly} look="words" />
            </>
          }
          actions={mayEdit && <Button onPress={() => setIsEditing(true)}>{say('edit')}</Button>}
        />
        {state.workAfterCancel && (
          <p className="mx-5 mb-3 border-s-3 border-needs bg-needs-soft px-3 py-2 text-13 text-needs-text">{say('after-cancel')}</p>
        )}
        {booking.sync.openConflicts > 0 && (
          <p
            role="status"
            className="mx-5 mb-3 flex items-center gap-2 border-s-3 border-needs bg-needs-soft px-3 py-2 text-13 text-needs-text"
          >
            <ShieldAlert aria-hidden className="size-4 shrink-0" />
            <span className="flex-1">{say('conflicts', { count: booking.sync.openConflicts })}</span>
            <Link to="/inbox">{say('conflicts-open')}</Link>
          </p>
        )}
        <div className="grid grid-cols-2 gap-2 px-5 pb-3 xl:grid-cols-4">
          <Meter
            label={say('ready.people')}
            icon={Users}
            {...readiness.people}
            {...words(readiness.people)}
            onPress={() => show('people')}
          />
          <Meter label={say('ready.kit')} icon={Package} {...readiness.kit} {...words(readiness.kit)} onPress={() => show('kit')} />
          <Meter label={say('ready.place')} icon={MapPin} {...readiness.place} {...words(readiness.place)} onPress={() => show('place')} />
          <Meter label={say('ready.brief')} icon={FileText} {...readiness.brief} {...words(readiness.brief)} onPress={() => show('plan')} />
        </div>
        <Tabs
          label={state.title}
          value={tab ?? 'plan'}
          onChange={show}
          tabs={[
            { id: 'plan', label: say('tab.plan'), content: <PlanTab booking={booking} /> },
            { id: 'people', label: say('tab.people'), count: shifts.length, content: <PeopleTab booking={booking} shifts={shifts} /> },
            {
              id: 'kit',
              label: say('tab.kit'),
              count: allocations.length,
              content: <KitTab booking={booking} allocations={allocations} />,
            },
            { id: 'place', label: say('tab.place'), content: <PlaceTab booking={booking} location={location} mayEdit={mayEdit} /> },
            { id: 'report', label: say('tab.report'), content: <ReportTab booking={booking} /> },
            { id: 'history', label: say('tab.history'), content: <HistoryPanel about={{ type: 'booking', id }} /> },
          ]}
        />
      </div>
      <ActionBar booking={booking} />
    </div>
  );
}
