import { Check, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, certaintyOf, durationWords, formatPeriod, ReasonDialog, SyncMark, viewerPeriod } from '../../ui/index.ts';
import { useSession } from '../../app/session.tsx';
import type { Row } from '../../view/hooks.ts';
import { awayDuring, clashesWith } from './my-shifts.ts';

interface OffersProps {
  readonly offers: readonly Row<'shifts'>[];
  readonly shifts: readonly Row<'shifts'>[];
  readonly away: readonly Row<'availability'>[];
}

/** What somebody asks of this person, each with both answers; what speaks against it is said before they answer. */
export function Offers({ offers, shifts, away }: OffersProps): ReactNode {
  const say = useWords('schedule');
  if (offers.length === 0) return null;
  return (
    <section aria-label={say('offers.title')} className="border-b border-line bg-pending-soft px-4 py-3">
      <h2 className="mb-1 text-13 text-pending-text">{say('offers.asked', { count: offers.length })}</h2>
      <ul>
        {offers.map((offer) => (
          <Offer key={offer.id} offer={offer} shifts={shifts} away={away} />
        ))}
      </ul>
    </section>
  );
}

function Offer({ offer, shifts, away }: Omit<OffersProps, 'offers'> & { readonly offer: Row<'shifts'> }): ReactNode {
  const say = useWords('schedule');
  const names = useNames();
  const { memberId } = useSession();
  const { period, role, bookingId, locationId } = offer.state;
  const clash = clashesWith(offer, shifts, memberId)[0];
  const isAway = awayDuring(away, period).length > 0;
  const what = bookingId === null ? role : names.booking(bookingId);
  const elsewhere = viewerPeriod(period);
  return (
    <li
      data-certainty={certaintyOf(offer.sync)}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3 first-of-type:border-t-0"
    >
      <div className="min-w-56 flex-1">
        <p className="tabular text-15 font-medium">
          <time dateTime={period.start}>{formatPeriod(period, period.zone)}</time>
        </p>
        <p className="text-13 break-words">
          <Link to={`/schedule/${offer.id}`}>{what}</Link>
        </p>
        <p className="text-12 break-words text-ink-2">
          {[bookingId === null ? '' : role, names.location(locationId), durationWords(period.start, period.end), elsewhere]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {clash !== undefined && (
          <p className="text-12 text-needs-text">
            {say('offers.clash', {
              what: clash.state.bookingId === null ? clash.state.role : names.booking(clash.state.bookingId),
              when: formatPeriod(clash.state.period, clash.state.period.zone),
            })}
          </p>
        )}
        {isAway && <p className="text-12 text-needs-text">{say('offers.away')}</p>}
        <SyncMark sync={offer.sync} readOnly={offer.readOnly} look="words" hideConfirmed />
      </div>
      <OfferAnswers offer={offer} what={what} />
    </li>
  );
}

/** Yes or no, and with a no the reason. */
export function OfferAnswers({ offer, what }: { readonly offer: Row<'shifts'>; readonly what: string }): ReactNode {
  const say = useWords('schedule');
  const run = useCommand();
  const [isDeclining, setIsDeclining] = useState(false);
  const [isPending, setIsPending] = useState(false);
  if (offer.readOnly) return null;
  const when = formatPeriod(offer.state.period, offer.state.period.zone);
  const accept = async (): Promise<void> => {
    setIsPending(true);
    await run('shift.accept', { shiftId: offer.id }, { done: say('offers.accepted', { what, when }) });
    setIsPending(false);
  };
  return (
    <div className="flex gap-2 max-sm:w-full">
      <Button
        icon={Check}
        size="large"
        isPending={isPending}
        aria-label={say('offers.accept-what', { what, when })}
        className="border-approved text-approved-text max-sm:flex-1"
        onPress={() => void accept()}
      >
        {say('offers.accept')}
      </Button>
      <Button
        icon={X}
        size="large"
        aria-label={say('offers.decline-what', { what, when })}
        className="max-sm:flex-1"
        onPress={() => setIsDeclining(true)}
      >
        {say('offers.decline')}
      </Button>
      <ReasonDialog
        isOpen={isDeclining}
        onClose={() => setIsDeclining(false)}
        title={say('offers.decline-title', { what, when })}
        consequence={say('offers.decline-consequence')}
        action={say('offers.decline')}
        suggestions={[say('why.busy'), say('why.rest'), say('why.far'), say('why.ill')]}
        onConfirm={async (reason) =>
          (await run('shift.decline', { shiftId: offer.id, reason }, { done: say('offers.declined', { what, when }) })).ok
        }
      />
    </div>
  );
}
