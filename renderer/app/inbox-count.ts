import { useMemo } from 'react';
import { useRows } from '../view/hooks.ts';
import { useSession } from './session.tsx';
import { useCan } from './use-can.ts';

export interface InboxCounts {
  readonly decisions: number;
  readonly approvals: number;
  readonly messages: number;
}

/** What waits in the inbox for this person: open decisions, approvals they may give, unread messages to them. */
export function useInboxCounts(): InboxCounts {
  const { memberId } = useSession();
  const can = useCan();
  const { rows: conflicts } = useRows('conflicts', can('conflict.resolve') ? { status: ['open', 'claimed'] } : null);
  const { rows: bookings } = useRows('bookings', can('booking.approve') ? { status: 'pending_approval' } : null);
  const { rows: locations } = useRows('locations', can('location.approve') ? { status: 'pending_approval' } : null);
  const { rows: notifications } = useRows('notifications');
  return useMemo(
    () => ({
      decisions: conflicts.length,
      approvals: bookings.length + locations.length,
      // a decision is counted once, as a decision
      messages: notifications.filter(({ state }) => state.memberId === memberId && state.readAt === null && state.about.type !== 'conflict')
        .length,
    }),
    [conflicts, bookings, locations, notifications, memberId],
  );
}

export function useInboxCount(): number {
  const { decisions, approvals, messages } = useInboxCounts();
  return decisions + approvals + messages;
}
