import type { Refusal } from './aggregate.ts';
import type { AggregateType, EventDraft, Reason } from './event.ts';
import { err } from './result.ts';

/** A refusal as a value; `field` names the input that is wrong, when one is. */
export function refuse(kind: Refusal['kind'], code: string, params: Reason['params'] = {}, field: string | null = null): Refusal {
  return { kind, code, params, field };
}

/** What a `decide` returns when it refuses. */
export const refused = (...args: Parameters<typeof refuse>): { readonly ok: false; readonly error: Refusal } => err(refuse(...args));

/** Makes drafts for one noun. */
export const draftOf =
  (aggregateType: AggregateType) =>
  (aggregateId: string, type: string, data: unknown): EventDraft => ({ type, aggregateType, aggregateId, data });
