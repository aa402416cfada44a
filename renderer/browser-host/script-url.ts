import { WORKER_POLICY_NAME } from '../../shared/security/csp.ts';

/** The part of the Trusted Types API that is used; TypeScript's DOM library does not know it yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let policy: { createScriptURL(url: string): string } | null = null;

/** Makes the address of one of our own worker scripts acceptable to the content policy, and no other address. */
export function ownScriptUrl(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy(WORKER_POLICY_NAME, { createScriptURL: onlyOwn }) ?? { createScriptURL: onlyOwn };
  return policy.createScriptURL(url);
}

function onlyOwn(url: string): string {
  const resolved = new URL(url, location.origin);
  if (resolved.origin !== location.origin) throw new TypeError('only scripts of this origin may run as a worker');
  return resolved.href;
}
