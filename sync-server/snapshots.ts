import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { entityText } from '../shared/core/state-store.ts';
import type { Entity } from '../shared/domain/kernel/aggregate.ts';
import type { AggregateType } from '../shared/domain/kernel/event.ts';
import { SyncFault } from '../shared/sync/errors.ts';
import { partDigest, snapshotDigest, type SnapshotManifest, type SnapshotRow } from '../shared/sync/snapshot.ts';
import { CATALOG_VERSION, RULES_VERSION } from '../shared/sync/wire.ts';
import type { Organizations } from './organizations.ts';
import { nativeSha256 } from './store/log-text.ts';

const DAY_MS = 86_400_000;
/** What a person needs from today's point of view (domain.md 6). */
const DAYS_BACK = 2;
const DAYS_AHEAD = 14;
/** Small nouns that almost every screen names. */
const ALWAYS: ReadonlySet<AggregateType> = new Set(['organization', 'member', 'invitation', 'location', 'kit']);
const TIMED: ReadonlySet<AggregateType> = new Set(['booking', 'shift', 'allocation', 'availability']);
/** Point reads of the log under way at once. */
const READS_AT_ONCE = 16;

/** So many times as far behind, waiting for a new one is shorter than reading the log after the old one. */
const TOO_OLD = 4;

const compress = promisify(gzip);

export interface SnapshotOptions {
  /** Shorter logs are read from the start as fast. */
  readonly fromEvents: number;
  /** Objects in a part, which a device takes in at once; the first holds today's, however many they are. */
  readonly partObjects: number;
  /** A log that has grown by so much since, or a day, makes a snapshot old. */
  readonly staleEvents: number;
}

const DEFAULTS: SnapshotOptions = { fromEvents: 2000, partObjects: 1500, staleEvents: 5000 };

interface Snapshot {
  readonly manifest: SnapshotManifest;
  /** Compressed texts. */
  readonly parts: readonly Buffer[];
  readonly madeAtMs: number;
}

interface Picture {
  readonly epoch: string;
  readonly seq: number;
  readonly hash: string;
  readonly window: readonly Entity[];
  readonly rest: readonly Entity[];
}

/** Makes snapshots when devices ask for them and keeps the newest of each organization in memory, compressed. */
export class Snapshots {
  readonly #organizations: Organizations;
  readonly #nowMs: () => number;
  readonly #options: SnapshotOptions;
  readonly #newest = new Map<number, Snapshot>();
  readonly #making = new Map<number, Promise<Snapshot>>();

  constructor(organizations: Organizations, nowMs: () => number, options: Partial<SnapshotOptions> = {}) {
    this.#organizations = organizations;
    this.#nowMs = nowMs;
    this.#options = { ...DEFAULTS, ...options };
  }

  /** Whether a device that has nothing should ask for one. */
  isOffered(organizationNo: number): boolean {
    return this.#organizations.store.head(organizationNo).seq >= this.#options.fromEvents;
  }

  async manifest(organizationNo: number): Promise<SnapshotManifest> {
    if (!this.isOffered(organizationNo)) {
      throw new SyncFault('NOT_FOUND', 'There is no snapshot of this log: it is short. Pull it from cursor 0.');
    }
    return (await this.#current(organizationNo)).manifest;
  }

  /** One part as compressed JSON. */
  part(organizationNo: number, seq: number, part: number): Buffer {
    const snapshot = this.#newest.get(organizationNo);
    const { epoch } = this.#organizations.store.head(organizationNo);
    const text = snapshot?.manifest.seq === seq && snapshot.manifest.epoch === epoch ? snapshot.parts[part] : undefined;
    if (text === undefined) {
      throw new SyncFault(
        'NOT_FOUND',
        'seq: There is no such snapshot or part any more. Ask for the manifest again and begin with part 0.',
        {
          field: 'seq',
        },
      );
    }
    return text;
  }

  async #current(organizationNo: number): Promise<Snapshot> {
    const head = this.#organizations.store.head(organizationNo);
    const newest = this.#newest.get(organizationNo);
    const isUsable = newest?.manifest.epoch === head.epoch && newest.manifest.seq <= head.seq;
    const { staleEvents } = this.#options;
    if (isUsable && head.seq - newest.manifest.seq < staleEvents && this.#nowMs() - newest.madeAtMs < DAY_MS) return newest;
    const making = this.#make(organizationNo);
    // Nobody waits for a newer one: the log leads from an old one to now, and who asks next tries again.
    if (!isUsable || head.seq - newest.manifest.seq > staleEvents * TOO_OLD) return making;
    making.catch(() => undefined);
    return newest;
  }

  #make(organizationNo: number): Promise<Snapshot> {
    let making = this.#making.get(organizationNo);
    if (making === undefined) {
      making = this.#build(organizationNo).finally(() => this.#making.delete(organizationNo));
      this.#making.set(organizationNo, making);
    }
    return making;
  }

  async #build(organizationNo: number): Promise<Snapshot> {
    const madeAtMs = this.#nowMs();
    const picture = this.#take(organizationNo);
    const touches = await this.#touches(organizationNo, [...picture.window, ...picture.rest]);
    const chunks = [...(picture.window.length === 0 ? [] : [picture.window]), ...inChunks(picture.rest, this.#options.partObjects)];
    const parts: { readonly objects: number; readonly sha256: string; readonly text: Buffer }[] = [];
    for (const chunk of chunks) {
      const rows = chunk.map((entity): SnapshotRow => {
        const [at, by] = touches.get(entity) ?? ['', ''];
        return [entity.type, entity.id, entity.seq, at, by, entityText(entity)];
      });
      const text = await compress(JSON.stringify({ seq: picture.seq, part: parts.length, rows }), { level: 1 });
      parts.push({ objects: rows.length, sha256: partDigest(rows, nativeSha256), text });
    }
    const contents = {
      epoch: picture.epoch,
      seq: picture.seq,
      hash: picture.hash,
      catalogVersion: CATALOG_VERSION,
      rulesVersion: RULES_VERSION,
      objects: picture.window.length + picture.rest.length,
      parts: parts.map(({ objects, sha256 }) => ({ objects, sha256 })),
    };
    const snapshot: Snapshot = {
      manifest: { ...contents, digest: snapshotDigest(contents, nativeSha256) },
      parts: parts.map(({ text }) => text),
      madeAtMs,
    };
    this.#newest.set(organizationNo, snapshot);
    return snapshot;
  }

  /** Head and state of one moment: nothing is awaited in here, so no commit comes between. Objects are never changed in place. */
  #take(organizationNo: number): Picture {
    const { store, rulebook } = this.#organizations;
    const { epoch, seq, hash } = store.head(organizationNo);
    const entities = store.entities(organizationNo);
    const from = new Date(this.#nowMs() - DAYS_BACK * DAY_MS).toISOString();
    const to = new Date(this.#nowMs() + DAYS_AHEAD * DAY_MS).toISOString();
    const [window, rest]: [Entity[], Entity[]] = [[], []];
    for (const { type, id } of entities.names()) {
      const entity: Entity | undefined = entities.get(type, id);
      const row = entity === undefined ? undefined : rulebook.aggregates.get(type)?.row(entity.state);
      if (entity === undefined || row === undefined) continue;
      const open = type === 'conflict' && (row.status === 'open' || row.status === 'claimed');
      const near = TIMED.has(type) && row.startsAt < to && row.endsAt > from;
      (open || near || ALWAYS.has(type) ? window : rest).push(entity);
    }
    rest.sort((a, b) => b.seq - a.seq);
    return { epoch, seq, hash, window, rest };
  }

  /** When and by whom each object was changed last: its newest stamp says so, or else the log. */
  async #touches(organizationNo: number, entities: readonly Entity[]): Promise<Map<Entity, readonly [string, string]>> {
    const touches = new Map<Entity, readonly [string, string]>();
    const unknown: Entity[] = [];
    for (const entity of entities) {
      const stamp = Object.values(entity.stamps).find(({ eventId }) => eventId === entity.lastEventId);
      if (stamp === undefined) unknown.push(entity);
      else touches.set(entity, [stamp.occurredAt, stamp.actorId]);
    }
    for (const chunk of inChunks(unknown, READS_AT_ONCE)) {
      await Promise.all(
        chunk.map(async (entity) => {
          const [row] = await this.#organizations.store.rows(organizationNo, entity.seq - 1, 1);
          if (row?.id !== entity.lastEventId) return;
          const { occurredAt } = JSON.parse(row.meta) as { readonly occurredAt: string };
          touches.set(entity, [occurredAt, row.actorId]);
        }),
      );
    }
    return touches;
  }
}

function* inChunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
