import type { ConflictOption, ConflictState, ConflictVersion } from '../../../shared/domain/conflict/schema.ts';
import { formatDay } from '../../ui/index.ts';
import { sentence } from '../../i18n/reasons.ts';
import { hasWords, say } from '../../i18n/words.ts';
import type { Names } from '../../app/names.tsx';
import { entrySentence } from '../history/entry-words.ts';
import type { FieldWords } from '../history/use-field-words.ts';

/** The sentence a tired person understands. Field and status names inside it are put into words here. */
export function conflictSentence(conflict: ConflictState, fields: FieldWords): string {
  const { code, params } = conflict;
  // one person on two devices: "Ana and Ana both changed" would be true, and nonsense
  const own = `conflicts:own.${code.replace('conflict.', '')}`;
  if (conflict.theirs?.actorId === conflict.mine.actorId && hasWords(own)) return say(own, withWords(params, fields));
  return sentence(code, withWords(params, fields)) ?? say('conflicts:unknown', { code });
}

export function optionSentence(option: ConflictOption, conflict: ConflictState, fields: FieldWords): string {
  return sentence(option.code, withWords({ ...conflict.params, ...option.params }, fields)) ?? say(`conflicts:option.${option.id}`);
}

/** What else becomes of it, where the sentence of a way out does not say so already; ends with a space. */
export function effectWords({ id, params }: ConflictOption, conflict: ConflictState): string {
  const key = `conflicts:effect.${conflict.class}.${id}`;
  return hasWords(key) ? `${say(key, { ...conflict.params, ...params })} ` : '';
}

/** How a choice is named to the rules: several alternatives may share an id. */
export const choiceOf = (option: ConflictOption, index: number): string => `${option.id}:${index}`;

/** The option a stored choice meant. */
export const chosenOption = (conflict: ConflictState): ConflictOption | null =>
  conflict.options.find((option, index) => conflict.choice === choiceOf(option, index) || conflict.choice === option.id) ?? null;

/** How the two sides stand to each other: two plans, a plan and what really happened, or two of the same. */
export type Sides = 'plans' | 'fact' | 'twins';

const FACTS: ReadonlySet<string> = new Set([
  'conflict.work-after-cancel',
  'conflict.unplanned-attendance',
  'conflict.contradicts-plan',
  'conflict.stock-below-zero',
  'conflict.kit-in-hand',
  'conflict.kit-in-two-hands',
  'conflict.item-in-two-kits',
  'conflict.zone-corrected',
]);

export const sidesOf = ({ code, class: kind }: ConflictState): Sides => (FACTS.has(code) ? 'fact' : kind === 'C7' ? 'twins' : 'plans');

const UNREAD: ReadonlySet<string> = new Set(['candidates', 'overrideReason', 'id', 'deviceId', 'needId', 'verified']);

const isStep = ({ eventType }: ConflictVersion): boolean => eventType.endsWith('status_changed');

/** What a side did, as the history says it. What stands carries the status it led to, not the step. */
export function sideSentence(version: ConflictVersion, names: Names, fields: FieldWords): string {
  const { eventType: type, values } = version;
  return entrySentence({ type, data: isStep(version) ? { from: '', to: '', ...values, ...stepTo(values) } : values }, names, fields);
}

const stepTo = ({ to, status }: ConflictVersion['values']): object => (typeof to === 'string' ? {} : { to: status });

/** What a side says beyond its sentence, as people read it: nothing empty, nothing of the program, nobody twice. */
export function readableValues(version: ConflictVersion | null): Readonly<Record<string, unknown>> {
  if (version === null) return {};
  const { from: _from, to, ...rest } = version.values;
  const values = isStep(version) || to === undefined ? rest : { assigneeId: to, ...rest };
  return Object.fromEntries(
    Object.entries(values).filter(
      ([field, value]) =>
        !UNREAD.has(field) &&
        value !== null &&
        value !== undefined &&
        value !== '' &&
        !(field === 'status' && isStep(version)) &&
        !(field === 'memberId' && value === version.actorId),
    ),
  );
}

const HOUR = 3_600_000;
const WEIGHTS: Readonly<Record<ConflictState['severity'], number>> = { blocking: 4, review: 2, info: 1 };

/**
 * What should be looked at first: start time by severity. An hour to a blocking matter weighs like fifteen minutes; what
 * has begun already comes before everything that has not.
 */
export function urgency(conflict: ConflictState, nowMs: number): number {
  const hours = conflict.startsAt === null ? 24 * 30 : (Date.parse(conflict.startsAt) - nowMs) / HOUR;
  const weight = WEIGHTS[conflict.severity];
  return hours >= 0 ? hours / weight : hours * weight;
}

/** `2026-10-25 02:30 (UTC+01:00)` as screens write a day; the clock and what tells two candidates apart stay. */
const wallTimeWords = (time: string): string =>
  time.replace(/^(\d{4}-\d{2}-\d{2}) /, (_whole, day: string) => `${formatDay(`${day}T12:00:00.000Z`, 'UTC')}, `);

function withWords(params: ConflictState['params'], fields: FieldWords): Record<string, string | number | null> {
  const names = params['fields'];
  const { status, time } = params;
  return {
    ...params,
    ...(typeof names === 'string'
      ? {
          fields: names
            .split(', ')
            .map((name) => fields.label(name).toLowerCase())
            .join(', '),
        }
      : {}),
    ...(typeof status === 'string' ? { status: fields.value('status', status) } : {}),
    ...(typeof time === 'string' ? { time: wallTimeWords(time) } : {}),
  };
}
