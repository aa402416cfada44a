import type { DomainEvent } from '../domain/kernel/event.ts';
import type { Rulebook } from '../domain/rulebook.ts';

/**
 * An event of an older version as this build reads it. What is stored or travels stays as it is; one of the present, of the
 * future or of an unknown type is given back untouched.
 */
export function lifted<E extends Pick<DomainEvent, 'type' | 'version' | 'data'>>(event: E, rulebook: Rulebook): E {
  const definition = rulebook.events.get(event.type)?.definition;
  if (definition === undefined || event.version >= definition.version) return event;
  const data = (definition.upcasts ?? []).slice(event.version - 1).reduce((older, upcast) => upcast(older), event.data);
  return { ...event, data, version: definition.version };
}

/** Names every event type and version a rulebook can read; state folded under another name has to be folded again. */
export const readableTypes = (rulebook: Rulebook): string =>
  [...rulebook.events.values()]
    .map(({ type, definition }) => `${type}@${definition.version}`)
    .toSorted()
    .join(' ');
