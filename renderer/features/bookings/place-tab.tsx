import { MapPin } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '../../app/router.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { EmptyState, Facts, PickField, StatusChip } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';

interface PlaceTabProps {
  readonly booking: Row<'bookings'>;
  readonly location: Row<'locations'> | null;
  readonly mayEdit: boolean;
}

/** Where it is: address, getting in, contact; and another place when plans change. */
export function PlaceTab({ booking, location, mayEdit }: PlaceTabProps): ReactNode {
  const say = useWords('bookings');
  const run = useCommand();
  const { rows } = useRows('locations');
  const address = location?.state.address;
  return (
    <div className="flex flex-col gap-4 px-5 py-4">
      {location === null ? (
        <EmptyState size="panel" icon={MapPin} title={say('place.none')} detail={say('place.none-detail')} />
      ) : (
        <>
          <p className="flex flex-wrap items-center gap-3">
            <Link to={`/locations/${location.id}`}>{location.state.name}</Link>
            <StatusChip noun="location" status={location.state.status} />
          </p>
          <Facts
            facts={[
              {
                label: say('place.address'),
                value: [address?.line1, address?.line2, `${address?.postalCode ?? ''} ${address?.city ?? ''}`.trim(), address?.region]
                  .filter((part) => part !== undefined && part !== '')
                  .join(', '),
              },
              { label: say('place.load-in'), value: location.state.loadInNotes },
              {
                label: say('place.contact'),
                value: [location.state.contactName, location.state.contactPhone].filter((part) => part !== '').join(', '),
              },
            ].filter(({ value }) => value !== '')}
          />
        </>
      )}
      {mayEdit && (
        <PickField
          label={say('place.change')}
          value={booking.state.locationId}
          className="max-w-sm"
          choices={rows
            .filter(({ state }) => state.status !== 'archived' && state.status !== 'rejected')
            .map(({ id, state }) => ({ id, label: state.name, detail: state.address.city }))}
          onChange={(locationId) => {
            if (locationId === null || locationId === booking.state.locationId) return;
            void run(
              'booking.change_location',
              { bookingId: booking.id, locationId },
              {
                done: say('done.edit', { title: booking.state.title }),
                undo: { name: 'booking.change_location', input: { bookingId: booking.id, locationId: booking.state.locationId } },
              },
            );
          }}
        />
      )}
    </div>
  );
}
