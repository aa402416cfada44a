import type { Period } from '../../../shared/domain/kernel/time.ts';

/** A period that starts so many minutes from now, with the wall time its zone shows. */
export function toPeriod(startsInMinutes: number, lengthMinutes: number, zone: string): Period {
  const startMs = Math.ceil(Date.now() / 900_000) * 900_000 + startsInMinutes * 60_000;
  const endMs = startMs + lengthMinutes * 60_000;
  return {
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    zone,
    startLocal: wallTime(startMs, zone),
    endLocal: wallTime(endMs, zone),
  };
}

function wallTime(instantMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instantMs);
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? '00';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}
