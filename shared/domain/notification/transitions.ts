import { attach, illegal, noop, to, type TransitionTable } from '../kernel/transitions.ts';
import type { NotificationCode } from './codes.ts';

export type NotificationStatus = 'unread' | 'read';
export type NotificationTrigger = 'created' | 'read';

const no = (code: NotificationCode) => illegal(code);

/** Read never becomes unread by sync; reading twice is reading once. */
export const NOTIFICATION_TRANSITIONS: TransitionTable<NotificationStatus, NotificationTrigger> = {
  none: { created: to('unread'), read: attach('notification.unknown' satisfies NotificationCode) },
  unread: { created: no('notification.exists'), read: to('read') },
  read: { created: no('notification.exists'), read: noop },
};
