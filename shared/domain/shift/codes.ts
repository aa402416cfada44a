import { refuse as refuseAny, refused as refusedAny } from '../kernel/refuse.ts';
import type { Refusal } from '../kernel/aggregate.ts';
import type { Reason } from '../kernel/event.ts';

/** Why a shift command is refused, a person does not fit, or a fact on a shift is flagged, in the words people read. */
export const SHIFT_CODES = {
  'shift.missing': 'This shift is not on this device.',
  'shift.unknown': 'Somebody worked on a shift nobody knows. The record was kept so you can place it.',
  'shift.exists': 'This shift was already created.',
  'shift.unchanged': 'Nothing was changed.',
  'shift.not-yours': 'This shift is planned for somebody else.',
  'shift.check-in-for-other': 'Only a site lead or a manager can check somebody else in or out.',
  'shift.times-reversed': 'The end must be after the start.',
  'shift.needs-override': '{{person}} does not fit this shift in every way. Write why it is right anyway.',
  'shift.booking-unknown': 'The booking of this shift is not on this device.',

  'shift.already-published': 'This shift is published. Plan the person on it instead.',
  'shift.split-outside': 'The time to split at must lie inside the shift.',
  'shift.not-published': 'This shift is still a draft. Publish it first.',
  'shift.not-assigned': 'Nobody is planned for this shift yet.',
  'shift.not-offered': 'This shift was not offered, so there is nothing to answer.',
  'shift.not-accepted': 'This shift was offered but not accepted yet.',
  'shift.already-assigned': 'Somebody is already planned for this shift.',
  'shift.reassigned-meanwhile': 'This shift was given to somebody else meanwhile.',
  'shift.already-confirmed': 'This shift is already confirmed.',
  'shift.already-checked-in': 'Work on this shift has already started.',
  'shift.not-checked-in': 'Nobody has checked in to this shift yet.',
  'shift.not-completed': 'This shift is not finished yet.',
  'shift.already-completed': 'This shift is already finished.',
  'shift.time-locked': 'The time of this shift is approved. Unlock it first.',
  'shift.time-not-locked': 'The time of this shift is not approved.',
  'shift.no-show-recorded': 'This person was marked as not having come.',
  'shift.no-show-not-recorded': 'Nobody was marked as not having come.',
  'shift.already-cancelled': 'This shift was cancelled.',

  'shift.checked-in-when-draft': 'Somebody checked in before this shift was published.',
  'shift.checked-in-when-open': 'Somebody checked in although nobody was planned for this shift.',
  'shift.checked-in-when-offered': 'Somebody checked in before the offer was accepted.',
  'shift.checked-in-when-cancelled': 'Somebody checked in although this shift was cancelled.',
  'shift.checked-in-by-other': 'Somebody else than the planned person checked in.',
  'shift.checked-in-after-check-out': 'Somebody checked in again after this shift was finished.',
  'shift.checked-out-when-cancelled': 'Somebody checked out although this shift was cancelled.',
  'shift.checked-out-by-other': 'Somebody checked out who was not the planned person at work.',
  'shift.checked-out-without-check-in': 'Somebody checked out without having checked in.',
  'shift.checked-out-again': 'Somebody checked out a second time.',
  'shift.travel-unplanned': 'Somebody is on the way to a shift that is not planned for them.',
  'shift.break-unplanned': 'A break was recorded while nobody was checked in.',
  'shift.absence-by-other': 'Somebody reported sick who was not planned for this shift.',
  'shift.absence-after-check-in': 'An absence was reported although the person had checked in.',
  'shift.absence-when-cancelled': 'An absence was reported for a cancelled shift.',

  'shift.person-unknown': 'This person is not on this device.',
  'shift.person-inactive': '{{person}} is not active.',
  'shift.person-not-staff': '{{person}} does not work shifts.',
  'shift.person-busy': '{{person}} already works at {{place}} {{from}}–{{to}}.',
  'shift.person-pencilled': '{{person}} is already in a draft at {{place}} {{from}}–{{to}}.',
  'shift.skill-missing': '{{person}} is not trained for {{skill}}.',
  'shift.certificate-expired': '{{certificate}} of {{person}} is valid only until {{until}}.',
  'shift.person-on-leave': '{{person}} is on leave {{from}}–{{to}}.',
  'shift.person-unavailable': '{{person}} is not available {{from}}–{{to}}.',
  'shift.rest-too-short': '{{person}} would rest {{hours}} h, less than {{needed}} h.',
  'shift.day-too-long': '{{person}} would work {{hours}} h that day, more than {{limit}} h.',
  'shift.week-too-long': '{{person}} would work {{hours}} h that week, more than {{limit}} h.',
  'shift.week-nearly-full': '{{person}} would work {{hours}} h that week, more than the usual {{limit}} h.',
  'shift.too-many-days': '{{person}} would work {{days}} days in a row, more than {{limit}}.',
} as const;

export type ShiftCode = keyof typeof SHIFT_CODES;

/** A shift refusal; the code must have its sentence. */
export const refuse = (kind: Refusal['kind'], code: ShiftCode, params: Reason['params'] = {}, field: string | null = null): Refusal =>
  refuseAny(kind, code, params, field);

export const refused = (kind: Refusal['kind'], code: ShiftCode, params: Reason['params'] = {}, field: string | null = null) =>
  refusedAny(kind, code, params, field);
