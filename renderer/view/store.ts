import { addRxPlugin, createRxDatabase, removeRxDatabase } from 'rxdb/plugins/core';
import type { RxCollection, RxDatabase, RxStorage } from 'rxdb/plugins/core';
import { RxDBLocalDocumentsPlugin } from 'rxdb/plugins/local-documents';
import { COLLECTIONS } from '../../shared/ipc/bridge.ts';
import type { CollectionCounts, CollectionName, ViewRow } from '../../shared/ipc/bridge.ts';
import { ROW_SCHEMA, VIEW_VERSION } from './collection-schema.ts';
import type { StoredRow } from './collection-schema.ts';

addRxPlugin(RxDBLocalDocumentsPlugin);

/** What the view claims to hold. Written after the rows it speaks of; trusted only when counting agrees. */
export interface Stamp {
  readonly generation: string;
  /** Every row up to this feed position is stored. */
  readonly appliedRev: number;
  /**
   * A position that was reached a good while before this stamp was written. IndexedDB confirms before the disk has the
   * data, and each collection is a database of its own, so after a power cut some rows may be older than the stamp
   * says. Asking again from here repairs that; applying a row twice changes nothing.
   */
  readonly settledRev: number;
  readonly counts: CollectionCounts;
}

/** The reactive database of one profile: 11 collections and the stamp, written only by the feed. */
export interface ViewStore {
  collection(name: CollectionName): RxCollection<StoredRow>;
  /**
   * Writes these versions, whatever was there; rows marked deleted disappear. At most 500 at a time.
   * With `mayBeStored` the versions that are there already are left alone, which is much cheaper than writing them.
   */
  apply(rows: readonly ViewRow[], options?: { readonly mayBeStored: boolean }): Promise<void>;
  /** Counts what the collections really contain. */
  countAll(): Promise<CollectionCounts>;
  readStamp(): Promise<Stamp | null>;
  writeStamp(stamp: Stamp): Promise<void>;
  close(): Promise<void>;
  /** Closes it and throws its contents away. */
  drop(): Promise<void>;
}

const STAMP_ID = 'stamp';

export const storeName = (profile: string): string => `muster-view-${VIEW_VERSION}-${profile}`;

/** Opens the view of a profile. Rejects when the browser cannot open its databases. */
export async function openStore(storage: RxStorage<unknown, unknown>, profile: string): Promise<ViewStore> {
  const database = await createRxDatabase({
    name: storeName(profile),
    storage,
    multiInstance: false,
    eventReduce: true,
    localDocuments: true,
    allowSlowCount: true,
  });
  try {
    const schemas = Object.fromEntries(COLLECTIONS.map((name) => [name, { schema: ROW_SCHEMA }]));
    await database.addCollections(schemas);
  } catch (error) {
    await database.close();
    throw error;
  }
  return viewStore(database);
}

/** Throws a profile's view away without opening it; for a view that no longer opens. */
export async function removeStore(storage: RxStorage<unknown, unknown>, profile: string): Promise<void> {
  await removeRxDatabase(storeName(profile), storage, false);
}

function viewStore(database: RxDatabase): ViewStore {
  const collection = (name: CollectionName): RxCollection<StoredRow> => {
    const found: RxCollection<StoredRow> | undefined = database.collections[name];
    if (found === undefined) throw new Error(`the view has no collection ${name}`);
    return found;
  };
  return {
    collection,
    async apply(rows, options) {
      const byCollection = Map.groupBy(rows, (row) => row.collection);
      const applyTo = async (name: CollectionName, group: readonly ViewRow[]): Promise<void> => {
        const known =
          options?.mayBeStored === true
            ? await collection(name)
                .findByIds(group.map((row) => row.id))
                .exec()
            : null;
        const living = group.filter((row) => !row.deleted && known?.get(row.id)?.rev !== row.rev).map(storedRow);
        const gone = group.filter((row) => row.deleted).map((row) => row.id);
        if (living.length > 0) {
          const written = await collection(name).bulkUpsert(living);
          if (written.error.length > 0) throw new Error(`the view refused ${written.error.length} rows of ${name}`);
        }
        if (gone.length > 0) await collection(name).bulkRemove(gone);
      };
      // Each collection is a database of its own, so they can write at once.
      await Promise.all([...byCollection].map(([name, group]) => applyTo(name, group)));
    },
    async countAll() {
      const counts = await Promise.all(COLLECTIONS.map(async (name) => [name, await collection(name).count().exec()] as const));
      const byName = new Map<CollectionName, number>(counts);
      return countsFrom((name) => byName.get(name) ?? 0);
    },
    async readStamp() {
      const document = await database.getLocal<Stamp>(STAMP_ID);
      if (document === null) return null;
      const { generation, appliedRev, settledRev, counts } = document.toJSON().data;
      return { generation, appliedRev, settledRev, counts };
    },
    async writeStamp(stamp) {
      await database.upsertLocal<Stamp>(STAMP_ID, stamp);
    },
    async close() {
      await database.close();
    },
    async drop() {
      await database.remove();
    },
  };
}

/** Builds a full set of counts, one per collection. */
export function countsFrom(count: (name: CollectionName) => number): CollectionCounts {
  return {
    organizations: count('organizations'),
    members: count('members'),
    availability: count('availability'),
    locations: count('locations'),
    bookings: count('bookings'),
    shifts: count('shifts'),
    kits: count('kits'),
    items: count('items'),
    allocations: count('allocations'),
    conflicts: count('conflicts'),
    notifications: count('notifications'),
  };
}

function storedRow(row: ViewRow): StoredRow {
  const { id, rev, status, startsAt, endsAt, parentId, searchText, state, anomalies, readOnly, sync } = row;
  return { id, rev, status, startsAt, endsAt, parentId, searchText, state, anomalies, readOnly, sync };
}
