import type { Refusal } from '../domain/kernel/aggregate.ts';
import type { BridgeError } from '../ipc/bridge.ts';

/** An error as screens get it. */
export function bridgeError(
  kind: BridgeError['kind'],
  code: string,
  params: BridgeError['params'] = {},
  field: string | null = null,
): BridgeError {
  return { kind, code, params, field };
}

/** A rule's refusal as screens get it. */
export function refusalError(refusal: Refusal): BridgeError {
  const { kind, code, params, field } = refusal;
  return { kind: kind === 'invalid' ? 'invalid-input' : kind, code, params, field };
}
