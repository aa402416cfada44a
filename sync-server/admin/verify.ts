import { applyRecorded } from '../../shared/conflict/apply.ts';
import { jsonEqual } from '../../shared/conflict/merge.ts';
import { Workspace } from '../../shared/conflict/workspace.ts';
import type { Entity, StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { RecordedEvent } from '../../shared/domain/kernel/event.ts';
import type { Rulebook } from '../../shared/domain/rulebook.ts';
import { GENESIS_HASH, verifyChain, type ChainRecord } from '../../shared/events/hash-chain.ts';
import type { EventStore } from '../store/event-store.ts';
import { hashedText, nativeSha256, readText, type LogRow } from '../store/log-text.ts';

export interface VerifyReport {
  readonly events: number;
  readonly entities: number;
  /** What is wrong, in sentences; empty when all is well. */
  readonly problems: readonly string[];
}

const CHUNK = 1000;
const EMPTY: StateReader = { get: () => undefined, find: () => [], claims: () => [] };

/** Reads the whole log again: is it unbroken, and does folding it give the stored state? */
export function verifyOrganization(
  store: EventStore,
  rulebook: Rulebook,
  head: { readonly organizationNo: number; readonly seq: number },
): VerifyReport {
  const problems: string[] = [];
  const verdict = verifyChain(records(store, head.organizationNo), {
    prevHash: GENESIS_HASH,
    prevSeq: 0,
    gapless: true,
    sha: nativeSha256,
  });
  if (!verdict.ok) problems.push(`The log is damaged at sequence ${verdict.seq}: ${verdict.fault}.`);
  else if (verdict.lastSeq !== head.seq) problems.push(`The log ends at ${verdict.lastSeq}, its head says ${head.seq}.`);

  const folded = new Workspace(EMPTY, rulebook);
  for (const row of rows(store, head.organizationNo)) applyRecorded(folded, JSON.parse(readText(row)) as RecordedEvent, rulebook);
  const stored = store.entities(head.organizationNo);
  const names = stored.names();
  const unseen = new Set(folded.changed().keys());
  for (const { type, id } of names) {
    unseen.delete(`${type}|${id}`);
    const expected: Entity | undefined = folded.get(type, id);
    if (!jsonEqual(expected, stored.get(type, id))) problems.push(`The state of ${type} ${id} is not what its events give.`);
  }
  for (const name of unseen) problems.push(`The state of ${name.replace('|', ' ')} is missing.`);
  return { events: head.seq, entities: names.length, problems };
}

function* rows(store: EventStore, organizationNo: number): Generator<LogRow> {
  let from = 0;
  for (;;) {
    const chunk = store.rows(organizationNo, from, CHUNK);
    yield* chunk;
    const last = chunk.at(-1);
    if (last === undefined) return;
    from = last.seq;
  }
}

function* records(store: EventStore, organizationNo: number): Generator<ChainRecord> {
  for (const row of rows(store, organizationNo)) yield { seq: row.seq, body: hashedText(row), prevHash: row.prevHash, hash: row.hash };
}
