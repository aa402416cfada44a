import { z } from 'zod';
import type { HistoryEntry } from '../../../shared/ipc/bridge.ts';
import type { Names } from '../../app/names.tsx';
import { hasWords, say } from '../../i18n/words.ts';
import type { FieldWords } from './use-field-words.ts';

/** One change in words: from → to. `from` is null when it is said for the first time. */
export interface ChangeWords {
  readonly label: string;
  readonly from: string | null;
  readonly to: string;
}

const changesLike = z.object({ changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })) });
const statusLike = z.object({ from: z.string(), to: z.string() });
const dataLike = z.record(z.string(), z.unknown());

/** The sentence of an event without its author: "approved it". */
export function entrySentence(entry: Pick<HistoryEntry, 'type' | 'data'>, names: Names, fields: FieldWords): string {
  const data = dataLike.safeParse(entry.data).data ?? {};
  const params = Object.fromEntries(
    Object.entries(data).map(([field, value]) => [field, typeof value === 'object' && value !== null ? '' : fields.value(field, value)]),
  );
  if (entry.type === 'booking.status_changed') {
    const change = statusLike.safeParse(entry.data).data;
    const key = change === undefined ? '' : `history:status.${change.from}-${change.to}`;
    if (hasWords(key)) return say(key);
    const ending = `history:status.to-${change?.to ?? ''}`;
    if (hasWords(ending)) return say(ending);
    return say('history:status.other', { to: fields.value('status', change?.to ?? '') });
  }
  const key = `history:event.${entry.type.replace('.', '-')}`;
  if (!hasWords(key)) return say('history:event.other', { what: entry.type.replace(/^.*\./, '').replaceAll('_', ' ') });
  return say(key, {
    ...params,
    member: names.member(personIn(entry.type, data)),
    kit: names.kit(typeof data['kitId'] === 'string' ? data['kitId'] : null),
  });
}

/** Whom it is about. A shift that changes hands says to whom it went. */
function personIn(type: string, data: Readonly<Record<string, unknown>>): string | null {
  const person = data['memberId'] ?? (type === 'shift.reassigned' ? (data['to'] ?? data['assigneeId']) : null);
  return typeof person === 'string' ? person : null;
}

/** What changed, field by field; values nobody can read (ids, rankings) are left out. */
export function entryChanges(entry: HistoryEntry, fields: FieldWords): readonly ChangeWords[] {
  const edit = changesLike.safeParse(entry.data);
  if (edit.success) {
    return Object.entries(edit.data.changes).map(([field, { from, to }]) => ({
      label: fields.label(field),
      from: fields.value(field, from),
      to: fields.value(field, to),
    }));
  }
  if (entry.type.endsWith('.created') || entry.type.endsWith('status_changed')) return [];
  const data = dataLike.safeParse(entry.data).data ?? {};
  return Object.entries(data)
    .filter(([field, value]) => SHOWN.has(field) && value !== null && value !== '')
    .map(([field, value]) => ({ label: fields.label(field), from: null, to: fields.value(field, value) }));
}

/** The reason a person gave, when there is one. */
export function entryReason(entry: HistoryEntry): string | null {
  const reason = dataLike.safeParse(entry.data).data?.['reason'];
  return typeof reason === 'string' && reason !== '' && !RULE_CODES.has(reason) ? reason : null;
}

/** What a rule gives as its reason is a code; the sentence of its event says it in words. */
const RULE_CODES: ReadonlySet<string> = new Set(['work_recorded']);

const SHOWN: ReadonlySet<string> = new Set([
  'period',
  'usage',
  'note',
  'text',
  'summary',
  'visitors',
  'samplesGiven',
  'issues',
  'method',
  'lines',
  'quantity',
  'delta',
  'counted',
  'validUntil',
  'result',
  'overrideReason',
  'checkedInAt',
  'checkedOutAt',
  'expiresAt',
]);
