import type { FeedPage, FeedRequest, ViewRow } from '../ipc/bridge.ts';
import type { SqlDriver } from './ports.ts';
import type { ViewRows } from './view-rows.ts';

interface Row {
  readonly rev: number;
  readonly body: string;
}

/** What a first paint needs beside the window: who, where and with what. Small collections. */
const REFERENCE = "('organizations', 'members', 'locations', 'kits')";

/**
 * The next rows after a position. A caller with another generation, or ahead of us, is told to drop its copy; a caller
 * without one is simply served.
 */
export function readFeed(driver: SqlDriver, view: ViewRows, generation: string, request: FeedRequest): FeedPage {
  const headRev = view.rev;
  const foreign = request.generation !== generation && !(request.generation === '' && request.afterRev === 0);
  if (foreign || request.afterRev > headRev) {
    return { generation, reset: true, rows: [], toRev: 0, headRev, counts: view.counts() };
  }
  if (request.window !== undefined) {
    const rows = driver
      .prepare(
        `SELECT rev, body FROM view_rows WHERE deleted = 0 AND ((starts_at <> '' AND starts_at < ? AND ends_at > ?) OR collection IN ${REFERENCE})
         ORDER BY starts_at, rev LIMIT ?`,
      )
      .all<Row>(request.window.to, request.window.from, request.limit);
    return { generation, reset: false, rows: rows.map(toViewRow), toRev: request.afterRev, headRev, counts: view.counts() };
  }
  const rows = driver
    .prepare('SELECT rev, body FROM view_rows WHERE rev > ? ORDER BY rev LIMIT ?')
    .all<Row>(request.afterRev, request.limit);
  const toRev = rows.length < request.limit ? headRev : (rows.at(-1)?.rev ?? headRev);
  return { generation, reset: false, rows: rows.map(toViewRow), toRev, headRev, counts: view.counts() };
}

/** The core wrote the text itself. */
function toViewRow(row: Row): ViewRow {
  return { ...(JSON.parse(row.body) as Omit<ViewRow, 'rev'>), rev: row.rev };
}
