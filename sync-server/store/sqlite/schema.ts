/**
 * One file holds everything: the log of every organization, the confirmed state folded from it, and who may reach it.
 * `event_store` takes inserts only; UPDATE and DELETE are refused by triggers.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS organization_heads (
  organization_no INTEGER PRIMARY KEY, organization_id TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL,
  head INTEGER NOT NULL, hash TEXT NOT NULL,
  state_seq INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL
) STRICT;

-- Which rules the stored state of an organization was folded by; under others it is folded again from the log.
CREATE TABLE IF NOT EXISTS state_rules (organization_no INTEGER PRIMARY KEY, rules TEXT NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS event_store (
  position INTEGER PRIMARY KEY,
  organization_no INTEGER NOT NULL, seq INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE, event_type TEXT NOT NULL, aggregate_type TEXT NOT NULL, aggregate_id TEXT NOT NULL,
  event_data TEXT NOT NULL, metadata TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  correlation_id TEXT NOT NULL, version INTEGER NOT NULL, txn_id TEXT NOT NULL,
  device_id TEXT NOT NULL, device_seq INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'amended', 'noop', 'rejected', 'parked')),
  prev_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS event_store_by_seq ON event_store (organization_no, seq);
CREATE INDEX IF NOT EXISTS event_store_refused ON event_store (txn_id) WHERE outcome IN ('rejected', 'parked');
CREATE TRIGGER IF NOT EXISTS event_store_no_update BEFORE UPDATE ON event_store
  BEGIN SELECT RAISE(ABORT, 'event_store is append-only'); END;
CREATE TRIGGER IF NOT EXISTS event_store_no_delete BEFORE DELETE ON event_store
  BEGIN SELECT RAISE(ABORT, 'event_store is append-only'); END;

-- Which sequence answered which number of a device, in runs. settled_seq is set for an event that came again under another
-- number (copied or re-enrolled device): it was answered, not stored twice.
CREATE TABLE IF NOT EXISTS submissions (
  device_no INTEGER NOT NULL, first_device_seq INTEGER NOT NULL, first_seq INTEGER NOT NULL, count INTEGER NOT NULL,
  settled_seq INTEGER NOT NULL, PRIMARY KEY (device_no, first_device_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS devices (
  device_no INTEGER PRIMARY KEY, device_id TEXT NOT NULL UNIQUE, organization_no INTEGER NOT NULL, member_id TEXT NOT NULL,
  site_id TEXT NOT NULL, name TEXT NOT NULL, revoked INTEGER NOT NULL DEFAULT 0, last_device_seq INTEGER NOT NULL DEFAULT 0,
  last_seen_at TEXT, clock_offset_ms INTEGER, created_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS accounts (
  email TEXT PRIMARY KEY, organization_no INTEGER NOT NULL, member_id TEXT NOT NULL UNIQUE, password TEXT NOT NULL,
  created_at TEXT NOT NULL, changed_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS refresh_tokens (
  token_hash TEXT PRIMARY KEY, family TEXT NOT NULL, device_no INTEGER NOT NULL, issued_at TEXT NOT NULL, expires_at TEXT NOT NULL,
  successor_hash TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS refresh_tokens_by_family ON refresh_tokens (family);
CREATE TABLE IF NOT EXISTS one_time_codes (
  code_hash TEXT PRIMARY KEY, purpose TEXT NOT NULL CHECK (purpose IN ('enrol', 'invitation')), organization_no INTEGER NOT NULL,
  subject_id TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS one_time_codes_by_subject ON one_time_codes (subject_id);

-- One row, written whenever somebody asks whether the server is ready: only a write tells whether the disk takes one.
CREATE TABLE IF NOT EXISTS write_probe (one INTEGER PRIMARY KEY CHECK (one = 1), asked INTEGER NOT NULL) STRICT;
`;
