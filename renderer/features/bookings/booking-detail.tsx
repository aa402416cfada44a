import { FileText, MapPin, Package, ShieldAlert, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { closeDetail, useDetail } from '../../app/list-place.ts';
import { Link, stepTo } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { Button, DetailFrame, formatPeriod, Meter, Notice, StatusChip, SyncMark } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { HistoryPanel } from '../history/history-panel.tsx';
import { BookingActions, useOwnOnly } from './action-bar.tsx';
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
  const { id, state } = booking;
  const { rows: shifts } = useRows('shifts', { parentId: id, sort: 'startsAt' });
  const { rows: allocations } = useRows('allocations', { parentId: id });
  const location = useRow('locations', state.locationId) ?? null;
  const readiness = readinessOf(booking, shifts, allocations, location);
  const isTheirs = useOwnOnly(booking);
  const mayEdit = isTheirs && can('booking.edit') && EDITABLE.has(state.status) && !booking.readOnly;
  const show = (name: string): void => stepTo(`/bookings/${id}/${name}`, { replace: true });
  const { isEditing, start, leave } = useDetail('bookings', mayEdit);
  if (isEditing) return <BookingForm booking={booking} onDone={leave} />;
  const words = (part: Part): { readonly detail?: string } =>
    part.words === null ? {} : { detail: say(`ready.${part.words}`, { count: part.total - part.done }) };
  return (
    <DetailFrame
      onBack={() => closeDetail('bookings')}
      eyebrow={
        <>
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
      actions={mayEdit && <Button onPress={start}>{say('edit')}</Button>}
      tab={tab ?? 'plan'}
      onTab={show}
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
      footer={<BookingActions booking={booking} />}
    >
      {!mayEdit && EDITABLE.has(state.status) && !booking.readOnly && (
        <Notice tone="locked">{say(isTheirs ? 'read-only.role' : 'read-only.client')}</Notice>
      )}
      {state.workAfterCancel && <Notice tone="needs">{say('after-cancel')}</Notice>}
      {booking.sync.openConflicts > 0 && (
        <Notice tone="needs" icon={ShieldAlert} action={<Link to="/inbox">{say('conflicts-open')}</Link>}>
          {say('conflicts', { count: booking.sync.openConflicts })}
        </Notice>
      )}
      <div className="grid grid-cols-2 gap-2 px-5 pb-3 xl:grid-cols-4">
        <Meter label={say('ready.people')} icon={Users} {...readiness.people} {...words(readiness.people)} onPress={() => show('people')} />
        <Meter label={say('ready.kit')} icon={Package} {...readiness.kit} {...words(readiness.kit)} onPress={() => show('kit')} />
        <Meter label={say('ready.place')} icon={MapPin} {...readiness.place} {...words(readiness.place)} onPress={() => show('place')} />
        <Meter label={say('ready.brief')} icon={FileText} {...readiness.brief} {...words(readiness.brief)} onPress={() => show('plan')} />
      </div>
    </DetailFrame>
  );
}
