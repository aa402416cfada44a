import type { DecideContext, PolicyCommand, StateReader } from '../kernel/aggregate.ts';
import { derivedId } from '../kernel/ids.ts';
import { PLANNERS } from '../kernel/roles.ts';
import { placeOf } from '../shift/fit.ts';
import { readable } from '../shift/local-time.ts';
import type { ShiftState } from '../shift/schema.ts';
import type { BookingState } from '../booking/schema.ts';
import type { NotificationCode } from './codes.ts';
import type { NotificationState } from './schema.ts';

export interface Message {
  readonly code: NotificationCode;
  readonly params: NotificationState['params'];
  readonly about: NotificationState['about'];
  readonly severity: NotificationState['severity'];
}

const LONGEST_PARAM = 400;

const fitting = (params: NotificationState['params']): NotificationState['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, LONGEST_PARAM) : value]),
  );

/**
 * One message to each person who can read it.
 * @param except whoever did it and so knows
 */
export function tell(
  people: Iterable<string | null>,
  message: Message,
  context: DecideContext,
  except: string | null,
): readonly PolicyCommand[] {
  return [...new Set(people)]
    .filter((id): id is string => id !== null && id !== except && canRead(id, context.reader))
    .map((memberId) => ({
      command: 'notification.create',
      input: { notificationId: context.newId(), memberId, ...message, params: fitting(message.params) },
    }));
}

/** What a rule needs to write a message once: who it may reach, and what was written before. */
export interface OnceContext {
  readonly reader: StateReader;
}

/**
 * Like `tell`, at most once per person and matter, however often the rule runs: the id is derived from the matter, and a
 * message that exists is not written again.
 */
export function tellOnce(
  people: Iterable<string | null>,
  message: Message,
  { reader }: OnceContext,
  matter: readonly string[],
): readonly PolicyCommand[] {
  return [...new Set(people)].flatMap((memberId): readonly PolicyCommand[] => {
    if (memberId === null || !canRead(memberId, reader)) return [];
    const notificationId = derivedId('notice', message.code, ...matter, memberId);
    if (reader.get('notification', notificationId) !== undefined) return [];
    return [{ command: 'notification.create', input: { notificationId, memberId, ...message, params: fitting(message.params) } }];
  });
}

/** Who keeps kits and stock at a site, and its managers. */
export const keepersOf = (siteId: string, reader: StateReader): readonly string[] =>
  reader
    .find('member', 'all')
    .filter(({ state }) => (state.role === 'warehouse' || state.role === 'manager') && state.homeSiteId === siteId)
    .map(({ id }) => id);

function canRead(memberId: string, reader: StateReader): boolean {
  const member = reader.get('member', memberId)?.state;
  return member !== undefined && member.status === 'active' && member.hasLogin;
}

/** Those who plan at a site: its managers, and owners and admins of every site. */
export function plannersOf(siteId: string, reader: StateReader): readonly string[] {
  const planners: readonly string[] = PLANNERS;
  return reader
    .find('member', 'all')
    .filter(({ state }) => planners.includes(state.role) && (state.role !== 'manager' || state.homeSiteId === siteId))
    .map(({ id }) => id);
}

export const shiftParams = (shift: ShiftState, reader: StateReader): NotificationState['params'] => ({
  role: shift.role,
  what: placeOf(shift, reader),
  when: readable(shift.period.startLocal),
});

export const bookingParams = (booking: BookingState): NotificationState['params'] => ({
  what: booking.title,
  reference: booking.reference,
});

export const personName = (memberId: string | null, reader: StateReader): string =>
  memberId === null ? '—' : (reader.get('member', memberId)?.state.name ?? '—');
