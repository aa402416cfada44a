/**
 * One cell of a state machine: what an event does in a status.
 * - `to`: the event applies and the status becomes this
 * - `stay`: the event applies and the status stays
 * - `noop`: already there, nothing changes
 * - `attach`: it contradicts the plan and yet happened; kept beside the plan and flagged with this reason code
 * - `illegal`: a plan is refused with this reason code
 */
export type Cell<Status extends string> =
  | { readonly kind: 'to'; readonly status: Status }
  | { readonly kind: 'stay' }
  | { readonly kind: 'noop' }
  | { readonly kind: 'attach'; readonly code: string }
  | { readonly kind: 'illegal'; readonly code: string };

/** Every status × every trigger, total by type: a missing cell does not compile. `none` is "does not exist yet". */
export type TransitionTable<Status extends string, Trigger extends string> = Readonly<
  Record<Status | 'none', Readonly<Record<Trigger, Cell<Status>>>>
>;

export const to = <S extends string>(status: S): Cell<S> => ({ kind: 'to', status });
export const stay: Cell<never> = { kind: 'stay' };
export const noop: Cell<never> = { kind: 'noop' };
export const attach = (code: string): Cell<never> => ({ kind: 'attach', code });
export const illegal = (code: string): Cell<never> => ({ kind: 'illegal', code });
