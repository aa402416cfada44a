import type { SyncErrorKind } from '../../shared/sync/errors.ts';
import type { Answer, TestDevice } from '../testing/device.ts';
import type { World } from '../testing/world.ts';

/** What a case may use: a world with a signed-in manager who has already written one booking. */
export interface Setting {
  readonly world: World;
  readonly device: TestDevice;
  readonly otherDevice: TestDevice;
  /** The batch the device has pushed before, as it was. */
  readonly pushed: Record<string, unknown> & { readonly events: readonly Record<string, unknown>[] };
  /** Tokens that must not open anything, by what is wrong with them. */
  readonly badTokens: Readonly<Record<string, string>>;
  readonly foreign: { readonly organizationId: string; readonly memberId: string; readonly bookingId: string };
}

/** One bad input and the typed answer it must get. */
export interface BadCase {
  readonly name: string;
  readonly send: (setting: Setting) => Promise<Answer>;
  readonly status: number;
  readonly kind: SyncErrorKind;
  /** The field the answer names; null when it is about the whole request. */
  readonly field: string | null;
}
