import type { RecordedEvent } from '../../../shared/domain/kernel/event.ts';
import type { LogRequest, LogStretch } from '../../../shared/events/subscriptions.ts';
import type { Head } from '../event-store.ts';
import { readText } from '../log-text.ts';
import type { Connections } from './connection.ts';
import { LOG_COLUMNS, logRow, type StoredRow } from './rows.ts';

/** Carried-out events of one log after a sequence, up to a head that is committed. */
export async function readCarriedOut(db: Connections, head: Head, { after, limit, pattern }: LogRequest): Promise<LogStretch> {
  const exact = pattern !== '*' && !pattern.endsWith('.*');
  const rows = await db.rows<StoredRow>(
    `SELECT ${LOG_COLUMNS} FROM event_store WHERE organization_no = $1 AND seq > $2 AND seq <= $3 AND outcome IN ('accepted', 'amended')
       ${exact ? 'AND event_type = $5' : ''} ORDER BY seq LIMIT $4`,
    [head.organizationNo, after, head.seq, limit, ...(exact ? [pattern] : [])],
  );
  const events = rows.map((row) => ({ position: row.seq, event: JSON.parse(readText(logRow(row, head.organizationId))) as RecordedEvent }));
  return { events, to: Math.max(after, (rows.length === limit ? rows.at(-1)?.seq : head.seq) ?? after) };
}
