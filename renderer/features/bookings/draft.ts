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
  ...asked(draft),
  copiedFrom: null,
});

/** The same needs again, without the people, the kits and the notes. */
export const copyOf = (id: string, state: BookingState, bookingId: string) => ({
  bookingId,
  title: state.title,
  clientName: state.clientName,
  brand: state.brand,
  siteId: state.siteId,
  locationId: state.locationId,
  period: state.period,
  staffNeeds: state.staffNeeds.map((need) => ({ ...need, id: newId() })),
  kitNeeds: state.kitNeeds.map((need) => ({ ...need, id: newId() })),
  contactName: state.contactName,
  contactPhone: state.contactPhone,
  brief: state.brief,
  notes: '',
  tags: state.tags,
  priceMinor: state.priceMinor,
  currency: state.currency,
  copiedFrom: id,
});

/** Rows that were added and left empty ask for nothing. */
export const asked = (draft: Draft): Pick<Draft, 'staffNeeds' | 'kitNeeds'> => ({
  staffNeeds: draft.staffNeeds
    .map((need) => ({ ...need, role: need.role.trim() }))
    .filter(({ role, skills }) => role !== '' || skills.length > 0),
  kitNeeds: draft.kitNeeds.filter(({ kitKind }) => kitKind !== ''),
});

export interface Edit {
  readonly name: string;
  readonly input: Record<string, unknown>;
  /** The command that brings back what stood before. */
  readonly undo: { readonly name: string; readonly input: Record<string, unknown> };
}

/** The commands that turn what stands into what was typed: only what changed, so that edits by others survive. */
export function editsOf(bookingId: string, state: BookingState, draft: Draft): readonly Edit[] {
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const changes = Object.fromEntries(
    Object.entries(detailsOf(draft)).filter(([field, value]) => !isSame(value, state[field as keyof BookingState])),
  );
  const edits: Edit[] = [];
  const add = (name: string, to: Record<string, unknown>, from: Record<string, unknown>): void => {
    edits.push({ name, input: { bookingId, ...to }, undo: { name, input: { bookingId, ...from } } });
  };
  if (Object.keys(changes).length > 0) {
    const before = Object.fromEntries(Object.keys(changes).map((field) => [field, state[field as keyof BookingState]]));
    add('booking.edit', { changes }, { changes: before });
  }
  const { locationId, period, staffNeeds, kitNeeds } = state;
  if (draft.locationId !== null && draft.locationId !== locationId)
    add('booking.change_location', { locationId: draft.locationId }, { locationId });
  if (!isSame(draft.period, period)) add('booking.reschedule', { period: draft.period }, { period });
  const needs = asked(draft);
  const isStaffSame = isSame(needs.staffNeeds, staffNeeds);
  const isKitSame = isSame(needs.kitNeeds, kitNeeds);
  if (!isStaffSame || !isKitSame)
    add(
      'booking.change_needs',
      { ...(isStaffSame ? {} : { staffNeeds: needs.staffNeeds }), ...(isKitSame ? {} : { kitNeeds: needs.kitNeeds }) },
      { ...(isStaffSame ? {} : { staffNeeds }), ...(isKitSame ? {} : { kitNeeds }) },
    );
  return edits;
}

/** An approved booking is put before its approver again when its time, place or needs change. */
export const asksAgain = (state: BookingState, edits: readonly Edit[]): boolean =>
  state.status === 'approved' && edits.some(({ name }) => name !== 'booking.edit');
