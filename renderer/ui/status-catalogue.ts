import {
  Archive,
  Ban,
  BellRing,
  Check,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleHelp,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  Hourglass,
  LogIn,
  MessageSquareReply,
  Package,
  PackageCheck,
  PackageOpen,
  PackageSearch,
  PackageX,
  PencilLine,
  Play,
  Repeat2,
  ShieldAlert,
  Truck,
  Undo2,
  UserCheck,
  UserMinus,
  UserX,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { AllocationStatus } from '../../shared/domain/allocation/schema.ts';
import type { BookingStatus } from '../../shared/domain/booking/schema.ts';
import type { ConflictState } from '../../shared/domain/conflict/schema.ts';
import type { ItemState } from '../../shared/domain/item/schema.ts';
import type { KitStatus } from '../../shared/domain/kit/schema.ts';
import type { LocationStatus } from '../../shared/domain/location/schema.ts';
import type { InvitationState, MemberStatus } from '../../shared/domain/member/schema.ts';
import type { ShiftStatus } from '../../shared/domain/shift/schema.ts';

/** What a colour means, everywhere (look.md). */
export type Tone = 'draft' | 'pending' | 'approved' | 'running' | 'done' | 'cancelled' | 'needs' | 'stopped';

export interface StatusLook {
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

type Looks<Status extends string> = Readonly<Record<Status, StatusLook>>;
const look = (tone: Tone, icon: LucideIcon): StatusLook => ({ tone, icon });

const booking: Looks<BookingStatus> = {
  draft: look('draft', PencilLine),
  pending_approval: look('pending', Hourglass),
  changes_requested: look('needs', MessageSquareReply),
  approved: look('approved', CircleCheck),
  in_progress: look('running', Play),
  completed: look('done', Check),
  closed: look('done', Archive),
  rejected: look('stopped', CircleX),
  cancelled: look('cancelled', Ban),
};

const shift: Looks<ShiftStatus> = {
  draft: look('draft', PencilLine),
  open: look('needs', CircleDashed),
  offered: look('pending', CircleHelp),
  confirmed: look('approved', UserCheck),
  checked_in: look('running', LogIn),
  completed: look('done', Check),
  approved: look('done', CircleCheck),
  no_show: look('stopped', UserX),
  cancelled: look('cancelled', Ban),
};

const allocation: Looks<AllocationStatus> = {
  requested: look('needs', PackageSearch),
  assigned: look('pending', Package),
  packed: look('approved', PackageCheck),
  in_transit: look('running', Truck),
  delivered: look('running', PackageOpen),
  transferred: look('done', Repeat2),
  returning: look('running', Undo2),
  returned: look('done', PackageCheck),
  closed: look('done', Archive),
  released: look('cancelled', CircleSlash),
  lost: look('stopped', PackageX),
};

const kit: Looks<KitStatus> = {
  available: look('approved', CircleCheck),
  in_maintenance: look('needs', Wrench),
  quarantined: look('stopped', ShieldAlert),
  retired: look('done', Archive),
};

const location: Looks<LocationStatus> = {
  draft: look('draft', PencilLine),
  pending_approval: look('pending', Hourglass),
  changes_requested: look('needs', MessageSquareReply),
  approved: look('approved', CircleCheck),
  rejected: look('stopped', CircleX),
  suspended: look('stopped', CirclePause),
  archived: look('done', Archive),
};

const member: Looks<MemberStatus> = {
  active: look('approved', UserCheck),
  suspended: look('stopped', CirclePause),
  removed: look('cancelled', UserMinus),
};

const invitation: Looks<InvitationState['status']> = {
  pending: look('pending', Hourglass),
  accepted: look('approved', UserCheck),
  declined: look('stopped', CircleX),
  revoked: look('cancelled', Ban),
  expired: look('done', Clock),
  superseded: look('cancelled', Repeat2),
};

const conflict: Looks<ConflictState['status']> = {
  open: look('needs', ShieldAlert),
  claimed: look('pending', UserCheck),
  resolved: look('approved', CircleCheck),
  dismissed: look('cancelled', CircleSlash),
  auto_resolved: look('done', Check),
};

const item: Looks<ItemState['status']> = { active: look('approved', CircleDot), retired: look('done', Archive) };

const severity: Looks<ConflictState['severity'] | 'attention' | 'critical'> = {
  info: look('done', CircleDot),
  review: look('pending', CircleHelp),
  blocking: look('needs', ShieldAlert),
  attention: look('needs', BellRing),
  critical: look('stopped', ShieldAlert),
};

const report: Looks<'due' | 'submitted' | 'returned' | 'approved'> = {
  due: look('needs', Clock),
  submitted: look('pending', Hourglass),
  returned: look('needs', MessageSquareReply),
  approved: look('approved', CircleCheck),
};

/** Every status of every noun: its colour and icon. The word is `status:<noun>.<status>`. */
export const STATUS_LOOKS = { booking, shift, allocation, kit, location, member, invitation, conflict, item, severity, report } as const;
export type StatusNoun = keyof typeof STATUS_LOOKS;

const UNKNOWN: StatusLook = look('draft', CircleHelp);

/** The look of a status; one this version does not know reads as a plain grey word. */
export function statusLook(noun: StatusNoun, status: string): StatusLook {
  const looks: Readonly<Record<string, StatusLook>> = STATUS_LOOKS[noun];
  return looks[status] ?? UNKNOWN;
}
