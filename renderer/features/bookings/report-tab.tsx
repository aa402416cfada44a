import { FileText } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Chip, EmptyState, Facts, formatDayTime, formatNumber } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { ReportForm } from '../today/report-form.tsx';

/** What came of it; a returned report says why and can be filed again. */
export function ReportTab({ booking }: { readonly booking: Row<'bookings'> }): ReactNode {
  const say = useWords('bookings');
  const words = useWords('today');
  const names = useNames();
  const can = useCan();
  const [isWriting, setIsWriting] = useState(false);
  const { report, period, status } = booking.state;
  const mayFile =
    can('booking.submit_report') && (report === null || report.status === 'returned') && status !== 'draft' && status !== 'rejected';
  if (isWriting) {
    return (
      <div className="max-w-prose px-5 py-4">
        <ReportForm bookingId={booking.id} onDone={() => setIsWriting(false)} />
      </div>
    );
  }
  if (report === null) {
    return (
      <EmptyState
        size="panel"
        icon={FileText}
        title={say('report.none')}
        detail={say('report.none-detail')}
        action={mayFile && <Button onPress={() => setIsWriting(true)}>{words('step.report')}</Button>}
      />
    );
  }
  return (
    <div className="flex flex-col gap-4 px-5 py-4 text-13">
      <p className="flex items-center gap-3">
        <Chip tone={report.status === 'approved' ? 'approved' : report.status === 'returned' ? 'needs' : 'pending'}>
          {say(`report.status.${report.status}`)}
        </Chip>
        {mayFile && (
          <Button size="small" onPress={() => setIsWriting(true)}>
            {words('step.report')}
          </Button>
        )}
      </p>
      {report.returnReason !== null && <p className="text-needs-text">{say('report.returned', { reason: report.returnReason })}</p>}
      <p className="max-w-prose whitespace-pre-wrap">{report.summary}</p>
      <Facts
        facts={[
          { label: say('report.by'), value: `${names.member(report.submittedBy)} · ${formatDayTime(report.submittedAt, period.zone)}` },
          { label: say('report.visitors'), value: formatNumber(report.visitors) },
          { label: say('report.samples'), value: formatNumber(report.samplesGiven) },
          { label: say('report.issues'), value: report.issues },
        ].filter(({ value }) => value !== '')}
      />
    </div>
  );
}
