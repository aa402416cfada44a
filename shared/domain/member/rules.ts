import type { CheckContext, Refusal } from '../kernel/aggregate.ts';
import type { Actor } from '../kernel/event.ts';
import { refuse } from '../kernel/refuse.ts';
import { PLANNERS, type ActingRole, type Role } from '../kernel/roles.ts';
import type { MemberCode } from './codes.ts';
import type { MemberState } from './schema.ts';

const planners: readonly ActingRole[] = PLANNERS;

const no = (kind: Refusal['kind'], code: MemberCode, params: Refusal['params'] = {}, field: string | null = null): Refusal =>
  refuse(kind, code, params, field);

/** Owners give any role, admins any but owner, managers only staff (domain.md 2.4). */
export function mayGrant(actorRole: ActingRole, role: Role): boolean {
  if (actorRole === 'owner' || actorRole === 'policy') return true;
  if (actorRole === 'admin') return role !== 'owner';
  return actorRole === 'manager' && role === 'staff';
}

export const checkGrant = (actor: Actor, role: Role): readonly Refusal[] =>
  mayGrant(actor.role, role) ? [] : [no('forbidden', 'member.may-not-grant', { role }, 'role')];

/** An owner's standing is touched by owners only. */
export const checkOwnerOnly = (state: MemberState | undefined, actor: Actor): readonly Refusal[] =>
  state?.role === 'owner' && actor.role !== 'owner' && actor.role !== 'policy' ? [no('forbidden', 'member.owner-only')] : [];

/** An organization nobody owns cannot be repaired from inside. */
export function checkLastOwner(state: MemberState | undefined, { reader }: CheckContext): readonly Refusal[] {
  if (state === undefined || state.role !== 'owner' || state.status !== 'active') return [];
  const others = reader
    .find('member', 'all')
    .filter((other) => other.id !== state.id && other.state.role === 'owner' && other.state.status === 'active');
  return others.length > 0 ? [] : [no('illegal-state', 'member.last-owner', { name: state.name })];
}

export function checkRoleChange(state: MemberState | undefined, data: { from: Role; to: Role }, context: CheckContext): readonly Refusal[] {
  if (state === undefined) return [];
  if (state.id === context.actor.memberId) return [no('forbidden', 'member.own-role', {}, 'role')];
  if (state.role !== data.from) return [no('stale', 'member.role-moved', { role: state.role }, 'role')];
  return [...checkOwnerOnly(state, context.actor), ...checkGrant(context.actor, data.to), ...checkLastOwner(state, context)];
}

/** People keep their own name and phone up to date; the rest is a planner's. */
export function checkSelfService(state: MemberState | undefined, fields: readonly string[], actor: Actor): readonly Refusal[] {
  if (state === undefined || planners.includes(actor.role)) return [];
  if (state.id !== actor.memberId) return [no('forbidden', 'member.not-yours')];
  const field = fields.find((name) => name !== 'name' && name !== 'phone');
  return field === undefined ? [] : [no('forbidden', 'member.managers-only', { field }, field)];
}

/** An address is how a person signs in, so it belongs to one. */
export function checkEmail(memberId: string, email: string | null | undefined, { reader }: CheckContext): readonly Refusal[] {
  if (email === null || email === undefined) return [];
  const holder = reader.find('member', emailKey(email)).find((other) => other.id !== memberId && other.state.status !== 'removed')?.state;
  return holder === undefined ? [] : [no('invalid', 'member.email-taken', { name: holder.name, email }, 'email')];
}

export const emailKey = (email: string): string => `email:${email.toLowerCase()}`;
