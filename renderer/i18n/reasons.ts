import type { BridgeError } from '../../shared/ipc/bridge.ts';
import type { Reason } from '../../shared/domain/kernel/event.ts';
import { hasWords, say } from './words.ts';

/** Codes live beside the rules that use them (`codes.ts` in each noun of shared); the sentence is found by code alone. */
const modules = import.meta.glob<Readonly<Record<string, unknown>>>('../../shared/**/codes.ts', { eager: true });

const SENTENCES: ReadonlyMap<string, string> = new Map(
  Object.values(modules).flatMap((module) =>
    Object.values(module).flatMap((table) =>
      typeof table === 'object' && table !== null
        ? Object.entries(table).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
        : [],
    ),
  ),
);

type Params = Readonly<Record<string, string | number | null>>;

/** Puts parameters into `{{name}}`; a missing one reads as a dash rather than as code. */
export function fill(sentence: string, params: Params): string {
  return sentence.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_match, name: string) => String(params[name] ?? '—'));
}

/** The sentence of a code, or null when this version of the app has none. */
export function sentence(code: string, params: Params = {}): string | null {
  const found = SENTENCES.get(code);
  return found === undefined ? null : fill(found, params);
}

/** Why something was adjusted, refused or marked, in words. */
export function reasonWords(reason: Reason): string {
  return knownWords(reason) ?? say('common:reason.unknown', { code: reason.code });
}

/** What a refused command says: the rule's own sentence, else the sentence of its kind. */
export function errorWords(error: BridgeError): string {
  return knownWords(error) ?? say(`common:error.${error.kind}`, { ...error.params, code: error.code });
}

/** Rules bring their sentences with them; the core's own codes have theirs in the common catalogue. */
function knownWords({ code, params }: Reason): string | null {
  const key = `common:code.${code}`;
  return sentence(code, params) ?? (hasWords(key) ? say(key, params) : null);
}
