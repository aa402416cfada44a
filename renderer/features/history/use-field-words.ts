import { useMemo } from 'react';
import { z } from 'zod';
import { kitNeedSchema, staffNeedSchema } from '../../../shared/domain/booking/schema.ts';
import { useNames, type Names } from '../../app/names.tsx';
import { hasWords, useWords, type Say } from '../../i18n/words.ts';
import { formatDay, formatDayTime, formatNumber, formatPeriod, hoursWords } from '../../ui/index.ts';

/** Fields and their values as people say them, for histories and decisions. */
export interface FieldWords {
  readonly label: (field: string) => string;
  readonly value: (field: string, value: unknown) => string;
}

export function useFieldWords(): FieldWords {
  const names = useNames();
  const say = useWords('fields');
  return useMemo(
    () => ({
      label: (field) => (hasWords(`fields:label.${field}`) ? say(`label.${field}`) : field.replaceAll(/([A-Z])/g, ' $1').toLowerCase()),
      value: (field, value) => valueWords(field, value, names, say),
    }),
    [names, say],
  );
}

const periodLike = z.object({ start: z.string(), end: z.string(), zone: z.string() });
const instantLike = z.iso.datetime();
const dayLike = z.iso.date();
const lineLike = z.object({
  name: z.string(),
  quantity: z.number().optional(),
  count: z.number().optional(),
  packed: z.number().optional(),
});
const addressLike = z.object({ line1: z.string(), city: z.string(), postalCode: z.string() });

function valueWords(field: string, value: unknown, names: Names, say: Say): string {
  if (value === null || value === undefined || value === '') return say('empty');
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
  if (typeof value === 'number')
    return field.endsWith('Minutes') || field.endsWith('PerWeek') || field.endsWith('PerDay')
      ? hoursWords(value)
      : field === 'priceMinor'
        ? formatNumber(value / 100)
        : formatNumber(value);
  if (typeof value === 'string') return stringWords(field, value, names, say);
  if (Array.isArray(value)) return value.length === 0 ? say('empty') : value.map((one) => valueWords(field, one, names, say)).join(', ');
  const period = periodLike.safeParse(value);
  if (period.success) return formatPeriod(period.data, period.data.zone);
  const staff = staffNeedSchema.safeParse(value);
  if (staff.success) return `${staff.data.count} × ${staff.data.role}`;
  const kit = kitNeedSchema.safeParse(value);
  if (kit.success) return `${kit.data.count} × ${kit.data.kitKind}`;
  const address = addressLike.safeParse(value);
  if (address.success) return `${address.data.line1}, ${address.data.postalCode} ${address.data.city}`;
  const line = lineLike.safeParse(value);
  if (line.success) {
    const amount = line.data.packed ?? line.data.quantity ?? line.data.count;
    return amount === undefined ? line.data.name : `${amount} × ${line.data.name}`;
  }
  return say('several');
}

function stringWords(field: string, value: string, names: Names, say: Say): string {
  switch (field) {
    case 'locationId':
      return names.location(value);
    case 'memberId':
    case 'assigneeId':
    case 'actorId':
      return names.member(value);
    case 'kitId':
      return names.kit(value);
    case 'siteId':
    case 'homeSiteId':
      return names.site(value);
    case 'bookingId':
      return names.booking(value);
    default:
      break;
  }
  if (hasWords(`fields:word.${value}`)) return say(`word.${value}`);
  if (dayLike.safeParse(value).success) return formatDay(`${value}T12:00:00.000Z`, 'UTC');
  return instantLike.safeParse(value).success ? formatDayTime(value) : value;
}
