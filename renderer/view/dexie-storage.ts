import { getQueryMatcher, getSortComparator } from 'rxdb/plugins/core';
import type { PreparedQuery, RxDocumentData } from 'rxdb/plugins/core';
import {
  DEXIE_DOCS_TABLE_NAME,
  dexieReplaceIfStartsWithPipe,
  fromDexieToStorage,
  getKeyRangeByQueryPlan,
  getRxStorageDexie,
} from 'rxdb/plugins/storage-dexie';
import type { RxStorageInstanceDexie } from 'rxdb/plugins/storage-dexie';

/**
 * RxDB's Dexie storage with one change: a query reads its part of the index in blocks. The original steps a cursor from
 * row to row, which costs Chromium about half a millisecond each: a week among 20,000 bookings took 3 seconds.
 */
export function viewDexieStorage(): ReturnType<typeof getRxStorageDexie> {
  const storage = getRxStorageDexie();
  const create = storage.createStorageInstance.bind(storage);
  storage.createStorageInstance = async (params) => {
    const instance = await create(params);
    instance.query = async (query) => ({ documents: await readBlocks(instance, query) });
    return instance;
  };
  return storage;
}

const BLOCK_ROWS = 1_000;

async function readBlocks<RowType>(
  instance: RxStorageInstanceDexie<RowType>,
  prepared: PreparedQuery<RowType>,
): Promise<RxDocumentData<RowType>[]> {
  const { query, queryPlan } = prepared;
  const { dexieDb, dexieTable, booleanIndexes } = await instance.internals;
  const skip = query.skip ?? 0;
  const end = skip + (query.limit ?? Number.POSITIVE_INFINITY);
  const matches = queryPlan.selectorSatisfiedByIndex ? null : getQueryMatcher(instance.schema, query);
  const enough = queryPlan.sortSatisfiedByIndex ? end : Number.POSITIVE_INFINITY;
  const range = rangeOf(() => getKeyRangeByQueryPlan(booleanIndexes, queryPlan));
  if (range === null) return [];

  const found: RxDocumentData<RowType>[] = [];
  await dexieDb.transaction('r', dexieTable, async (transaction) => {
    const index = transaction.idbtrans
      .objectStore(DEXIE_DOCS_TABLE_NAME)
      .index(`[${queryPlan.index.map((field) => dexieReplaceIfStartsWithPipe(field)).join('+')}]`);
    let rest = range;
    for (;;) {
      const block = await getAll(index, rest);
      for (const stored of block) {
        const row = fromDexieToStorage<RowType>(booleanIndexes, stored);
        if (matches === null || matches(row)) found.push(row);
      }
      const last = block.at(-1);
      if (last === undefined || block.length < BLOCK_ROWS || found.length >= enough) return;
      // The index ends with the id, so no two rows share a key and none is read twice or skipped.
      rest = IDBKeyRange.bound(keyOf(index, last), rest.upper, true, rest.upperOpen);
    }
  });
  if (!queryPlan.sortSatisfiedByIndex) found.sort(getSortComparator(instance.schema, query));
  return found.slice(skip, end);
}

function getAll(index: IDBIndex, range: IDBKeyRange): Promise<readonly Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    const request: IDBRequest<Record<string, unknown>[]> = index.getAll(range, BLOCK_ROWS);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the view could not be read'));
  });
}

function keyOf(index: IDBIndex, stored: Record<string, unknown>): IDBValidKey {
  const fields = typeof index.keyPath === 'string' ? [index.keyPath] : index.keyPath;
  return fields.map((field) => {
    const value = stored[field];
    if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${field} cannot be part of a key`);
    return value;
  });
}

/** A range whose end lies before its start holds nothing; IndexedDB calls that an error. */
function rangeOf(make: () => unknown): IDBKeyRange | null {
  try {
    const range = make();
    return range instanceof IDBKeyRange ? range : null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'DataError') return null;
    throw error;
  }
}
