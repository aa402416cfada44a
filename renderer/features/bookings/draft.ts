import type { BookingState, KitNeed, StaffNeed } from '../../../shared/domain/booking/schema.ts';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import { newId } from '../../app/new-id.ts';

/** What a person types into the form. Empty text is empty, never absent. */
export interface Draft {
  readonly title: string;
  readonly clientName: string;
  readonly brand: string;
  readonly locationId: string | null;
  readonly period: Period;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly brief: string;
  readonly notes: string;
  readonly tags: string;
  readonly price: number | null;
  readonly staffNeeds: readonly StaffNeed[];
  readonly kitNeeds: readonly KitNeed[];
}

export function draftOf(state: BookingState | null, period: Period): Draft {
  return {
    title: state?.title ?? '',
    clientName: state?.clientName ?? '',
    brand: state?.brand ?? '',
    locationId: state?.locationId ?? null,
    period: state?.period ?? period,
    contactName: state?.contactName ?? '',
    contactPhone: state?.contactPhone ?? '',
    brief: state?.brief ?? '',
    notes: state?.notes ?? '',
    tags: state?.tags.join(', ') ?? '',
    price: state?.priceMinor === null || state === null ? null : state.priceMinor / 100,
    staffNeeds: state?.staffNeeds ?? [{ id: newId(), role: '', count: 1, skills: [] }],
    kitNeeds: state?.kitNeeds ?? [],
  };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The plain fields as commands take them. */
export const detailsOf = (draft: Draft) => ({
  title: draft.title.trim(),
  clientName: draft.clientName.trim(),
  brand: draft.brand.trim(),
  contactName: draft.contactName.trim(),
  contactPhone: draft.contactPhone.trim(),
  brief: draft.brief,
  notes: draft.notes,
  tags: listOf(draft.tags),
  priceMinor: draft.price === null || Number.isNaN(draft.price) ? null : Math.round(draft.price * 100),
});

export const creationOf = (draft: Draft, context: { readonly bookingId: string; readonly siteId: string; readonly currency: string }) => ({
  ...context,
  ...detailsOf(draft),
  locationId: draft.locationId,
  period: draft.period,
  staffNeeds: draft.staffNeeds,
  kitNeeds: draft.kitNeeds,
  copiedFrom: null,
});

export interface Edit {
  readonly command: string;
  readonly input: Record<string, unknown>;
}

/** The commands that turn what stands into what was typed: only what changed, so that edits by others survive. */
export function editsOf(bookingId: string, state: BookingState, draft: Draft): readonly Edit[] {
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const changes = Object.fromEntries(
    Object.entries(detailsOf(draft)).filter(([field, value]) => !isSame(value, state[field as keyof BookingState])),
  );
  const edits: Edit[] = [];
  if (Object.keys(changes).length > 0) edits.push({ command: 'booking.edit', input: { bookingId, changes } });
  if (draft.locationId !== null && draft.locationId !== state.locationId)
    edits.push({ command: 'booking.change_location', input: { bookingId, locationId: draft.locationId } });
  if (!isSame(draft.period, state.period)) edits.push({ command: 'booking.reschedule', input: { bookingId, period: draft.period } });
  const needs = {
    ...(isSame(draft.staffNeeds, state.staffNeeds) ? {} : { staffNeeds: draft.staffNeeds }),
    ...(isSame(draft.kitNeeds, state.kitNeeds) ? {} : { kitNeeds: draft.kitNeeds }),
  };
  if (Object.keys(needs).length > 0) edits.push({ command: 'booking.change_needs', input: { bookingId, ...needs } });
  return edits;
}
