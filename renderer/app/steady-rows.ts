import { useState } from 'react';
import { useRows, type RowQuery, type RowsResult, type TableName } from '../view/hooks.ts';

/** Live rows of a search: while the next answer is on its way the last one stays, so that a list does not flash with every letter. */
export function useSteadyRows<T extends TableName>(table: T, query: RowQuery): RowsResult<T> {
  const result = useRows(table, query);
  const [last, setLast] = useState(result);
  if (!result.loading && last !== result) setLast(result);
  return result.loading && !last.loading ? last : result;
}
