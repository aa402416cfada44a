import type { Period } from '../../../shared/domain/kernel/time.ts';
import { dayWords } from '../locations/validity.ts';
import { formatPeriod } from '../../ui/index.ts';
import { dayAfter } from './weeks.ts';

/** Whole days read as days, "Mon 23 Nov – Fri 27 Nov", everything else with its times. */
export function periodWords(period: Period): string {
  if (!period.startLocal.endsWith('T00:00') || !period.endLocal.endsWith('T00:00')) return formatPeriod(period, period.zone);
  const first = period.startLocal.slice(0, 10);
  const last = dayAfter(period.endLocal.slice(0, 10), -1);
  return first === last ? dayWords(first) : `${dayWords(first)} – ${dayWords(last)}`;
}
