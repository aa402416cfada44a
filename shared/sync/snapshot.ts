import { z } from 'zod';
import type { AggregateType } from '../domain/kernel/event.ts';
import type { Sha256 } from '../events/hash-chain.ts';

/** Query of `GET /v1/sync/snapshot`, which answers with a manifest. */
export const snapshotQuerySchema = z.strictObject({ epoch: z.string().max(64) });
/** Query of `GET /v1/sync/snapshot/part`. */
export const snapshotPartQuerySchema = z.strictObject({
  epoch: z.string().max(64),
  seq: z.coerce.number().int().min(1),
  part: z.coerce.number().int().min(0).max(100_000),
});

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Every object as it stood after one event of the log, in parts (sync.md 7.8). The first part is what people need today and
 * in the coming days; the newest work follows. A snapshot never changes; where a server no longer has it, it has a newer one.
 */
export const snapshotManifestSchema = z.object({
  epoch: z.string(),
  /** The last event folded into it, and that event's hash: the log goes on from there. */
  seq: z.int().min(1),
  hash: hashSchema,
  catalogVersion: z.int(),
  rulesVersion: z.int(),
  objects: z.int().min(0),
  parts: z.array(z.object({ objects: z.int().min(1), sha256: hashSchema })).min(1),
  /** Over the position and the digests of all parts, so that none can be left out or exchanged. */
  digest: hashSchema,
});
export type SnapshotManifest = z.infer<typeof snapshotManifestSchema>;

/** Noun, id, sequence of its last event, when and by whom that event was made, and the object as the state store writes it. */
export type SnapshotRow = readonly [type: AggregateType, id: string, seq: number, changedAt: string, changedBy: string, body: string];

/** What the digest of a part is taken over. */
export function partDigest(rows: readonly SnapshotRow[], sha: Sha256): string {
  return sha(rows.map((row) => row.join('\n')).join('\n'));
}

/** What the digest of a whole snapshot is taken over. */
export function snapshotDigest({ epoch, seq, hash, parts }: Omit<SnapshotManifest, 'digest'>, sha: Sha256): string {
  return sha([epoch, seq, hash, ...parts.map((part) => `${part.objects} ${part.sha256}`)].join('\n'));
}
