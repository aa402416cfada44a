import type { ConflictOption, ConflictState } from '../../../shared/domain/conflict/schema.ts';
import { sentence } from '../../i18n/reasons.ts';
import { say } from '../../i18n/words.ts';
import type { FieldWords } from '../history/use-field-words.ts';

/** The sentence a tired person understands. Field and status names inside it are put into words here. */
export function conflictSentence(conflict: ConflictState, fields: FieldWords): string {
  const { code, params } = conflict;
  return sentence(code, withWords(params, fields)) ?? say('conflicts:unknown', { code });
}

export function optionSentence(option: ConflictOption, conflict: ConflictState, fields: FieldWords): string {
  return sentence(option.code, withWords({ ...conflict.params, ...option.params }, fields)) ?? say(`conflicts:option.${option.id}`);
}

/** How a choice is named to the rules: several alternatives may share an id. */
export const choiceOf = (option: ConflictOption, index: number): string => `${option.id}:${index}`;

/** The option a stored choice meant. */
export const chosenOption = (conflict: ConflictState): ConflictOption | null =>
  conflict.options.find((option, index) => conflict.choice === choiceOf(option, index) || conflict.choice === option.id) ?? null;

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

function withWords(params: ConflictState['params'], fields: FieldWords): Record<string, string | number | null> {
  const names = params['fields'];
  const status = params['status'];
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
  };
}
