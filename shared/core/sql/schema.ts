import { stateStoreSchema } from '../state-store.ts';
import type { SqlDriver } from '../ports.ts';

/** Grows with every change of the tables below. A file from a newer app is refused and left alone. */
export const SCHEMA_VERSION = 2;

const appendOnly = (table: string): string => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`;

const SCHEMA_1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Every page of the canonical log as it was received. position = era * 2^40 + seq: a server restored from a backup starts
-- a new era, and the rows of the old one stay.
CREATE TABLE confirmed_log (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, aggregate_id TEXT NOT NULL, outcome TEXT NOT NULL,
  body TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX confirmed_log_aggregate ON confirmed_log (aggregate_id, position);

-- Everything this device ever authored.
CREATE TABLE own_log (
  position INTEGER PRIMARY KEY, device_id TEXT NOT NULL, device_seq INTEGER NOT NULL, id TEXT NOT NULL,
  body TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL, UNIQUE (device_id, device_seq)
) STRICT;
${appendOnly('confirmed_log')}
${appendOnly('own_log')}

-- What the pulled log has not answered yet. Leaves only together with its answer.
CREATE TABLE pending (
  device_seq INTEGER PRIMARY KEY, position INTEGER NOT NULL REFERENCES own_log (position), id TEXT NOT NULL UNIQUE, txn_id TEXT NOT NULL,
  aggregate_type TEXT NOT NULL, aggregate_id TEXT NOT NULL, occurred_at TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX pending_aggregate ON pending (aggregate_id);

CREATE TABLE submitted (
  id TEXT PRIMARY KEY, device_id TEXT NOT NULL, device_seq INTEGER NOT NULL, seq INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT
) STRICT;

CREATE TABLE command_receipts (command_id TEXT PRIMARY KEY, receipt TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE view_rows (
  collection TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, deleted INTEGER NOT NULL, status TEXT NOT NULL,
  starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (collection, id)
) STRICT;
CREATE UNIQUE INDEX view_rows_rev ON view_rows (rev);
CREATE INDEX view_rows_window ON view_rows (starts_at, ends_at);
CREATE TABLE view_counts (collection TEXT PRIMARY KEY, rows INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- The last answer to this device's own change of an object, while it is not a plain yes.
CREATE TABLE entity_answers (
  type TEXT NOT NULL, id TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, seq INTEGER NOT NULL, PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;
${stateStoreSchema('')}
`;

/** What the log holds of this device's work as set aside. Nothing leaves it; `settled` says what a person decided. */
const SCHEMA_2 = `
CREATE TABLE set_aside (
  id TEXT PRIMARY KEY, txn_id TEXT NOT NULL, position INTEGER NOT NULL REFERENCES own_log (position), aggregate_type TEXT NOT NULL,
  aggregate_id TEXT NOT NULL, seq INTEGER NOT NULL, reason TEXT, settled TEXT
) STRICT;
CREATE INDEX set_aside_aggregate ON set_aside (aggregate_id);
CREATE INDEX set_aside_txn ON set_aside (txn_id);
INSERT INTO set_aside (id, txn_id, position, aggregate_type, aggregate_id, seq, reason)
  SELECT s.id, o.body ->> 'txnId', o.position, o.body ->> 'aggregateType', o.body ->> 'aggregateId', s.seq, s.reason
  FROM submitted s JOIN own_log o ON o.device_id = s.device_id AND o.device_seq = s.device_seq WHERE s.outcome = 'parked';
DELETE FROM entity_answers WHERE outcome = 'parked';
`;

/** What each version of the schema adds to the one before. */
export const SCHEMA_STEPS: readonly string[] = [SCHEMA_1, SCHEMA_2];

/** Durable before acknowledged: every commit reaches the disk. Where WAL is not to be had (OPFS) SQLite keeps its own journal. */
export function configureConnection(driver: SqlDriver): void {
  // Counts for new files only: half as many writes for the same rows.
  driver.exec('PRAGMA page_size = 8192');
  driver.exec('PRAGMA journal_mode = WAL');
  driver.exec('PRAGMA synchronous = FULL');
  driver.exec('PRAGMA wal_autocheckpoint = 8000');
  driver.exec('PRAGMA cache_size = -32000');
}

export type SchemaState = { readonly kind: 'ready'; readonly created: boolean } | { readonly kind: 'newer'; readonly version: number };

/** Creates the tables in an empty file and adds what an older one lacks. A file of a newer app is reported and not touched. */
export function prepareSchema(driver: SqlDriver): SchemaState {
  const version = driver.prepare('PRAGMA user_version').get<{ user_version: number }>()?.user_version ?? 0;
  if (version > SCHEMA_VERSION) return { kind: 'newer', version };
  configureConnection(driver);
  if (version === SCHEMA_VERSION) return { kind: 'ready', created: false };
  driver.transaction(() => {
    for (const step of SCHEMA_STEPS.slice(version)) driver.exec(step);
    driver.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
  return { kind: 'ready', created: version === 0 };
}
