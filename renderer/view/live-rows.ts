import type { RxDocument } from 'rxdb/plugins/core';
import type { Observable } from 'rxjs';
import { EMPTY, of, switchMap } from 'rxjs';
import type { CollectionName } from '../../shared/ipc/bridge.ts';
import type { StoredRow } from './collection-schema.ts';
import { lingeringLive } from './live.ts';
import { mangoQuery } from './mango.ts';
import { placeOf } from './rows.ts';
import type { Row, RowQuery, TableName } from './rows.ts';
import type { ViewStore } from './store.ts';
import type { Live, RowsResult } from './view.ts';

/** Live answers, one per distinct question however many components ask it. Survives the store being thrown away and refilled. */
export interface LiveQueries {
  readonly rows: <T extends TableName>(table: T, query: RowQuery | null) => Live<RowsResult<T>>;
  readonly count: (table: TableName, query: RowQuery) => Live<number | undefined>;
  read<T extends TableName>(store: ViewStore, table: T, query: RowQuery): Promise<readonly Row<T>[]>;
}

const LINGER_MS = 5_000;

export function createLiveQueries(store$: Observable<ViewStore | null>, onError: (error: unknown) => void): LiveQueries {
  const shared = new Map<string, Live<unknown>>();

  function share<Value>(key: string, make: (ended: () => void) => Live<Value>): Live<Value> {
    const found = shared.get(key);
    // The key names the table, the question and the kind of answer, so the value's type is the one it was made with.
    if (found !== undefined) return found as Live<Value>;
    const made = make(() => shared.delete(key));
    shared.set(key, made);
    return made;
  }

  return {
    rows<T extends TableName>(table: T, query: RowQuery | null) {
      if (query === null) return nothing<T>();
      return share<RowsResult<T>>(`rows ${table} ${JSON.stringify(query)}`, (ended) =>
        lingeringLive<RowsResult<T>>(
          { rows: [], loading: true },
          (set) => {
            let last: readonly Row<T>[] | null = null;
            const { collection, statuses } = placeOf(table);
            const answers$ = store$.pipe(
              switchMap((store) => (store === null ? EMPTY : store.collection(collection).find(mangoQuery(query, statuses)).$)),
            );
            const subscription = answers$.subscribe({
              next(documents) {
                const rows = documents.map((document) => rowOf<T>(collection, document));
                if (last !== null && sameRows(last, rows)) return;
                last = rows;
                set({ rows, loading: false });
              },
              error: onError,
            });
            return () => subscription.unsubscribe();
          },
          LINGER_MS,
          ended,
        ),
      );
    },
    count(table, query) {
      return share<number | undefined>(`count ${table} ${JSON.stringify(query)}`, (ended) =>
        lingeringLive<number | undefined>(
          undefined,
          (set) => {
            const { collection, statuses } = placeOf(table);
            const { selector } = mangoQuery(query, statuses);
            const answers$ = store$.pipe(
              switchMap((store) =>
                store === null ? of(undefined) : store.collection(collection).count(selector === undefined ? {} : { selector }).$,
              ),
            );
            const subscription = answers$.subscribe({ next: set, error: onError });
            return () => subscription.unsubscribe();
          },
          LINGER_MS,
          ended,
        ),
      );
    },
    async read<T extends TableName>(store: ViewStore, table: T, query: RowQuery) {
      const { collection, statuses } = placeOf(table);
      const documents = await store.collection(collection).find(mangoQuery(query, statuses)).exec();
      return documents.map((document) => rowOf<T>(collection, document));
    },
  };
}

const EMPTY_ROWS: readonly never[] = [];

const sameRows = (a: readonly object[], b: readonly object[]): boolean =>
  a.length === b.length && a.every((row, index) => row === b[index]);

function nothing<T extends TableName>(): Live<RowsResult<T>> {
  return NOTHING;
}
const NOTHING_RESULT = { rows: EMPTY_ROWS, loading: false };
const NOTHING = { subscribe: () => () => undefined, current: () => NOTHING_RESULT };

/** RxDB keeps one document object per version of a row, so remembering by it gives each version one plain object. */
const remembered = new WeakMap<object, unknown>();

function rowOf<T extends TableName>(collection: CollectionName, document: RxDocument<StoredRow>): Row<T> {
  const known = remembered.get(document);
  if (known !== undefined) return known as Row<T>;
  const row = deepFrozen({ collection, ...document.toJSON() });
  remembered.set(document, row);
  // The core built `state` from the aggregate this table stands for; rows are not parsed a second time here.
  return row as unknown as Row<T>;
}

/** Screens share these objects; a change by one of them would be seen by all. */
function deepFrozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFrozen(part);
  return Object.freeze(value);
}
