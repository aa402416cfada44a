import type { AllocationState } from '../allocation/schema.ts';
import type { AvailabilityState } from '../availability/schema.ts';
import type { BookingState } from '../booking/schema.ts';
import type { ConflictState } from '../conflict/schema.ts';
import type { ItemState } from '../item/schema.ts';
import type { KitState } from '../kit/schema.ts';
import type { LocationState } from '../location/schema.ts';
import type { InvitationState, MemberState } from '../member/schema.ts';
import type { NotificationState } from '../notification/schema.ts';
import type { OrganizationState } from '../organization/schema.ts';
import type { ShiftState } from '../shift/schema.ts';

/** The state type of every aggregate, by its name. */
export interface States {
  organization: OrganizationState;
  member: MemberState;
  invitation: InvitationState;
  availability: AvailabilityState;
  location: LocationState;
  booking: BookingState;
  shift: ShiftState;
  kit: KitState;
  allocation: AllocationState;
  item: ItemState;
  notification: NotificationState;
  conflict: ConflictState;
}
