import { useMemo } from 'react';
import { useRows } from '../view/hooks.ts';
import { useSession } from './session.tsx';
import { useCan } from './use-can.ts';

/** What waits in the inbox for this person: open decisions, approvals they may give, unread messages to them. */
export function useInboxCount(): number {
  const { memberId } = useSession();
  const can = useCan();
  const { rows: conflicts } = useRows('conflicts', can('conflict.resolve') ? { status: ['open', 'claimed'] } : null);
  const { rows: bookings } = useRows('bookings', can('booking.approve') ? { status: 'pending_approval' } : null);
  const { rows: locations } = useRows('locations', can('location.approve') ? { status: 'pending_approval' } : null);
  const { rows: notifications } = useRows('notifications', { parentId: memberId });
  const unread = useMemo(
    () => notifications.filter(({ state }) => state.memberId === memberId && state.readAt === null && state.about.type !== 'conflict').length,
    [notifications, memberId],
  );
  return conflicts.filter(({ state }) => state.severity !== 'info').length + bookings.length + locations.length + unread;
}
