import type { Entity } from '../kernel/aggregate.ts';
import { minutesBetween } from '../kernel/time.ts';
import type { MemberState } from '../member/schema.ts';
import { fitOf, fits, weekMinutes, workOf, type FitContext, type ShiftSlot } from './fit.ts';
import { dayNumber } from './local-time.ts';
import type { Candidate, ShiftState } from './schema.ts';

/** domain.md section 3. They add up to 100. */
export const WEIGHTS = { availability: 20, skills: 20, distance: 15, fairness: 20, continuity: 10, reliability: 10, cost: 5 } as const;

const FAIRNESS_DAYS = 28;
const NO_SHOW_DAYS = 84;
const round = (points: number): number => Math.round(points * 10) / 10;

/** People a policy may plan by itself. */
const RANKED_ROLES: ReadonlySet<string> = new Set(['staff', 'site_lead']);

/**
 * Everybody who fits without any override, best first; the score says why. Ties go to who was assigned least, then to the
 * lower id, so every device and the server give the same order whatever order they hold people in.
 */
export function rank(members: readonly Entity<MemberState>[], slot: ShiftSlot, context: FitContext): readonly Candidate[] {
  return members
    .filter(({ state }) => RANKED_ROLES.has(state.role) && fits(fitOf(state, slot, context)))
    .map(({ state }) => ({ candidate: scoreOf(state, slot, context), load: loadOf(workOf(state.id, slot, context.reader), slot).count }))
    .sort((a, b) => b.candidate.score - a.candidate.score || a.load - b.load || compare(a.candidate.memberId, b.candidate.memberId))
    .map(({ candidate }) => candidate);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The score of one person, whether or not they fit; screens show it beside the reasons. */
export function scoreOf(member: MemberState, slot: ShiftSlot, context: FitContext): Candidate {
  const work = workOf(member.id, slot, context.reader);
  const shares: Readonly<Record<keyof typeof WEIGHTS, number>> = {
    availability: availabilityShare(member, slot, context),
    skills: skillShare(member, slot),
    distance: member.homeSiteId === slot.siteId ? 1 : 0,
    fairness: fairnessShare(member, slot, work, context),
    continuity: continuityShare(slot, work),
    reliability: reliabilityShare(member, slot, context),
    cost: costShare(member, slot, work, context),
  };
  const parts = PARTS.map((name) => ({ name, points: round(shares[name] * WEIGHTS[name]), weight: WEIGHTS[name] }));
  return { memberId: member.id, score: round(parts.reduce((sum, { points }) => sum + points, 0)), parts };
}

const PARTS = ['availability', 'skills', 'distance', 'fairness', 'continuity', 'reliability', 'cost'] as const;

/** Asked for the whole shift: 1. Said nothing: a good half. Away: 0. */
function availabilityShare(member: MemberState, slot: ShiftSlot, { reader }: FitContext): number {
  let share = 0.6;
  for (const { state } of reader.find('availability', `member:${member.id}`)) {
    if (state.removed || state.period.start >= slot.period.end || state.period.end <= slot.period.start) continue;
    if (state.kind !== 'preferred') return 0;
    if (state.period.start <= slot.period.start && state.period.end >= slot.period.end) share = 1;
  }
  return share;
}

/** What is needed counts most; knowing the job itself is the rest. */
function skillShare(member: MemberState, slot: ShiftSlot): number {
  const known = new Set([...member.skills, ...member.certificates.map(({ name }) => name)].map((name) => name.toLowerCase()));
  const met = slot.skills.length === 0 ? 1 : slot.skills.filter((skill) => known.has(skill.toLowerCase())).length / slot.skills.length;
  return 0.7 * met + (known.has(slot.role.toLowerCase()) ? 0.3 : 0);
}

/** Work of the four weeks that end with the slot's own. */
function loadOf(work: readonly ShiftState[], slot: ShiftSlot): { readonly minutes: number; readonly count: number } {
  const day = dayNumber(slot.period.startLocal);
  const recent = work.filter(
    ({ period }) => Math.abs(day - dayNumber(period.startLocal)) < FAIRNESS_DAYS && period.start < slot.period.end,
  );
  return { minutes: recent.reduce((sum, { period }) => sum + minutesBetween(period.start, period.end), 0), count: recent.length };
}

/** Squared, so that giving more to whoever already has much costs more and more. */
function fairnessShare(member: MemberState, slot: ShiftSlot, work: readonly ShiftState[], { settings }: FitContext): number {
  const full = 4 * (member.maxMinutesPerWeek ?? settings.maxMinutesPerWeek);
  if (full <= 0) return 0;
  const share = loadOf(work, slot).minutes / full;
  return Math.max(0, 1 - share * share);
}

/** Two earlier shifts at the same place are as good as knowing it. */
function continuityShare(slot: ShiftSlot, work: readonly ShiftState[]): number {
  if (slot.locationId === null) return 0;
  const visits = work.filter(({ locationId, period }) => locationId === slot.locationId && period.end <= slot.period.start).length;
  return Math.min(visits, 2) / 2;
}

/** Missed shifts of twelve weeks weigh double; somebody new has missed none. */
function reliabilityShare(member: MemberState, slot: ShiftSlot, { reader }: FitContext): number {
  const day = dayNumber(slot.period.startLocal);
  let missed = 0;
  let kept = 0;
  for (const { state } of reader.find('shift', `member:${member.id}`)) {
    const age = day - dayNumber(state.period.startLocal);
    if (age < 0 || age > NO_SHOW_DAYS) continue;
    if (state.status === 'no_show') missed += 1;
    else if (state.status === 'completed' || state.status === 'approved') kept += 1;
  }
  return (kept + 2) / (kept + 2 + 2 * missed);
}

/** Full while the week stays under the usual hours, nothing at the limit. */
function costShare(member: MemberState, slot: ShiftSlot, work: readonly ShiftState[], { settings }: FitContext): number {
  const limit = member.maxMinutesPerWeek ?? settings.maxMinutesPerWeek;
  const usual = Math.min(settings.warnMinutesPerWeek, limit);
  const week = weekMinutes(slot, work);
  if (week <= usual) return 1;
  return limit <= usual ? 0 : Math.max(0, 1 - (week - usual) / (limit - usual));
}
