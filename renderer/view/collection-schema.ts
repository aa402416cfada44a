import type { RxJsonSchema } from 'rxdb/plugins/core';
import type { RowSync, ViewRow } from '../../shared/ipc/bridge.ts';

/** What the view stores of a row: the row without the name of its own collection. */
export type StoredRow = Omit<ViewRow, 'collection' | 'deleted' | 'sync'> & { readonly sync: RowSync };

/**
 * Grows whenever the schema below changes. It is part of the database's name: the view is never migrated, an older one
 * is thrown away and filled again.
 */
export const VIEW_VERSION = 1;

/**
 * One schema for all collections: columns to sort and filter by, and the object's state as it is. `endsAt` is indexed
 * because "meets this window" then reads only what is not yet over, while the past keeps growing.
 */
export const ROW_SCHEMA: RxJsonSchema<StoredRow> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 40 },
    rev: { type: 'number' },
    status: { type: 'string', maxLength: 40 },
    startsAt: { type: 'string', maxLength: 30 },
    endsAt: { type: 'string', maxLength: 30 },
    parentId: { type: 'string', maxLength: 40 },
    searchText: { type: 'string' },
    state: { type: 'object', additionalProperties: true },
    anomalies: { type: 'array', items: { type: 'object', additionalProperties: true } },
    readOnly: { type: 'boolean' },
    sync: { type: 'object', additionalProperties: true },
  },
  required: ['id', 'rev', 'status', 'startsAt', 'endsAt', 'parentId', 'searchText', 'state', 'anomalies', 'readOnly', 'sync'],
  indexes: ['startsAt', 'endsAt', 'status', 'parentId'],
};
