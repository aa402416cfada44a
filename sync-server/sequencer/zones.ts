import type { ZoneOffset } from '../../shared/conflict/wall-time.ts';

const SECOND = 1000;
/** Beyond these years the formatter counts in eras; nobody plans there. */
const [FROM, TO] = [Date.UTC(1900, 0), Date.UTC(2200, 0)];

const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** The zone's clock, made once; null for a name that this machine does not know. */
function clockOf(zone: string): Intl.DateTimeFormat | null {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    try {
      const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
      clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', calendar: 'iso8601', ...parts });
    } catch {
      clock = null;
    }
    // names come from devices: what is remembered of them stays small
    if (clocks.size > 1000) clocks.clear();
    clocks.set(zone, clock);
  }
  return clock;
}

/**
 * Time zones as this server knows them. Its answers become conflict cards and stand in the log, so nobody asks twice: not a
 * device with other zone data, and not this server when it folds the log again.
 */
export const zoneOffset: ZoneOffset = (zone, instantMs) => {
  if (!(instantMs > FROM && instantMs < TO)) return null;
  const clock = clockOf(zone);
  if (clock === null) return null;
  const part = Object.fromEntries(clock.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / SECOND) * SECOND;
};
