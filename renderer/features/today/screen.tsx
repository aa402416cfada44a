import type { ReactNode } from 'react';
import type { ScreenProps } from '../../app/routes.tsx';
import { useSession } from '../../app/session.tsx';
import { ControlRoom } from './control-room.tsx';
import { StaffToday } from './staff-today.tsx';

/** Today: planners see the control room, everybody on site their own day. */
export default function TodayScreen({ id }: ScreenProps): ReactNode {
  const { role } = useSession();
  return role === 'staff' || role === 'site_lead' ? <StaffToday id={id} /> : <ControlRoom />;
}
