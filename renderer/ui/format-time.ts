import i18next from 'i18next';
import { say } from '../i18n/words.ts';

/**
 * Times as people read them: the place's zone first, the viewer's second when its clock shows something else.
 * Formatters are kept because making one costs more than a thousand uses.
 */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${i18next.language} ${zone ?? ''} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale(), { ...options, hourCycle: 'h23', ...(zone === undefined ? {} : { timeZone: zone }) });
  formatters.set(key, made);
  return made;
}

/** English reads day before month everywhere we work, in words and in fields; other languages use their own order. */
export const locale = (): string => (i18next.language === 'en' ? 'en-GB' : i18next.language);

export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `09:30` */
export const formatTime = (instant: string, zone?: string): string =>
  formatter(zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

/** `Mon 23 Nov`; with the year when it is not this one. */
export function formatDay(instant: string, zone?: string, now: Date = new Date()): string {
  const date = new Date(instant);
  const sameYear = formatter(zone, { year: 'numeric' }).format(date) === formatter(zone, { year: 'numeric' }).format(now);
  const words = formatter(zone, { weekday: 'short', day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(
    date,
  );
  return words.replaceAll(',', '');
}

/** `23–29 Nov`, `28 Dec 2026 – 3 Jan 2027`: from the first day to the last, with the year only where it is not this one. */
export function formatDays(first: string, last: string, zone?: string, now: Date = new Date()): string {
  const year = formatter(zone, { year: 'numeric' });
  const isThisYear = [first, last].every((instant) => year.format(new Date(instant)) === year.format(now));
  const day = formatter(zone, { day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: 'numeric' }) });
  return day.formatRange(new Date(first), new Date(last));
}

/** `Mon 23 Nov, 09:30` */
export const formatDayTime = (instant: string, zone?: string, now: Date = new Date()): string =>
  `${formatDay(instant, zone, now)}, ${formatTime(instant, zone)}`;

/** The calendar day at the place, `2026-11-23`. */
export const dayKey = (instant: string, zone?: string): string => {
  const parts = Object.fromEntries(
    formatter(zone, { year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts['year']}-${parts['month']}-${parts['day']}`;
};

/** `Mon 23 Nov, 09:30–17:00`, or both days when it ends on another. */
export function formatPeriod(period: { readonly start: string; readonly end: string }, zone?: string, now: Date = new Date()): string {
  if (dayKey(period.start, zone) === dayKey(period.end, zone))
    return `${formatDayTime(period.start, zone, now)}–${formatTime(period.end, zone)}`;
  return `${formatDayTime(period.start, zone, now)} – ${formatDayTime(period.end, zone, now)}`;
}

/** The viewer's reading of a period in another zone, or null when both clocks show the same. */
export function viewerPeriod(period: { readonly start: string; readonly end: string; readonly zone: string }): string | null {
  const here = viewerZone();
  if (formatPeriod(period, here) === formatPeriod(period, period.zone)) return null;
  return say('ui:for-you', { time: formatPeriod(period, here) });
}

/** `CET`, `GMT-5`: how the place's clock is called at that moment. */
export const zoneName = (instant: string, zone: string): string =>
  formatter(zone, { timeZoneName: 'short', hour: '2-digit' })
    .formatToParts(new Date(instant))
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone;

/** `4 h 30 min` */
export function durationWords(start: string, end: string): string {
  return minutesWords(Math.round((Date.parse(end) - Date.parse(start)) / 60_000));
}

export function minutesWords(total: number): string {
  const minutes = Math.abs(total);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  const parts = [
    days > 0 ? say('ui:duration.days', { count: days }) : '',
    hours > 0 ? say('ui:duration.hours', { count: hours }) : '',
    rest > 0 && days === 0 ? say('ui:duration.minutes', { count: rest }) : '',
  ].filter(Boolean);
  return parts.length === 0 ? say('ui:duration.minutes', { count: 0 }) : parts.join(' ');
}

/** `40 h`, `7 h 30 min`: working time and its limits are counted in hours, however many. */
export function hoursWords(total: number): string {
  const hours = Math.floor(Math.abs(total) / 60);
  const rest = Math.abs(total) % 60;
  const parts = [
    hours > 0 ? say('ui:duration.hours', { count: hours }) : '',
    rest > 0 || hours === 0 ? say('ui:duration.minutes', { count: rest }) : '',
  ];
  return parts.filter(Boolean).join(' ');
}

/** `32 min ago`, `in 2 h`, `just now`; days beyond two become a date. */
export function formatAgo(instant: string, nowMs: number = Date.now()): string {
  const minutes = Math.round((nowMs - Date.parse(instant)) / 60_000);
  if (Math.abs(minutes) < 1) return say('ui:just-now');
  if (Math.abs(minutes) >= 2880) return formatDayTime(instant);
  const rounded = Math.abs(minutes) >= 120 ? Math.round(Math.abs(minutes) / 60) * 60 : Math.abs(minutes);
  return minutes > 0 ? say('ui:ago', { time: minutesWords(rounded) }) : say('ui:in', { time: minutesWords(rounded) });
}

/** `12.30 EUR` from minor units, in the person's own order. */
export const formatMoney = (minor: number, currency: string): string => {
  const format = new Intl.NumberFormat(locale(), { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};

export const formatNumber = (value: number): string => new Intl.NumberFormat(locale()).format(value);
