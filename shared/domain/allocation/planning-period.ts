import { addMinutes, type Period } from '../kernel/time.ts';
import type { OrganizationSettings } from '../organization/schema.ts';
import { shiftLocal } from '../shift/local-time.ts';

type Buffers = Pick<OrganizationSettings, 'deliveryMinutes' | 'returnMinutes' | 'cleaningMinutes'>;

/**
 * The stretch a kit is blocked for: its use with delivery before, return and cleaning after. The wall times move by the
 * same minutes; where a clock change lies between, the instants are what counts.
 */
export function planningPeriod(usage: Period, { deliveryMinutes, returnMinutes, cleaningMinutes }: Buffers): Period {
  const after = returnMinutes + cleaningMinutes;
  return {
    start: addMinutes(usage.start, -deliveryMinutes),
    end: addMinutes(usage.end, after),
    zone: usage.zone,
    startLocal: shiftLocal(usage.startLocal, -deliveryMinutes),
    endLocal: shiftLocal(usage.endLocal, after),
  };
}
