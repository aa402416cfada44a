import type { MangoQuery, MangoQuerySelector, MangoQuerySortPart } from 'rxdb/plugins/core';
import type { StoredRow } from './collection-schema.ts';
import type { RowQuery } from './rows.ts';

/** Turns a screen's question into RxDB's. `statuses` are those of a table that shares its collection. */
export function mangoQuery(query: RowQuery, statuses: readonly string[] | null): MangoQuery<StoredRow> {
  const result: MangoQuery<StoredRow> = { selector: selectorOf(query, statuses), sort: sortOf(query.sort ?? 'id') };
  if (query.limit !== undefined) result.limit = query.limit;
  const index = indexOf(query);
  if (index !== null) result.index = index;
  return result;
}

/** All conditions stand at the top of the selector: RxDB's planner takes the bounds of an index from there and nowhere else. */
function selectorOf(query: RowQuery, ownStatuses: readonly string[] | null): MangoQuerySelector<StoredRow> {
  const asked = list(query.status);
  const statuses = asked === null ? ownStatuses : asked.filter((status) => ownStatuses === null || ownStatuses.includes(status));
  const parents = list(query.parentId);
  const wanted = words(query.text ?? '');
  return {
    ...(query.ids === undefined ? {} : { id: { $in: [...query.ids] } }),
    ...(statuses === null ? {} : { status: oneOf(statuses) }),
    ...(parents === null ? {} : { parentId: oneOf(parents) }),
    ...(query.during === undefined ? {} : { endsAt: { $gt: query.during.from }, startsAt: { $lt: query.during.to, $gt: '' } }),
    ...(wanted.length === 0 ? {} : { searchText: { $regex: `^${wanted.map((word) => `(?=[^]*${escaped(word)})`).join('')}` } }),
  };
}

/** The window reads from its own start on; everything else is left to RxDB's planner. */
function indexOf(query: RowQuery): string[] | null {
  if (query.during === undefined || query.ids !== undefined || typeof query.parentId === 'string') return null;
  return ['endsAt', 'id'];
}

function sortOf(sort: NonNullable<RowQuery['sort']>): MangoQuerySortPart<StoredRow>[] {
  switch (sort) {
    case 'id':
      return [{ id: 'asc' }];
    case '-id':
      return [{ id: 'desc' }];
    case 'startsAt':
      return [{ startsAt: 'asc' }, { id: 'asc' }];
    case '-startsAt':
      return [{ startsAt: 'desc' }, { id: 'desc' }];
    case 'endsAt':
      return [{ endsAt: 'asc' }, { id: 'asc' }];
    case '-endsAt':
      return [{ endsAt: 'desc' }, { id: 'desc' }];
  }
}

const list = (value: string | readonly string[] | undefined): readonly string[] | null =>
  value === undefined ? null : typeof value === 'string' ? [value] : value;

const oneOf = (values: readonly string[]): { $eq: string } | { $in: string[] } => {
  const [first] = values;
  return first !== undefined && values.length === 1 ? { $eq: first } : { $in: [...values] };
};

const words = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
const escaped = (word: string): string => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
