import type { AggregateType } from '../domain/kernel/event.ts';
import type { SyncStatus } from '../ipc/bridge.ts';
import { importUnderWay } from './snapshot-import.ts';
import type { LocalData } from './local-data.ts';
import type { SyncClient } from './sync/client.ts';
import { isConnected } from './sync/phases.ts';
import type { UnsentAlarm } from './sync/unsent-alarm.ts';

/** The truth about sync, counted in SQLite at the moment of asking. */
export function readStatus(data: LocalData, client: SyncClient | null, alarm: UnsentAlarm): SyncStatus {
  const count = (sql: string): number => data.driver.prepare(sql).get<{ n: number }>()?.n ?? 0;
  const queue = data.driver
    .prepare(
      `SELECT count(*) AS n, coalesce(sum(sent), 0) AS sent, min(device_seq) AS first, min(occurred_at) AS oldest,
         min(CASE WHEN sent = 0 THEN occurred_at END) AS unsent FROM pending`,
    )
    .get<{ n: number; sent: number; first: number | null; oldest: string | null; unsent: string | null }>();
  const byType = data.driver
    .prepare('SELECT aggregate_type AS type, count(DISTINCT aggregate_id) AS n FROM pending GROUP BY aggregate_type')
    .all<{ type: AggregateType; n: number }>();
  const phase = client?.state.phase ?? 'offline';
  alarm.watch(queue?.first ?? null, isConnected(phase));
  const lastContactAt = client?.state.lastContactAt ?? data.meta.text('last_contact_at');
  return {
    phase,
    pending: queue?.n ?? 0,
    sent: queue?.sent ?? 0,
    oldestPendingAt: queue?.oldest ?? null,
    oldestUnsentAt: queue?.unsent ?? null,
    overdue: alarm.isRaised,
    offlineSince: isConnected(phase) ? null : lastContactAt,
    lastContactAt,
    cursor: data.cursor,
    head: Math.max(data.meta.number('head'), data.cursor),
    openConflicts: count(
      "SELECT count(*) AS n FROM view_rows WHERE collection = 'conflicts' AND status IN ('open', 'claimed') AND deleted = 0",
    ),
    refused: count("SELECT count(*) AS n FROM entity_answers WHERE outcome = 'rejected'"),
    parked: data.setAside.openCount(),
    clockOffsetMs: client?.state.clockOffsetMs ?? null,
    problem: data.failure === null ? (client?.state.problem ?? null) : { code: 'core.not-saved', params: {} },
    filling: fillingOf(data),
    olderLog: data.log.missing() === null ? null : { done: data.meta.number('older_seq'), total: data.meta.number('snapshot_seq') },
    pendingByType: Object.fromEntries(byType.map((row) => [row.type, row.n])),
    sites: client?.state.sites ?? [],
  };
}

function fillingOf(data: LocalData): SyncStatus['filling'] {
  const under = importUnderWay(data);
  return under === null ? null : { done: under.objects, total: under.manifest.objects };
}
