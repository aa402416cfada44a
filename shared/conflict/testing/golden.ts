import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '../../domain/kernel/event.ts';
import { RULEBOOK, type Rulebook } from '../../domain/rulebook.ts';
import { bodyText, chainHash, GENESIS_HASH } from '../../events/hash-chain.ts';
import { applyRecorded } from '../apply.ts';
import { Workspace } from '../workspace.ts';
import { EMPTY } from './sequencer-model.ts';

const FOLDER = join(import.meta.dirname, '..', 'golden');

/** A log as some version of the product wrote it, and the state of every object after it. One text per line. */
export interface Golden {
  readonly name: string;
  readonly log: readonly string[];
  readonly states: readonly string[];
}

/** Every golden log there is, oldest first. */
export function readGolden(): readonly Golden[] {
  mkdirSync(FOLDER, { recursive: true });
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.log.ndjson'))
    .map((file) => file.slice(0, -'.log.ndjson'.length))
    .toSorted((a, b) => Number(a) - Number(b))
    .map((name) => ({ name, log: linesOf(`${name}.log.ndjson`), states: linesOf(`${name}.states.ndjson`) }));
}

export const parseLog = (log: readonly string[]): readonly RecordedEvent[] => log.map((line) => JSON.parse(line) as RecordedEvent);

/** Event types in every version that a rulebook names and no golden log holds as carried out. */
export function withoutGolden(logs: readonly (readonly RecordedEvent[])[], rulebook: Rulebook): readonly string[] {
  const held = new Set(
    logs.flatMap((log) =>
      log.filter(({ outcome }) => outcome === 'accepted' || outcome === 'amended').map(({ type, version }) => `${type}@${version}`),
    ),
  );
  return [...rulebook.events.values()]
    .flatMap(({ type, definition }) => Array.from({ length: definition.version }, (_, index) => `${type}@${index + 1}`))
    .filter((name) => !held.has(name));
}

/** The state of every object after a log, one text each, in the order of their names. */
export function statesAfter(log: readonly RecordedEvent[], rulebook: Rulebook = RULEBOOK): readonly string[] {
  const folded = new Workspace(EMPTY, rulebook);
  for (const event of log) applyRecorded(folded, event, rulebook);
  return [...folded.changed()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, { entity }]) => JSON.stringify(entity));
}

/** Chains events as the server does, one text each. */
export function chained(events: readonly RecordedEvent[]): readonly string[] {
  let prevHash = GENESIS_HASH;
  return events.map((event) => {
    const linked = { ...event, prevHash };
    const hash = chainHash(prevHash, bodyText({ ...linked, hash: prevHash }));
    prevHash = hash;
    return JSON.stringify({ ...linked, hash });
  });
}

export function writeLines(file: string, lines: readonly string[]): void {
  writeFileSync(join(FOLDER, file), lines.map((line) => `${line}\n`).join(''));
}

function linesOf(file: string): readonly string[] {
  const path = join(FOLDER, file);
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}
