import type { Choice } from '../../ui/index.ts';

let choices: readonly Choice[] | null = null;

/** Every zone this device knows, with its city as people say it. */
export function zoneChoices(): readonly Choice[] {
  choices ??= Intl.supportedValuesOf('timeZone').map((id) => ({ id, label: id.split('/').at(-1)?.replaceAll('_', ' ') ?? id, detail: id }));
  return choices;
}
