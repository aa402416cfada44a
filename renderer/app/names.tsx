import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { say } from '../i18n/words.ts';
import { notAPerson } from './not-a-person.ts';
import { useRows, type Row, type TableName } from '../view/hooks.ts';

/** What ids are called. An unknown id (not on this device, or gone) reads as a plain word, never as a number. */
export interface Names {
  readonly member: (id: string | null) => string;
  readonly site: (id: string | null) => string;
  readonly siteZone: (id: string | null) => string | null;
  readonly location: (id: string | null) => string;
  readonly kit: (id: string | null) => string;
  readonly booking: (id: string | null) => string;
  /** By aggregate type, for history and messages. */
  readonly object: (type: string, id: string) => string;
}

const NamesContext = createContext<Names | null>(null);

const byId = <T extends TableName>(rows: readonly Row<T>[]): ReadonlyMap<string, Row<T>> => new Map(rows.map((row) => [row.id, row]));

/** One lookup for the whole window, kept up to date; screens never join by hand. */
export function NamesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { rows: organizations } = useRows('organizations');
  const { rows: members } = useRows('members');
  const { rows: locations } = useRows('locations');
  const { rows: kits } = useRows('kits');
  const { rows: bookings } = useRows('bookings');
  const memberById = useMemo(() => byId(members), [members]);
  const locationById = useMemo(() => byId(locations), [locations]);
  const kitById = useMemo(() => byId(kits), [kits]);
  const bookingById = useMemo(() => byId(bookings), [bookings]);
  const siteById = useMemo(
    () => new Map(organizations.flatMap(({ state }) => state.sites.map((site) => [site.id, site] as const))),
    [organizations],
  );
  const names = useMemo((): Names => {
    const unknown = (kind: string): string => say(`app:unknown.${kind}`);
    const member = (id: string | null): string => {
      if (id === null) return say('app:unknown.nobody');
      return notAPerson(id) ?? memberById.get(id)?.state.name ?? unknown('member');
    };
    const location = (id: string | null): string =>
      id === null ? say('app:unknown.no-location') : (locationById.get(id)?.state.name ?? unknown('location'));
    const kit = (id: string | null): string => (id === null ? say('app:unknown.no-kit') : (kitById.get(id)?.state.name ?? unknown('kit')));
    const booking = (id: string | null): string =>
      id === null ? say('app:unknown.no-booking') : (bookingById.get(id)?.state.title ?? unknown('booking'));
    const site = (id: string | null): string => (id === null ? unknown('site') : (siteById.get(id)?.name ?? unknown('site')));
    const lookups: Readonly<Record<string, (id: string) => string>> = { member, location, kit, booking };
    return {
      member,
      site,
      location,
      kit,
      booking,
      siteZone: (id) => (id === null ? null : (siteById.get(id)?.zone ?? null)),
      object: (type, id) => lookups[type]?.(id) ?? say(`app:noun.${type}`),
    };
  }, [memberById, locationById, kitById, bookingById, siteById]);
  return <NamesContext value={names}>{children}</NamesContext>;
}

export function useNames(): Names {
  const names = useContext(NamesContext);
  if (names === null) throw new Error('useNames needs a NamesProvider above it');
  return names;
}
