import { applyRecorded } from '../../shared/conflict/apply.ts';
import { jsonEqual } from '../../shared/conflict/merge.ts';
import { Workspace } from '../../shared/conflict/workspace.ts';
import type { Entity, StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { RecordedEvent } from '../../shared/domain/kernel/event.ts';
import type { Rulebook } from '../../shared/domain/rulebook.ts';
import { GENESIS_HASH, verifyChain } from '../../shared/events/hash-chain.ts';
import type { EventStore } from '../store/event-store.ts';
import { hashedText, nativeSha256, readText } from '../store/log-text.ts';

export interface VerifyReport {
  readonly events: number;
  readonly entities: number;
  /** What is wrong, in sentences; empty when all is well. */
  readonly problems: readonly string[];
}

const CHUNK = 1000;
const EMPTY: StateReader = { get: () => undefined, find: () => [], claims: () => [] };

/** Reads the whole log again: is it unbroken, and does folding it give the stored state? */
export async function verifyOrganization(
  store: EventStore,
  rulebook: Rulebook,
  head: { readonly organizationNo: number; readonly seq: number },
): Promise<VerifyReport> {
  const problems: string[] = [];
  const folded = new Workspace(EMPTY, rulebook);
  let end = { prevSeq: 0, prevHash: GENESIS_HASH };
  while (end.prevSeq < head.seq) {
    const rows = await store.rows(head.organizationNo, end.prevSeq, Math.min(CHUNK, head.seq - end.prevSeq));
    if (rows.length === 0) break;
    const chain = rows.map((row) => ({ seq: row.seq, body: hashedText(row), prevHash: row.prevHash, hash: row.hash }));
    const verdict = verifyChain(chain, { ...end, gapless: true, sha: nativeSha256 });
    if (!verdict.ok) {
      problems.push(`The log is damaged at sequence ${verdict.seq}: ${verdict.fault}.`);
      break;
    }
    for (const row of rows) applyRecorded(folded, JSON.parse(readText(row)) as RecordedEvent, rulebook);
    end = { prevSeq: verdict.lastSeq, prevHash: verdict.lastHash };
  }
  if (problems.length === 0 && end.prevSeq !== head.seq) problems.push(`The log ends at ${end.prevSeq}, its head says ${head.seq}.`);

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
