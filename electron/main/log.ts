import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

const MAX_BYTES = 2 * 1024 * 1024;
const MAX_VALUE_LENGTH = 200;

/** Fields a log line may carry: names of things and counts, never what people wrote (S19). */
const ALLOWED_FIELDS: ReadonlySet<string> = new Set([
  'attempt',
  'bytes',
  'call',
  'code',
  'count',
  'cursor',
  'delayMs',
  'eventType',
  'events',
  'exitCode',
  'from',
  'head',
  'kind',
  'ms',
  'pending',
  'phase',
  'pid',
  'platform',
  'problem',
  'profile',
  'protocol',
  'reason',
  'rows',
  'seq',
  'status',
  'to',
  'version',
]);

/** Drops what is not on the list, and cuts what is long or looks like an address or a token. */
export function cleanFields(fields: LogFields): LogFields {
  const clean: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!ALLOWED_FIELDS.has(name)) continue;
    clean[name] = typeof value === 'string' ? cleanText(value) : value;
  }
  return clean;
}

/** Text of an error or message without link queries, bearer tokens and other long opaque words. */
export function cleanText(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:[^\s?#]*)[?#]\S*/gi, '$1')
    .replace(/[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g, '[token]')
    .replace(/\b(?![0-9a-f]{8}-[0-9a-f]{4}-)[A-Za-z0-9_-]{40,}\b/g, '[token]')
    .slice(0, MAX_VALUE_LENGTH);
}

/** A log of JSON lines in one file, turned over at 2 MiB; the previous file is kept. */
export function createFileLog(file: string, now: () => Date): Log {
  mkdirSync(dirname(file), { recursive: true });
  return (level, message, fields = {}) => {
    try {
      if (sizeOf(file) > MAX_BYTES) renameSync(file, `${file}.old`);
      appendFileSync(file, `${JSON.stringify({ at: now().toISOString(), level, message: cleanText(message), ...cleanFields(fields) })}\n`, {
        mode: 0o600,
      });
    } catch {
      // A full disk must not stop the app from saying so on screen.
    }
  };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
