import { Temporal } from 'temporal-polyfill';
import type { ZoneOffset } from '../wall-time.ts';

/** Zones by Temporal: another road to the answer than the server's own. */
export const temporalOffset: ZoneOffset = (zone, instantMs) => {
  try {
    return Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
  } catch {
    return null;
  }
};
