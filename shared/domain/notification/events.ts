import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../kernel/aggregate.ts';
import { EVERYONE } from '../kernel/roles.ts';
import { notificationStateSchema, type NotificationState } from './schema.ts';
import { NOTIFICATION_TRANSITIONS, type NotificationStatus, type NotificationTrigger } from './transitions.ts';

export const notificationCreatedSchema = notificationStateSchema.omit({ id: true, createdAt: true, readAt: true }).strict();
export type NotificationCreated = z.infer<typeof notificationCreatedSchema>;

export const statusOf = (state: NotificationState): NotificationStatus => (state.readAt === null ? 'unread' : 'read');

const cellOf = (trigger: NotificationTrigger) => (state: NotificationState | undefined) =>
  NOTIFICATION_TRANSITIONS[state === undefined ? 'none' : statusOf(state)][trigger];

export const notificationEvents: Readonly<Record<string, EventDefinition<NotificationState>>> = {
  'notification.created': defineEvent<NotificationState, NotificationCreated>({
    version: 1,
    kind: 'plan',
    data: notificationCreatedSchema,
    roles: ['policy'],
    cell: cellOf('created'),
    evolve: (state, data, event) => state ?? { ...data, id: event.aggregateId, createdAt: event.occurredAt, readAt: null },
  }),
  'notification.read': defineEvent<NotificationState, Record<string, never>>({
    version: 1,
    kind: 'fact',
    data: z.strictObject({}),
    roles: EVERYONE,
    additive: true,
    cell: cellOf('read'),
    evolve: (state, _data, event) => {
      // a message nobody has any more is remembered as read, so that it stays read should it arrive again
      if (state === undefined) {
        return {
          id: event.aggregateId,
          memberId: event.actorId,
          code: 'notification.unknown',
          params: {},
          about: { type: 'notification', id: event.aggregateId },
          severity: 'info',
          createdAt: event.occurredAt,
          readAt: event.occurredAt,
        };
      }
      return state.readAt === null && event.actorId === state.memberId ? { ...state, readAt: event.occurredAt } : state;
    },
  }),
};
