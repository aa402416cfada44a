import { err, ok, type Result } from '../domain/kernel/result.ts';

/** Turns the payload of one version into the next. Pure; stored bytes are never rewritten. */
export type Upcast = (data: unknown) => unknown;

export interface UpcastFailure {
  readonly kind: 'newer-version' | 'missing-step';
  readonly type: string;
  readonly version: number;
}

/** Steps by `type@version`, each leading to the following version. */
export class Upcasters {
  readonly #steps = new Map<string, Upcast>();

  register(type: string, fromVersion: number, step: Upcast): this {
    const name = `${type}@${fromVersion}`;
    if (this.#steps.has(name)) throw new Error(`two upcasters for ${name}`);
    this.#steps.set(name, step);
    return this;
  }

  /** Lifts a payload from the version it was written in to the one this build works with. */
  lift(type: string, data: unknown, version: number, current: number): Result<unknown, UpcastFailure> {
    if (version > current) return err({ kind: 'newer-version', type, version });
    let lifted = data;
    for (let step = version; step < current; step += 1) {
      const upcast = this.#steps.get(`${type}@${step}`);
      if (upcast === undefined) return err({ kind: 'missing-step', type, version: step });
      lifted = upcast(lifted);
    }
    return ok(lifted);
  }
}

/** Every step ever shipped. All events are still in their first version. */
export const UPCASTERS = new Upcasters();
