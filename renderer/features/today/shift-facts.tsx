import type { ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { Facts } from '../../ui/index.ts';
import { useRow, type Row } from '../../view/hooks.ts';

interface ShiftFactsProps {
  readonly shift: Row<'shifts'>;
  readonly booking: Row<'bookings'> | null;
  readonly allocations: readonly Row<'allocations'>[];
  readonly colleagues: readonly Row<'shifts'>[];
}

/** Where, how to get in, who else, what to bring, what it is about. */
export function ShiftFacts({ shift, booking, allocations, colleagues }: ShiftFactsProps): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const location = useRow('locations', shift.state.locationId ?? booking?.state.locationId ?? null);
  const address = location?.state.address;
  const others = colleagues.filter(
    ({ id, state }) =>
      id !== shift.id && state.bookingId === shift.state.bookingId && state.assigneeId !== null && state.status !== 'cancelled',
  );
  const kits = allocations.filter(({ state }) => state.kitId !== null && state.status !== 'released');
  const contact = booking === null ? '' : [booking.state.contactName, booking.state.contactPhone].filter((part) => part !== '').join(', ');
  const facts = [
    {
      label: say('staff.where'),
      value: (
        <>
          {names.location(location?.id ?? null)}
          {address !== undefined && (
            <span className="block text-ink-2">
              {[address.line1, address.line2, `${address.postalCode} ${address.city}`.trim()].filter((part) => part !== '').join(', ')}
            </span>
          )}
        </>
      ),
    },
    { label: say('staff.load-in'), value: location?.state.loadInNotes ?? '' },
    { label: say('staff.contact'), value: contact },
    {
      label: say('staff.with'),
      value:
        others.length === 0
          ? say('staff.alone')
          : others.map(({ state }) => `${names.member(state.assigneeId)} (${state.role})`).join(', '),
    },
    {
      label: say('staff.bring'),
      value: kits.length === 0 ? say('staff.bring-nothing') : kits.map(({ state }) => names.kit(state.kitId)).join(', '),
    },
    { label: say('staff.brief'), value: <span className="whitespace-pre-wrap">{booking?.state.brief ?? ''}</span> },
  ];
  return (
    <div className="border-t border-line pt-4">
      <Facts facts={facts.filter(({ value }) => value !== '')} />
    </div>
  );
}
