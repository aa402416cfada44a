import { useEffect, useMemo, useRef, useState } from 'react';
import { formatDay } from '../../ui/index.ts';
import { useRows } from '../../view/hooks.ts';
import { createFindIndex, type Findable, type FindIndex } from './search-index.ts';

/** The palette's index, kept up with the view while the frame is there; so the first key press already finds. */
export function useFindIndex(): { readonly index: FindIndex; readonly isFilled: boolean } {
  const index = useRef<FindIndex>(undefined);
  index.current ??= createFindIndex();
  const [isFilled, setIsFilled] = useState(false);
  const { rows: bookings } = useRows('bookings');
  const { rows: members } = useRows('members');
  const { rows: locations } = useRows('locations');
  const { rows: kits } = useRows('kits');
  const things = useMemo(
    (): readonly Findable[] => [
      ...bookings.map(({ id, rev, state }) => ({
        key: `booking:${id}`,
        type: 'booking' as const,
        id,
        rev,
        title: state.title,
        detail: [state.clientName, formatDay(state.period.start, state.period.zone)].filter(Boolean).join(' · '),
        codes: state.reference,
      })),
      ...members.map(({ id, rev, state }) => ({
        key: `member:${id}`,
        type: 'member' as const,
        id,
        rev,
        title: state.name,
        detail: state.skills.join(', '),
        codes: `${state.email ?? ''} ${state.phone ?? ''}`,
      })),
      ...locations.map(({ id, rev, state }) => ({
        key: `location:${id}`,
        type: 'location' as const,
        id,
        rev,
        title: state.name,
        detail: `${state.address.line1}, ${state.address.city}`,
        codes: state.licenceNumber ?? '',
      })),
      ...kits.map(({ id, rev, state }) => ({
        key: `kit:${id}`,
        type: 'kit' as const,
        id,
        rev,
        title: state.name,
        detail: state.kitKind,
        codes: [state.code, ...state.contents.map(({ code }) => code ?? '')].join(' '),
      })),
    ],
    [bookings, members, locations, kits],
  );
  useEffect(() => {
    void index.current?.update(things).then(() => setIsFilled(true));
  }, [things]);
  return { index: index.current, isFilled };
}
