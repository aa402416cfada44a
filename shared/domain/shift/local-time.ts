/**
 * Arithmetic on wall-time text. Rules count days and weeks in the place's own wall time as a person meant it, and devices
 * carry different time zone data, so no zone database is asked here.
 */

const MINUTE = 60_000;
const DAY = 86_400_000;

const wallMs = (local: string): number => Date.parse(`${local}:00.000Z`);

/** `2026-03-29T09:30` moved by whole minutes of wall time. */
export const shiftLocal = (local: string, minutes: number): string => new Date(wallMs(local) + minutes * MINUTE).toISOString().slice(0, 16);

/** The calendar day of a wall time. */
export const dayOf = (local: string): string => local.slice(0, 10);

/** Days since 1970-01-01 of the calendar day of a wall time. */
export const dayNumber = (local: string): number => Math.floor(Date.parse(`${dayOf(local)}T00:00:00.000Z`) / DAY);

/** Weeks that start on Monday (ISO 8601), counted from an arbitrary one. 1970-01-01 was a Thursday. */
export const weekNumber = (local: string): number => Math.floor((dayNumber(local) + 3) / 7);

/** A wall time as a sentence shows it. */
export const readable = (local: string): string => local.replace('T', ' ');
