import type { Entity } from '../../../shared/domain/kernel/aggregate.ts';
import type { AggregateType } from '../../../shared/domain/kernel/event.ts';
import type { Rulebook } from '../../../shared/domain/rulebook.ts';
import type { Head } from '../event-store.ts';
import type { LogRow } from '../log-text.ts';
import { type Client, type Connections, pipelined } from './connection.ts';
import type { Fetched } from './postgres-scope.ts';
import { Replica } from './replica.ts';
import { DEVICE_COLUMNS, LOG_COLUMNS, logRow, type StoredDevice, type StoredRow } from './rows.ts';

/** Rows read at once. */
export const CHUNK = 1000;

/** An organization's row as it stands in the database. */
export interface HeadRow extends Head {
  readonly deviceVersion: number;
}

export const HEAD_COLUMNS = `organization_no AS "organizationNo", organization_id AS "organizationId", epoch, head AS seq, hash,
  device_version AS "deviceVersion"`;

type Reader = Pick<Client, 'query'>;

/** Rows of a log in `(from, to]`, at most so many. */
export async function readRows(db: Reader, head: Head, from: number, to: number): Promise<readonly LogRow[]> {
  const { rows } = await db.query<StoredRow>({
    name: 'read-rows',
    text: `SELECT ${LOG_COLUMNS} FROM event_store WHERE organization_no = $1 AND seq > $2 AND seq <= $3 ORDER BY seq`,
    values: [head.organizationNo, from, to],
  });
  return rows.map((row) => logRow(row, head.organizationId));
}

/** Devices that changed after a version, with where the log stood when they were read. */
export async function readDevices(
  db: Reader,
  organizationNo: number,
  after: number,
): Promise<{ readonly devices: readonly StoredDevice[]; readonly seq: number }> {
  const { rows } = await db.query<StoredDevice & { readonly at: number }>({
    name: 'read-devices',
    text: `SELECT ${DEVICE_COLUMNS}, d.changed_version AS "changedVersion", h.head AS at
      FROM devices d JOIN organization_heads h USING (organization_no) WHERE organization_no = $1 AND d.changed_version > $2`,
    values: [organizationNo, after],
  });
  return { devices: rows.map(({ at: _at, ...device }) => device), seq: Math.max(0, ...rows.map((row) => row.at)) };
}

/** Builds an organization's replica: the stored state of one moment, and the log behind it folded onto it. */
export async function loadReplica(db: Connections, organizationNo: number, rulebook: Rulebook): Promise<Replica | undefined> {
  return db.transaction(async (client) => {
    const heads = await client.query<HeadRow>(`SELECT ${HEAD_COLUMNS} FROM organization_heads WHERE organization_no = $1`, [
      organizationNo,
    ]);
    const row = heads.rows[0];
    if (row === undefined) return undefined;
    const { deviceVersion, ...head } = row;
    const marks = await client.query<{ at: number }>('SELECT state_seq AS at FROM state_marks WHERE organization_no = $1', [
      organizationNo,
    ]);
    const stateSeq = marks.rows[0]?.at ?? 0;
    const replica = new Replica({ ...head, seq: stateSeq }, rulebook);
    await restoreState(client, replica);
    while (replica.head.seq < head.seq) {
      const rows = await readRows(client, head, replica.head.seq, Math.min(head.seq, replica.head.seq + CHUNK));
      if (rows.length === 0) throw new Error(`the log of ${head.organizationId} ends before its head`);
      replica.fold(rows);
    }
    replica.head = head;
    replica.putDevices((await readDevices(client, organizationNo, 0)).devices);
    replica.deviceVersion = deviceVersion;
    const contested = await client.query<{ holder: string }>(
      `SELECT DISTINCT aggregate_type || '|' || aggregate_id AS holder FROM claims WHERE organization_no = $1 AND contested`,
      [organizationNo],
    );
    for (const { holder } of contested.rows) replica.contested.add(holder);
    return replica;
  }, 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
}

async function restoreState(client: Client, replica: Replica): Promise<void> {
  for (let after: { readonly type: string; readonly id: string } | undefined = { type: '', id: '' }; after !== undefined;) {
    const { rows }: { rows: { type: AggregateType; id: string; seq: number; body: string }[] } = await client.query(
      `SELECT type, id, seq, body FROM entity_state WHERE organization_no = $1 AND (type, id) > ($2, $3) ORDER BY type, id LIMIT 5000`,
      [replica.head.organizationNo, after.type, after.id],
    );
    for (const { type, id, seq, body } of rows) {
      replica.restore({ type, id, seq, ...(JSON.parse(body) as Omit<Entity, 'type' | 'id' | 'seq'>) });
    }
    after = rows.at(-1);
  }
}

/** Writes down what the stored state lacks, unless another process is at it. */
export async function writeState(db: Connections, replica: Replica): Promise<void> {
  const { organizationNo, seq } = replica.head;
  const objects = replica.unwritten().map(({ entity }) => entity);
  const stateSeq = await db.transaction(async (client) => {
    await client.query('INSERT INTO state_marks (organization_no, state_seq) VALUES ($1, 0) ON CONFLICT DO NOTHING', [organizationNo]);
    const marks = await client.query<{ at: number }>(
      'SELECT state_seq AS at FROM state_marks WHERE organization_no = $1 FOR UPDATE SKIP LOCKED',
      [organizationNo],
    );
    const at = marks.rows[0]?.at;
    if (at === undefined) return 0;
    if (at >= seq) return at;
    for (let start = 0; start < objects.length; start += CHUNK) {
      const part = objects.slice(start, start + CHUNK);
      await client.query(
        `INSERT INTO entity_state (organization_no, type, id, seq, body)
         SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[])
         ON CONFLICT (organization_no, type, id) DO UPDATE SET seq = excluded.seq, body = excluded.body`,
        [
          organizationNo,
          part.map((entity) => entity.type),
          part.map((entity) => entity.id),
          part.map((entity) => entity.seq),
          part.map(({ state, stamps, lastEventId, anomalies, readOnly }) =>
            JSON.stringify({ state, stamps, lastEventId, anomalies, readOnly }),
          ),
        ],
      );
    }
    await client.query('UPDATE state_marks SET state_seq = $2 WHERE organization_no = $1', [organizationNo, seq]);
    return seq;
  });
  replica.written(stateSeq);
}

/** Fetches what a commit's rules will ask about and memory does not know. */
export async function fetchAsked(
  client: Client,
  head: Head,
  {
    numbers,
    ids,
    txnIds,
  }: { readonly numbers: readonly { deviceNo: number; deviceSeq: number }[]; readonly ids: string[]; readonly txnIds: string[] },
): Promise<Fetched> {
  const byId = new Map<string, { readonly organizationNo: number; readonly row: LogRow }>();
  const submissions = new Map<string, LogRow>();
  const refused = new Map<string, 'rejected' | 'parked'>();
  if (numbers.length === 0 && ids.length === 0 && txnIds.length === 0) return { byId, submissions, refused };
  const [answered, known, dependencies] = await pipelined(client, [
    {
      text: `SELECT n.no AS "deviceNo", n.number AS number, ${LOG_COLUMNS} FROM unnest($2::integer[], $3::bigint[]) AS n (no, number)
        CROSS JOIN LATERAL (SELECT * FROM submissions s WHERE s.device_no = n.no AND s.first_device_seq <= n.number
          ORDER BY s.first_device_seq DESC LIMIT 1) AS run
        JOIN event_store ON organization_no = $1 AND seq = run.first_seq + n.number - run.first_device_seq
        WHERE n.number < run.first_device_seq + run.count`,
      values: [head.organizationNo, numbers.map((one) => one.deviceNo), numbers.map((one) => one.deviceSeq)],
    },
    {
      text: `SELECT organization_no AS "organizationNo", ${LOG_COLUMNS},
          (SELECT organization_id FROM organization_heads h WHERE h.organization_no = e.organization_no) AS "organizationId"
        FROM event_store e WHERE id = ANY($1::text[])`,
      values: [ids],
    },
    {
      text: `SELECT DISTINCT txn_id AS "txnId", outcome FROM event_store WHERE txn_id = ANY($1::text[]) AND outcome IN ('rejected', 'parked')`,
      values: [txnIds],
    },
  ]);
  for (const row of (answered?.rows ?? []) as unknown as (StoredRow & { deviceNo: number; number: number })[]) {
    const found = logRow(row, head.organizationId);
    submissions.set(`${row.deviceNo}|${row.number}`, found);
    byId.set(row.id, { organizationNo: head.organizationNo, row: found });
  }
  for (const row of (known?.rows ?? []) as unknown as (StoredRow & { organizationNo: number; organizationId: string })[]) {
    byId.set(row.id, { organizationNo: row.organizationNo, row: logRow(row, row.organizationId) });
  }
  for (const row of (dependencies?.rows ?? []) as unknown as { txnId: string; outcome: 'rejected' | 'parked' }[])
    refused.set(row.txnId, row.outcome);
  return { byId, submissions, refused };
}
