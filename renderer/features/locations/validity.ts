import { formatDay } from '../../ui/index.ts';

export type Validity = 'none' | 'valid' | 'soon' | 'over';

/** A licence or approval that ends within a month asks to be renewed. */
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

export const daysUntil = (day: string, today: string): number => Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);

/** How long something with a last day still holds; both days are calendar days of the place. */
export function validityOf(day: string | null, today: string): Validity {
  if (day === null) return 'none';
  const left = daysUntil(day, today);
  return left < 0 ? 'over' : left <= SOON_DAYS ? 'soon' : 'valid';
}

/** A calendar day in words; it belongs to no zone. */
export const dayWords = (day: string): string => formatDay(`${day}T12:00:00.000Z`, 'UTC');
