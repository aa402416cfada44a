import type { LocationState } from '../../../shared/domain/location/schema.ts';

/** What a person types into the form of a place. */
export type Draft = Omit<LocationState, 'id' | 'status' | 'statusReason' | 'approvedUntil'>;

export function draftOf(state: LocationState | null, zone: string, country: string): Draft {
  return {
    name: state?.name ?? '',
    address: state?.address ?? { line1: '', line2: '', city: '', region: '', postalCode: '', country },
    zone: state?.zone ?? zone,
    latitude: state?.latitude ?? null,
    longitude: state?.longitude ?? null,
    contactName: state?.contactName ?? '',
    contactPhone: state?.contactPhone ?? '',
    loadInNotes: state?.loadInNotes ?? '',
    hours: state?.hours ?? [],
    licenceNumber: state?.licenceNumber ?? null,
    licenceValidUntil: state?.licenceValidUntil ?? null,
    notes: state?.notes ?? '',
  };
}

/** As commands take it: no stray spaces, and empty is empty. */
export function cleaned(draft: Draft): Draft {
  const { address } = draft;
  const licence = draft.licenceNumber?.trim() ?? '';
  return {
    ...draft,
    name: draft.name.trim(),
    address: {
      line1: address.line1.trim(),
      line2: address.line2.trim(),
      city: address.city.trim(),
      region: address.region.trim(),
      postalCode: address.postalCode.trim(),
      country: address.country.trim().toUpperCase(),
    },
    contactName: draft.contactName.trim(),
    contactPhone: draft.contactPhone.trim(),
    licenceNumber: licence === '' ? null : licence,
    hours: draft.hours.toSorted((a, b) => a.weekday - b.weekday || (a.opens < b.opens ? -1 : 1)),
  };
}

/** Only what changed, so that edits by others survive. */
export function changesOf(before: LocationState, draft: Draft): Partial<Draft> {
  return Object.fromEntries(
    Object.entries(cleaned(draft)).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof Draft])),
  );
}

/** Some fields as they stood, to bring them back. */
export const fieldsOf = (state: LocationState, fields: readonly string[]): Partial<Draft> =>
  Object.fromEntries(fields.map((field) => [field, state[field as keyof Draft]]));

/** Changing one of these asks for approval again. */
const MATERIAL: ReadonlySet<string> = new Set(['address', 'zone', 'licenceNumber', 'licenceValidUntil', 'loadInNotes']);
export const asksAgain = (state: LocationState | undefined, changes: object): boolean =>
  (state?.status === 'approved' || state?.status === 'suspended') && Object.keys(changes).some((field) => MATERIAL.has(field));

/** The address on one line, as it is said on the phone. */
export const addressLine = ({ line1, line2, postalCode, city, region }: LocationState['address']): string =>
  [line1, line2, `${postalCode} ${city}`.trim(), region].filter((part) => part !== '').join(', ');
