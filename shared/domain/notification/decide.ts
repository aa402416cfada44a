import { z } from 'zod';
import { defineCommand, type CommandDefinition } from '../kernel/aggregate.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf, refused } from '../kernel/refuse.ts';
import { ok } from '../kernel/result.ts';
import { EVERYONE } from '../kernel/roles.ts';
import { notificationCreatedSchema } from './events.ts';

const draft = draftOf('notification');
const createSchema = notificationCreatedSchema.extend({ notificationId: idSchema }).strict();

export const notificationCommands: readonly CommandDefinition[] = [
  /** Only policies write messages. */
  defineCommand<z.infer<typeof createSchema>>({
    name: 'notification.create',
    input: createSchema,
    roles: ['policy'],
    decide: ({ notificationId, ...data }) => ok([draft(notificationId, 'notification.created', data)]),
  }),
  defineCommand<{ notificationId: string }>({
    name: 'notification.mark_read',
    input: z.strictObject({ notificationId: idSchema }),
    roles: EVERYONE,
    decide: ({ notificationId }, { reader, actor }) => {
      const notification = reader.get('notification', notificationId)?.state;
      if (notification === undefined) return refused('not-found', 'notification.missing', {}, 'notificationId');
      if (notification.memberId !== actor.memberId) return refused('forbidden', 'notification.not-yours', {}, 'notificationId');
      return ok([draft(notificationId, 'notification.read', {})]);
    },
  }),
];
