import type { FiledEntity } from '../conflict/workspace.ts';
import type { Sha256 } from '../events/hash-chain.ts';
import { partDigest, snapshotDigest, snapshotManifestSchema, type SnapshotManifest, type SnapshotRow } from '../sync/snapshot.ts';
import { CATALOG_VERSION, RULES_VERSION } from '../sync/wire.ts';
import type { LocalData } from './local-data.ts';
import { entityName, type EntityName, type Touch } from './overlay.ts';
import { parseEntity } from './state-store.ts';

export type SnapshotFault = 'malformed' | 'altered' | 'truncated' | 'other-version';

/** A snapshot that is not what its digests say, or that this app cannot read. The log is read instead. */
export class BadSnapshotError extends Error {
  override readonly name = 'BadSnapshotError';
  readonly fault: SnapshotFault;
  /** The part that does not fit; null for the manifest. */
  readonly part: number | null;

  constructor(fault: SnapshotFault, part: number | null) {
    super(`${part === null ? 'the manifest of a snapshot' : `part ${part} of a snapshot`} cannot be used: ${fault}`);
    this.fault = fault;
    this.part = part;
  }
}

/** How far an import has come; written in the transaction of every part, so that it goes on there after a kill. */
interface Progress {
  readonly manifest: SnapshotManifest;
  readonly nextPart: number;
  readonly objects: number;
}

/** @throws BadSnapshotError */
export function parseManifest(input: unknown, epoch: string, sha: Sha256): SnapshotManifest {
  const parsed = snapshotManifestSchema.safeParse(input);
  if (!parsed.success) throw new BadSnapshotError('malformed', null);
  const manifest = parsed.data;
  if (snapshotDigest(manifest, sha) !== manifest.digest || manifest.epoch !== epoch) throw new BadSnapshotError('altered', null);
  if (manifest.objects !== manifest.parts.reduce((sum, part) => sum + part.objects, 0)) throw new BadSnapshotError('truncated', null);
  // States are not lifted to another version as events are.
  if (manifest.catalogVersion !== CATALOG_VERSION || manifest.rulesVersion !== RULES_VERSION) {
    throw new BadSnapshotError('other-version', null);
  }
  return manifest;
}

/** The import that is under way; null when there is none. */
export function importUnderWay(data: LocalData): Progress | null {
  const text = data.meta.text('snapshot');
  // The core wrote the text itself.
  return text === null ? null : (JSON.parse(text) as Progress);
}

/** Begins an import into confirmed state that is empty. From here on, own work is based on what the snapshot knows. */
export function beginImport(data: LocalData, manifest: SnapshotManifest): void {
  data.write(() => {
    data.meta.set('snapshot_seq', manifest.seq);
    data.meta.set('snapshot_hash', manifest.hash);
    setProgress(data, { manifest, nextPart: 0, objects: 0 });
  });
}

/**
 * Takes in the next part: objects, rows and how far it has come in one transaction. With the last part the cursor stands
 * where the snapshot was taken.
 * @throws BadSnapshotError when it is not what the manifest announced; nothing was written then
 * @returns whether parts are left
 */
export function importPart(data: LocalData, input: unknown): boolean {
  const progress = importUnderWay(data);
  if (progress === null) throw new Error('invariant broken: no import is under way');
  const { manifest, nextPart } = progress;
  const rows = checkedRows(input, manifest, nextPart, data.sha);
  const touches = new Map<string, Touch>();
  const due = new Set<EntityName>();
  const objects: { readonly filed: FiledEntity; readonly text: string }[] = [];
  for (const [type, id, seq, at, by, text] of rows) {
    const aggregate = data.rulebook.aggregates.get(type);
    if (aggregate === undefined) throw new BadSnapshotError('other-version', nextPart);
    const entity = parseEntity(type, id, { seq, body: text });
    objects.push({ filed: { entity, keys: aggregate.keys(entity.state), claims: aggregate.claims(entity.state) }, text });
    touches.set(entity.lastEventId, { at, by });
    due.add(entityName(type, id));
  }
  const left = nextPart + 1 < manifest.parts.length;
  data.write(() => {
    data.state.insert(objects);
    if (left) setProgress(data, { manifest, nextPart: nextPart + 1, objects: progress.objects + rows.length });
    else {
      data.meta.set('snapshot', null);
      data.log.startAfter(manifest.seq, manifest.hash);
      data.meta.set('head', Math.max(data.meta.number('head'), manifest.seq));
    }
    if (data.overlay.names().size > 0) for (const name of data.overlay.rebuild()) due.add(name);
    data.view.refresh(due, touches);
  });
  return left;
}

/** Forgets what was imported so far; own work is kept. */
export function dropImport(data: LocalData): void {
  const epoch = data.meta.text('epoch');
  const head = data.meta.number('head');
  data.write(() => {
    data.dropConfirmed();
    data.meta.set('epoch', epoch);
    data.meta.set('head', head);
  });
}

function setProgress(data: LocalData, progress: Progress): void {
  data.meta.set('snapshot', JSON.stringify(progress));
}

function checkedRows(input: unknown, { seq, parts }: SnapshotManifest, part: number, sha: Sha256): readonly SnapshotRow[] {
  const announced = parts[part];
  if (typeof input !== 'object' || input === null || !('rows' in input) || announced === undefined)
    throw new BadSnapshotError('malformed', part);
  const { rows } = input;
  if (!Array.isArray(rows) || !rows.every(isRow)) throw new BadSnapshotError('malformed', part);
  if (rows.length !== announced.objects) throw new BadSnapshotError('truncated', part);
  if (partDigest(rows, sha) !== announced.sha256 || rows.some((row) => row[2] > seq)) throw new BadSnapshotError('altered', part);
  return rows;
}

function isRow(row: unknown): row is SnapshotRow {
  return (
    Array.isArray(row) &&
    row.length === 6 &&
    row.every((value, index) => (index === 2 ? Number.isSafeInteger(value) : typeof value === 'string'))
  );
}
