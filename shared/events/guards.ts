import { err, ok, type Result } from '../domain/kernel/result.ts';

/** How many policies may stand between a person and an event before the chain is called a loop. */
export const CAUSATION_LIMIT = 8;

/** An event caused by events caused by events … without an end in sight. */
export class CausationLoopError extends Error {
  override readonly name = 'causation-loop';
  readonly eventType: string;
  readonly depth: number;

  constructor(eventType: string, depth: number) {
    super(`causation-loop: ${eventType} stands ${depth} steps behind its first cause, the limit is ${CAUSATION_LIMIT}`);
    this.eventType = eventType;
    this.depth = depth;
  }
}

/** Refuses an event whose chain of causes is longer than the limit. */
export function guardCausation(event: { readonly type: string; readonly causationDepth: number }): Result<null, CausationLoopError> {
  return event.causationDepth > CAUSATION_LIMIT ? err(new CausationLoopError(event.type, event.causationDepth)) : ok(null);
}

/** Remembers the newest ids in two generations, so that memory stays bounded and an id is forgotten late. */
export class DuplicateGuard {
  readonly #capacity: number;
  #young = new Set<string>();
  #old = new Set<string>();

  constructor(capacity = 4096) {
    this.#capacity = capacity;
  }

  /** True the first time an id is shown. */
  admit(id: string): boolean {
    if (this.#young.has(id) || this.#old.has(id)) return false;
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(id);
    return true;
  }
}
