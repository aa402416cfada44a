import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import { bookingCreated } from '../testing/events.ts';
import type { BadCase, Setting } from './case.ts';

/** A batch with something wrong in it; `over` answers the same over HTTP and over the stream. */
export interface PushCase {
  readonly name: string;
  readonly batch: (setting: Setting) => unknown;
  readonly status: number;
  readonly kind: BadCase['kind'];
  readonly field: string | null;
}

/** An id that nothing here has. */
export const STRANGER = '0b6f5c9e-7f0a-4d3c-9b1e-2f6a7c8d9e02';

/** The transaction that every case spoils. */
export const good = ({ device, world }: Setting): DomainEvent[] => device.write([bookingCreated(world.siteId)]);
