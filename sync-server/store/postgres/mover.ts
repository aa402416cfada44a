import { verifyChain, GENESIS_HASH } from '../../../shared/events/hash-chain.ts';
import type { Rulebook } from '../../../shared/domain/rulebook.ts';
import { StartError } from '../../start-error.ts';
import type { Head } from '../event-store.ts';
import { hashedText, nativeSha256, type LogRow } from '../log-text.ts';
import type { Database } from '../sqlite/database.ts';
import type { SqliteStore } from '../sqlite/sqlite-store.ts';
import { writeAllClaims } from './commit-writer.ts';
import { type Client, commit, Connections } from './connection.ts';
import { MOVE_UNFINISHED, SIGNING_KEY } from './opening.ts';
import { CHUNK, HEAD_COLUMNS, type HeadRow, loadReplica, readRows, writeState } from './reading.ts';
import { insertEvents } from './rows.ts';

export interface MoverOptions {
  readonly database: Database;
  readonly source: SqliteStore;
  readonly to: string;
  readonly rulebook: Rulebook;
  readonly signingKey: Uint8Array;
  readonly onProgress: (text: string) => void;
}

/** Tables that are copied as they are: small, and replaced whole by every run. Names are the same on both sides. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  accounts: ['email', 'organization_no', 'member_id', 'password', 'created_at', 'changed_at'],
  refresh_tokens: ['token_hash', 'family', 'device_no', 'issued_at', 'expires_at', 'successor_hash'],
  one_time_codes: ['code_hash', 'purpose', 'organization_no', 'subject_id', 'expires_at', 'used_at'],
  submissions: ['device_no', 'first_device_seq', 'first_seq', 'count', 'settled_seq'],
  devices: [
    'device_no',
    'device_id',
    'organization_no',
    'member_id',
    'site_id',
    'name',
    'revoked',
    'last_device_seq',
    'last_seen_at',
    'clock_offset_ms',
    'created_at',
  ],
};

/** Copies one embedded database into an empty PostgreSQL, log by log in the order of their sequences. */
export class Mover {
  readonly #options: MoverOptions;
  readonly #db: Connections;

  constructor(options: MoverOptions) {
    this.#options = options;
    this.#db = new Connections(options.to, 2);
  }

  async run(): Promise<{ readonly organizations: number; readonly events: number }> {
    const { source, onProgress } = this.#options;
    const heads = source.heads();
    await this.#begin(heads);
    for (const head of heads) {
      onProgress(`copying ${head.organizationId}: ${head.seq} events`);
      await this.#copyLog(head);
    }
    await this.#copyTables();
    for (const head of heads) {
      await this.#check(head);
      await this.#derive(head);
    }
    await this.#db.run(`SELECT setval(pg_get_serial_sequence('organization_heads', 'organization_no'),
      (SELECT coalesce(max(organization_no), 0) + 1 FROM organization_heads), false),
      setval(pg_get_serial_sequence('devices', 'device_no'), (SELECT coalesce(max(device_no), 0) + 1 FROM devices), false)`);
    await this.#db.run('DELETE FROM server_facts WHERE name = $1', [MOVE_UNFINISHED]);
    return { organizations: heads.length, events: heads.reduce((sum, head) => sum + head.seq, 0) };
  }

  close(): Promise<void> {
    return this.#db.end();
  }

  /** Takes an empty database, or the one that an earlier run began to fill from the same logs. */
  async #begin(heads: readonly Head[]): Promise<void> {
    const known = await this.#db.rows<HeadRow>(`SELECT ${HEAD_COLUMNS} FROM organization_heads`);
    const unfinished = await this.#db.first('SELECT 1 FROM server_facts WHERE name = $1', [MOVE_UNFINISHED]);
    const strange = known.filter((row) => !this.#isPrefix(row, heads));
    if (strange.length > 0 || (known.length > 0 && unfinished === undefined))
      throw new StartError('The database is in use by a server or holds other data. Move into an empty one.');
    await this.#db.run('INSERT INTO server_facts (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [MOVE_UNFINISHED, '1']);
    for (const head of heads) {
      await this.#db.run(
        `INSERT INTO organization_heads (organization_no, organization_id, epoch, head, hash, created_at, device_version)
         VALUES ($1, $2, $3, 0, $4, $5, 1) ON CONFLICT DO NOTHING`,
        [head.organizationNo, head.organizationId, head.epoch, GENESIS_HASH, this.#createdAt(head.organizationNo)],
      );
    }
    const key = Buffer.from(this.#options.signingKey).toString('base64');
    await this.#db.run('INSERT INTO server_facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2', [
      SIGNING_KEY,
      key,
    ]);
  }

  #isPrefix(row: HeadRow, heads: readonly Head[]): boolean {
    const head = heads.find((candidate) => candidate.organizationNo === row.organizationNo);
    if (head?.organizationId !== row.organizationId || head.epoch !== row.epoch || head.seq < row.seq) return false;
    return row.seq === 0 || this.#options.source.rows(row.organizationNo, row.seq - 1, 1)[0]?.hash === row.hash;
  }

  #createdAt(organizationNo: number): string {
    const row = this.#options.database
      .prepare('SELECT created_at AS at FROM organization_heads WHERE organization_no = ?')
      .get(organizationNo);
    return String(row?.['at']);
  }

  /** Appends what is missing, in commits that each leave an unbroken log behind. */
  async #copyLog(head: Head): Promise<void> {
    const row = await this.#db.first<HeadRow>(`SELECT ${HEAD_COLUMNS} FROM organization_heads WHERE organization_no = $1`, [
      head.organizationNo,
    ]);
    let end = { prevSeq: row?.seq ?? 0, prevHash: row?.hash ?? GENESIS_HASH };
    while (end.prevSeq < head.seq) {
      const rows = this.#options.source.rows(head.organizationNo, end.prevSeq, CHUNK);
      end = unbroken(rows, end, 'data folder');
      await this.#db.using(async (client) => {
        await client.query('BEGIN');
        await commit(client, [
          insertEvents(head.organizationNo, rows),
          {
            text: 'UPDATE organization_heads SET head = $2, hash = $3 WHERE organization_no = $1',
            values: [head.organizationNo, end.prevSeq, end.prevHash],
          },
        ]);
      });
    }
  }

  async #copyTables(): Promise<void> {
    await this.#db.transaction(async (client) => {
      for (const [table, columns] of Object.entries(TABLES)) {
        await client.query(`DELETE FROM ${table}`);
        const rows = this.#options.database.prepare(`SELECT ${columns.join(', ')} FROM ${table}`).iterate();
        let part: Record<string, unknown>[] = [];
        for (const row of rows) {
          part.push(row);
          if (part.length < CHUNK) continue;
          await insertAll(client, table, columns, part);
          part = [];
        }
        if (part.length > 0) await insertAll(client, table, columns, part);
      }
      await this.#copySubscriptions(client);
    });
  }

  /** One position over all logs becomes one position in each. */
  async #copySubscriptions(client: Client): Promise<void> {
    const { database, source } = this.#options;
    await client.query('DELETE FROM event_dead_letters');
    await client.query('DELETE FROM event_subscriptions');
    const seqAt = database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM event_store WHERE organization_no = ? AND position <= ?');
    for (const head of source.heads()) {
      for (const row of database.prepare('SELECT * FROM event_subscriptions').all()) {
        await client.query(
          `INSERT INTO event_subscriptions (organization_no, id, handler_id, event_type, service_name, created_at, is_active, position,
             last_error, attempts, next_attempt_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            head.organizationNo,
            row['id'],
            row['handler_id'],
            row['event_type'],
            row['service_name'],
            row['created_at'],
            row['is_active'] === 1,
            seqAt.get(head.organizationNo, Number(row['position']))?.['seq'],
            row['last_error'],
            row['attempts'],
            row['next_attempt_at'],
          ],
        );
      }
    }
    const letters = database.prepare(
      `SELECT l.*, e.organization_no, e.seq FROM event_dead_letters l JOIN event_store e ON e.id = l.event_id`,
    );
    for (const row of letters.all()) {
      await client.query(
        `INSERT INTO event_dead_letters (organization_no, subscription_id, position, event_id, event, attempts, error, parked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          row['organization_no'],
          row['subscription_id'],
          row['seq'],
          row['event_id'],
          row['event'],
          row['attempts'],
          row['error'],
          row['parked_at'],
        ],
      );
    }
    await client.query(`UPDATE event_subscriptions s SET parked = (SELECT count(*) FROM event_dead_letters l
      WHERE l.organization_no = s.organization_no AND l.subscription_id = s.id)`);
  }

  /** Reads the copied log back: every hash again, and the same end. */
  async #check(head: Head): Promise<void> {
    let end = { prevSeq: 0, prevHash: GENESIS_HASH };
    while (end.prevSeq < head.seq) {
      const from = end.prevSeq;
      const rows = await this.#db.using((client) => readRows(client, head, from, Math.min(head.seq, from + CHUNK)));
      if (rows.length === 0) throw new StartError(`The copied log of ${head.organizationId} ends at ${from}. Run the move again.`);
      end = unbroken(rows, end, 'database');
    }
    if (end.prevHash !== head.hash)
      throw new StartError(`The copied log of ${head.organizationId} ends differently. Move into an empty database.`);
  }

  /** Folds the copied log and writes the state and the claims that follow from it. */
  async #derive(head: Head): Promise<void> {
    await this.#db.run('DELETE FROM entity_state WHERE organization_no = $1', [head.organizationNo]);
    await this.#db.run('DELETE FROM state_marks WHERE organization_no = $1', [head.organizationNo]);
    const replica = await loadReplica(this.#db, head.organizationNo, this.#options.rulebook);
    if (replica === undefined) throw new Error(`${head.organizationId} is gone`);
    await this.#db.transaction((client) => writeAllClaims(client, replica));
    await writeState(this.#db, replica);
  }
}

function unbroken(rows: readonly LogRow[], from: { readonly prevSeq: number; readonly prevHash: string }, where: string): typeof from {
  const chain = rows.map((row) => ({ seq: row.seq, body: hashedText(row), prevHash: row.prevHash, hash: row.hash }));
  const verdict = verifyChain(chain, { ...from, gapless: true, sha: nativeSha256 });
  if (!verdict.ok)
    throw new StartError(`The log in the ${where} is damaged at sequence ${verdict.seq} (${verdict.fault}). It was not moved.`);
  return { prevSeq: verdict.lastSeq, prevHash: verdict.lastHash };
}

async function insertAll(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const isDevices = table === 'devices';
  const values: unknown[] = [];
  const tuples = rows.map((row) => {
    const places = columns.map((column) => {
      const value = row[column];
      values.push(column === 'revoked' ? value === 1 : typeof value === 'string' ? value.replaceAll('\u0000', '') : value);
      return `$${values.length}`;
    });
    return `(${[...places, ...(isDevices ? ['1'] : [])].join(', ')})`;
  });
  await client.query(
    `INSERT INTO ${table} (${[...columns, ...(isDevices ? ['changed_version'] : [])].join(', ')}) VALUES ${tuples.join(', ')}`,
    values,
  );
}
