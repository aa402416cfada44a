import { ArrowLeft, Sun } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import { navigate } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { Button, DetailHeader, EmptyState, formatPeriod, IconButton, StatusChip, SyncMark, viewerPeriod } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { AbsenceDialog } from '../today/absence-dialog.tsx';
import { ShiftFacts } from '../today/shift-facts.tsx';
import { OfferAnswers } from './offers.tsx';

/** One shift of this person: when, where, with whom, and what they may still answer. */
export function ShiftDetail({ id }: { readonly id: string }): ReactNode {
  const say = useWords('schedule');
  const shift = useRow('shifts', id);
  useKeys([{ keys: 'escape', label: say('back'), group: say('title'), run: () => navigate('/schedule') }]);
  if (shift === undefined) return null;
  if (shift === null) {
    return (
      <EmptyState
        icon={Sun}
        title={say('gone')}
        detail={say('gone-detail')}
        action={<Button onPress={() => navigate('/schedule')}>{say('back')}</Button>}
      />
    );
  }
  return <OpenShift shift={shift} />;
}

function OpenShift({ shift }: { readonly shift: Row<'shifts'> }): ReactNode {
  const say = useWords('schedule');
  const names = useNames();
  const now = useNow();
  const { memberId } = useSession();
  const [isAbsent, setIsAbsent] = useState(false);
  const { bookingId, period, role, status, assigneeId, notes } = shift.state;
  const booking = useRow('bookings', bookingId) ?? null;
  const { rows: allocations } = useRows('allocations', bookingId === null ? null : { parentId: bookingId });
  const { rows: colleagues } = useRows('shifts', bookingId === null ? null : { parentId: bookingId });
  const what = bookingId === null ? role : names.booking(bookingId);
  const isOwn = assigneeId === memberId;
  const elsewhere = viewerPeriod(period);
  return (
    <div className="h-full min-h-0 overflow-y-auto">
      <DetailHeader
        eyebrow={
          <>
            <IconButton icon={ArrowLeft} label={say('back')} size="small" onPress={() => navigate('/schedule')} />
            <span>{role}</span>
          </>
        }
        title={what}
        actions={<HistoryButton about={{ type: 'shift', id: shift.id }} what={what} />}
        status={<StatusChip noun="shift" status={status} />}
        meta={
          <>
            <span className="tabular">
              <time dateTime={period.start}>{formatPeriod(period, period.zone)}</time>
            </span>
            {elsewhere !== null && <span className="text-12 text-ink-3">{elsewhere}</span>}
            <SyncMark sync={shift.sync} readOnly={shift.readOnly} look="words" />
          </>
        }
      />
      <div className="flex flex-col gap-4 px-5 pb-6">
        {!isOwn && status !== 'cancelled' && <p className="text-13 text-ink-2">{say('not-yours')}</p>}
        {isOwn && status === 'offered' && <OfferAnswers offer={shift} what={what} />}
        {isOwn && status === 'confirmed' && shift.endsAt > now && !shift.readOnly && (
          <div className="flex flex-wrap gap-2">
            <Button icon={Sun} onPress={() => navigate(`/today/${shift.id}`)}>
              {say('open-day')}
            </Button>
            <Button onPress={() => setIsAbsent(true)}>{say('absent')}</Button>
          </div>
        )}
        {notes !== '' && <p className="text-13 whitespace-pre-wrap">{notes}</p>}
        <ShiftFacts shift={shift} booking={booking} allocations={allocations} colleagues={colleagues} />
      </div>
      <AbsenceDialog shift={shift} isOpen={isAbsent} onClose={() => setIsAbsent(false)} />
    </div>
  );
}
