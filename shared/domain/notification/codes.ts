/** The words of every message, and of the refusals of this noun. Parameters arrive with names already resolved. */
export const NOTIFICATION_CODES = {
  'notification.missing': 'This message is not on this device.',
  'notification.unknown': 'A message that is no longer here was read.',
  'notification.exists': 'This message was already sent.',
  'notification.not-yours': 'This message is for somebody else.',

  'notification.shift-assigned': 'You are planned: {{role}}, {{what}}, {{when}}.',
  'notification.shift-offered': 'Can you work? {{role}}, {{what}}, {{when}}.',
  'notification.shift-unassigned': 'You are no longer planned: {{role}}, {{what}}, {{when}}.',
  'notification.shift-cancelled': 'Cancelled: {{role}}, {{what}}, {{when}}.',
  'notification.shift-rescheduled': 'New time: {{role}}, {{what}}, now {{when}}.',
  'notification.shift-declined': '{{person}} declined {{role}}, {{what}}, {{when}}.',
  'notification.shift-absence': '{{person}} cannot come: {{role}}, {{what}}, {{when}}.',
  'notification.shift-no-show': '{{person}} has not come: {{role}}, {{what}}, {{when}}.',
  'notification.shift-came-after-all': '{{person}} did come: {{role}}, {{what}}, {{when}}. The no-show is withdrawn.',
  'notification.booking-approved': '{{what}} ({{reference}}) is approved.',
  'notification.booking-changes-requested': '{{what}} ({{reference}}) needs changes: {{reason}}',
  'notification.booking-rejected': '{{what}} ({{reference}}) was rejected: {{reason}}',
  'notification.booking-cancelled': '{{what}} ({{reference}}) was cancelled: {{reason}}',
  'notification.people-missing': '{{what}} ({{reference}}) still needs people: {{count}} of {{total}} shifts are open.',
  'notification.kit-missing': '{{what}} ({{reference}}) still needs a kit: no {{kits}} is free.',
  'notification.conflict': '{{what}} needs a decision.',
} as const;
export type NotificationCode = keyof typeof NOTIFICATION_CODES;
