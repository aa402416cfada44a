import type { StateReader } from '../kernel/aggregate.ts';
import type { Reason } from '../kernel/event.ts';
import type { MemberState } from '../member/schema.ts';
import { DEFAULT_SETTINGS, type OrganizationSettings } from '../organization/schema.ts';
import { minutesBetween, overlaps } from '../kernel/time.ts';
import { blockedTime, HOLDS_PERSON } from './claims.ts';
import type { ShiftCode } from './codes.ts';
import { dayNumber, dayOf, readable, weekNumber } from './local-time.ts';
import type { ShiftState } from './schema.ts';

/** What of a shift decides who fits; a shift that exists is one, and so is one that is only being drawn. */
export type ShiftSlot = Pick<ShiftState, 'id' | 'role' | 'skills' | 'period' | 'travelMinutes' | 'siteId' | 'locationId'>;

/** What fit and ranking look at besides the person and the shift. */
export interface FitContext {
  readonly reader: StateReader;
  readonly settings: OrganizationSettings;
  /** Whether work that is only drafted counts too: it does while drafting, never against what is published. */
  readonly countsDrafts?: boolean;
}

/** Whether a person can take a shift, and why not. */
export interface Fit {
  /** Nobody may override these. */
  readonly hard: readonly Reason[];
  /** A planner may override these with a written reason; a policy never does. */
  readonly soft: readonly Reason[];
  /** Worth showing; they stop nobody. */
  readonly notes: readonly Reason[];
}

/** The organization's rules, or the defaults while they are not known here. */
export const settingsOf = (reader: StateReader, organizationId: string): OrganizationSettings =>
  reader.get('organization', organizationId)?.state.settings ?? DEFAULT_SETTINGS;

const reason = (code: ShiftCode, params: Reason['params']): Reason => ({ code, params });
const hours = (minutes: number): number => Math.round(minutes / 6) / 10;

/** Shifts this person is taken for, the slot itself left out. */
export const workOf = (memberId: string, slot: ShiftSlot, reader: StateReader): readonly ShiftState[] =>
  reader
    .find('shift', `member:${memberId}`)
    .filter(({ id, state }) => id !== slot.id && HOLDS_PERSON.has(state.status))
    .map(({ state }) => state);

const draftsOf = (memberId: string, slot: ShiftSlot, context: FitContext): readonly ShiftState[] =>
  context.countsDrafts === true
    ? context.reader.find('shift', `pencil:${memberId}`).flatMap(({ id, state }) => (id === slot.id ? [] : [state]))
    : [];

/**
 * The one fit check: screens show its reasons while a shift is dragged, commands refuse by it, policies choose by it.
 * Days and weeks are those of the shift's own wall time.
 */
export function fitOf(member: MemberState, slot: ShiftSlot, context: FitContext): Fit {
  const drafts = draftsOf(member.id, slot, context);
  const work = [...workOf(member.id, slot, context.reader), ...drafts];
  const fatigue = fatigueOf(member, slot, work, context.settings);
  return {
    hard: [...standing(member), ...busy(member, slot, context.reader)],
    soft: [
      ...pencilled(member, slot, drafts, context.reader),
      ...training(member, slot),
      ...away(member, slot, context.reader),
      ...rest(member, slot, work, context.settings),
      ...fatigue.soft,
    ],
    notes: fatigue.notes,
  };
}

/** What a change adds to what already spoke against a plan: a written reason holds for the plan it was written for. */
export function strain(after: readonly Reason[], before: readonly Reason[]): readonly Reason[] {
  const known = new Set(before.map((one) => JSON.stringify(one)));
  return after.filter((one) => !known.has(JSON.stringify(one)));
}

export const fits = (fit: Fit): boolean => fit.hard.length === 0 && fit.soft.length === 0;

/** Reasons that no clash can explain away: checked again where the event arrives. */
export function standing(member: MemberState): readonly Reason[] {
  if (member.status !== 'active') return [reason('shift.person-inactive', { person: member.name })];
  if (member.role === 'client' || member.role === 'auditor') return [reason('shift.person-not-staff', { person: member.name })];
  return [];
}

function busy(member: MemberState, slot: ShiftSlot, reader: StateReader): readonly Reason[] {
  const { startMs, endMs } = blockedTime(slot);
  const clash = reader.claims(`member:${member.id}`, startMs, endMs).find((claim) => claim.aggregateId !== slot.id);
  if (clash === undefined) return [];
  const other = clash.aggregateType === 'shift' ? reader.get('shift', clash.aggregateId)?.state : undefined;
  const params = {
    person: member.name,
    place: other === undefined ? '—' : placeOf(other, reader),
    from: other === undefined ? '' : readable(other.period.startLocal),
    to: other === undefined ? '' : readable(other.period.endLocal),
    shiftId: clash.aggregateId,
  };
  return [reason('shift.person-busy', params)];
}

function pencilled(member: MemberState, slot: ShiftSlot, drafts: readonly ShiftState[], reader: StateReader): readonly Reason[] {
  const { startMs, endMs } = blockedTime(slot);
  const other = drafts.find((draft) => blockedTime(draft).startMs < endMs && startMs < blockedTime(draft).endMs);
  if (other === undefined) return [];
  const params = {
    person: member.name,
    place: placeOf(other, reader),
    from: readable(other.period.startLocal),
    to: readable(other.period.endLocal),
    shiftId: other.id,
  };
  return [reason('shift.person-pencilled', params)];
}

/** Where a shift is, in the words people use. */
export function placeOf(shift: Pick<ShiftState, 'locationId' | 'bookingId' | 'role'>, reader: StateReader): string {
  const location = shift.locationId === null ? undefined : reader.get('location', shift.locationId)?.state.name;
  const booking = shift.bookingId === null ? undefined : reader.get('booking', shift.bookingId)?.state.title;
  return location ?? booking ?? shift.role;
}

/** A needed skill is a training or a certificate of that name, valid on the day of the shift. */
function training(member: MemberState, slot: ShiftSlot): readonly Reason[] {
  const lastDay = dayOf(slot.period.endLocal);
  const person = member.name;
  return slot.skills.flatMap((skill): readonly Reason[] => {
    const papers = member.certificates.filter(({ name }) => name === skill);
    if (papers.some(({ validUntil }) => validUntil === null || validUntil >= lastDay)) return [];
    const expired = papers
      .map(({ validUntil }) => validUntil ?? '')
      .sort()
      .at(-1);
    if (expired !== undefined) return [reason('shift.certificate-expired', { person, certificate: skill, until: expired })];
    return member.skills.includes(skill) ? [] : [reason('shift.skill-missing', { person, skill })];
  });
}

function away(member: MemberState, slot: ShiftSlot, reader: StateReader): readonly Reason[] {
  return reader.find('availability', `member:${member.id}`).flatMap(({ state }): readonly Reason[] => {
    if (state.removed || state.kind === 'preferred' || !overlaps(state.period, slot.period)) return [];
    const params = { person: member.name, from: readable(state.period.startLocal), to: readable(state.period.endLocal) };
    return [reason(state.kind === 'leave' ? 'shift.person-on-leave' : 'shift.person-unavailable', params)];
  });
}

/** Rest is asked between working days; two shifts that start on one day are a split day and fall under the day's limit. */
function rest(member: MemberState, slot: ShiftSlot, work: readonly ShiftState[], settings: OrganizationSettings): readonly Reason[] {
  const day = dayOf(slot.period.startLocal);
  const gaps = work
    .filter(({ period }) => dayOf(period.startLocal) !== day && !overlaps(period, slot.period))
    .map(({ period }) =>
      period.end <= slot.period.start ? minutesBetween(period.end, slot.period.start) : minutesBetween(slot.period.end, period.start),
    );
  const shortest = Math.min(...gaps);
  if (shortest >= settings.minRestMinutes) return [];
  return [reason('shift.rest-too-short', { person: member.name, hours: hours(shortest), needed: hours(settings.minRestMinutes) })];
}

const lengthOf = (slot: Pick<ShiftState, 'period'>): number => minutesBetween(slot.period.start, slot.period.end);

/** Minutes of the slot's ISO week, the slot included. */
export function weekMinutes(slot: ShiftSlot, work: readonly ShiftState[]): number {
  const week = weekNumber(slot.period.startLocal);
  return work.filter(({ period }) => weekNumber(period.startLocal) === week).reduce((sum, shift) => sum + lengthOf(shift), lengthOf(slot));
}

function fatigueOf(
  member: MemberState,
  slot: ShiftSlot,
  work: readonly ShiftState[],
  settings: OrganizationSettings,
): { readonly soft: readonly Reason[]; readonly notes: readonly Reason[] } {
  const person = member.name;
  const soft: Reason[] = [];
  const notes: Reason[] = [];
  const day = dayNumber(slot.period.startLocal);
  const dayMinutes = work
    .filter(({ period }) => dayNumber(period.startLocal) === day)
    .reduce((sum, shift) => sum + lengthOf(shift), lengthOf(slot));
  if (dayMinutes > settings.maxMinutesPerDay) {
    soft.push(reason('shift.day-too-long', { person, hours: hours(dayMinutes), limit: hours(settings.maxMinutesPerDay) }));
  }
  const week = weekMinutes(slot, work);
  const limit = member.maxMinutesPerWeek ?? settings.maxMinutesPerWeek;
  if (week > limit) soft.push(reason('shift.week-too-long', { person, hours: hours(week), limit: hours(limit) }));
  else if (week > settings.warnMinutesPerWeek) {
    notes.push(reason('shift.week-nearly-full', { person, hours: hours(week), limit: hours(settings.warnMinutesPerWeek) }));
  }
  const days = daysInRow(day, new Set(work.map(({ period }) => dayNumber(period.startLocal))));
  if (days > settings.maxDaysInRow) soft.push(reason('shift.too-many-days', { person, days, limit: settings.maxDaysInRow }));
  return { soft, notes };
}

/** Length of the unbroken row of working days that this day would belong to. */
function daysInRow(day: number, worked: ReadonlySet<number>): number {
  let length = 1;
  for (let before = day - 1; worked.has(before); before -= 1) length += 1;
  for (let after = day + 1; worked.has(after); after += 1) length += 1;
  return length;
}
