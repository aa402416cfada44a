import type { FiledEntity } from '../../../shared/conflict/workspace.ts';
import type { Claim } from '../../../shared/domain/kernel/claims.ts';
import { type Client, pipelined, commit, type Query } from './connection.ts';
import { LoginRefused } from '../event-store.ts';
import type { PostgresScope } from './postgres-scope.ts';
import type { Replica } from './replica.ts';
import { insertEvents } from './rows.ts';

/**
 * Writes one decided commit and commits it: everything in one go to the database, which answers when it is on disk.
 * @throws LoginRefused, or what the database refused; then nothing of it stays
 */
export async function writeCommit(client: Client, scope: PostgresScope, replica: Replica): Promise<ReadonlyMap<string, boolean>> {
  const { organizationNo } = scope.head;
  await writeLogins(client, scope);
  const claims = claimChanges(scope, replica);
  const queries: Query[] = [];
  if (scope.rows.length > 0) queries.push(insertEvents(organizationNo, scope.rows));
  if (scope.runs.length > 0) queries.push(insertRuns(scope));
  if (scope.counters.size > 0) queries.push(setCounters(scope));
  if (claims.holders.size > 0) queries.push(...writeClaims(organizationNo, claims));
  if (scope.settledSilently) queries.push(...countDevices(scope));
  if (scope.end.seq !== scope.head.seq) {
    queries.push({
      name: 'set-head',
      text: 'UPDATE organization_heads SET head = $2, hash = $3 WHERE organization_no = $1',
      values: [organizationNo, scope.end.seq, scope.end.hash],
    });
  }
  await commit(client, queries);
  return claims.holders;
}

async function writeLogins(client: Client, scope: PostgresScope): Promise<void> {
  for (const login of scope.logins) {
    const email = login.email.toLowerCase();
    const used = await client.query('UPDATE one_time_codes SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL', [
      login.codeHash,
      login.at,
    ]);
    if (used.rowCount !== 1) throw new LoginRefused('code-used');
    await client.query('DELETE FROM accounts WHERE member_id = $1', [login.memberId]);
    const made = await client.query(
      `INSERT INTO accounts (email, organization_no, member_id, password, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $5)
       ON CONFLICT (email) DO NOTHING`,
      [email, scope.head.organizationNo, login.memberId, login.password, login.at],
    );
    if (made.rowCount !== 1) throw new LoginRefused('email-taken');
  }
}

function insertRuns({ runs }: PostgresScope): Query {
  return {
    name: 'insert-submissions',
    text: `INSERT INTO submissions (device_no, first_device_seq, first_seq, count, settled_seq)
      SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])`,
    values: [
      runs.map((run) => run.deviceNo),
      runs.map((run) => run.firstDeviceSeq),
      runs.map((run) => run.firstSeq),
      runs.map((run) => run.count),
      runs.map((run) => run.settledSeq),
    ],
  };
}

function setCounters({ counters }: PostgresScope): Query {
  return {
    name: 'set-counters',
    text: `UPDATE devices SET last_device_seq = last FROM unnest($1::integer[], $2::bigint[]) AS t (no, last) WHERE device_no = no`,
    values: [[...counters.keys()], [...counters.values()]],
  };
}

function countDevices(scope: PostgresScope): readonly Query[] {
  const { organizationNo } = scope.head;
  const settled = [...new Set(scope.runs.filter((run) => run.settledSeq > 0).map((run) => run.deviceNo))];
  return [
    { text: 'UPDATE organization_heads SET device_version = device_version + 1 WHERE organization_no = $1', values: [organizationNo] },
    {
      text: `UPDATE devices SET changed_version = (SELECT device_version FROM organization_heads WHERE organization_no = $1)
        WHERE device_no = ANY($2::integer[])`,
      values: [organizationNo, settled],
    },
  ];
}

interface ClaimChanges {
  /** `type|id` of every holder whose claims changed → whether they overlap another's because a fact said so. */
  readonly holders: ReadonlyMap<string, boolean>;
  readonly claims: readonly (Claim & { readonly holder: string })[];
}

/** Claims that differ from the stored ones. */
function claimChanges(scope: PostgresScope, replica: Replica): ClaimChanges {
  const holders = new Map<string, boolean>();
  const claims: (Claim & { readonly holder: string })[] = [];
  const facts = new Set<string>();
  const after = new Map(scope.changed.map((filed) => [`${filed.entity.type}|${filed.entity.id}`, filed]));
  for (const [holder, filed] of after) {
    const before = replica.state.filed(filed.entity.type, filed.entity.id)?.claims ?? [];
    if (before.length === 0 && filed.claims.length === 0) continue;
    if (JSON.stringify(before) === JSON.stringify(filed.claims)) continue;
    if (facts.size === 0)
      for (const row of scope.rows) if (JSON.parse(row.meta).kind === 'fact') facts.add(`${row.aggregateType}|${row.aggregateId}`);
    const mayOverlap = facts.has(holder) || replica.contested.has(holder);
    holders.set(holder, mayOverlap && filed.claims.some((claim) => isTaken(claim, holder, after, replica)));
    for (const claim of filed.claims) claims.push({ ...claim, holder });
  }
  return { holders, claims };
}

/** Whether somebody else holds the resource in that time when this commit stands. */
function isTaken(
  claim: Claim,
  holder: string,
  after: ReadonlyMap<string, { readonly claims: readonly Claim[] }>,
  replica: Replica,
): boolean {
  const meets = (other: Claim): boolean => other.resource === claim.resource && other.startMs < claim.endMs && claim.startMs < other.endMs;
  for (const [name, filed] of after) if (name !== holder && filed.claims.some(meets)) return true;
  return replica
    .claims(claim.resource, claim.startMs, claim.endMs)
    .some((other) => `${other.aggregateType}|${other.aggregateId}` !== holder && !after.has(`${other.aggregateType}|${other.aggregateId}`));
}

function writeClaims(organizationNo: number, { holders, claims }: ClaimChanges): readonly Query[] {
  const typeOf = (holder: string): string => holder.slice(0, holder.indexOf('|'));
  const idOf = (holder: string): string => holder.slice(holder.indexOf('|') + 1);
  const names = [...holders.keys()];
  const drop: Query = {
    name: 'drop-claims',
    text: `DELETE FROM claims USING unnest($2::text[], $3::text[]) AS t (type, id)
      WHERE organization_no = $1 AND aggregate_id = t.id AND aggregate_type = t.type`,
    values: [organizationNo, names.map(typeOf), names.map(idOf)],
  };
  const put: Query = {
    name: 'put-claims',
    text: `INSERT INTO claims (organization_no, resource, start_ms, end_ms, aggregate_type, aggregate_id, contested)
      SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::boolean[])`,
    values: [
      organizationNo,
      claims.map((claim) => claim.resource),
      claims.map((claim) => claim.startMs),
      claims.map((claim) => claim.endMs),
      claims.map((claim) => typeOf(claim.holder)),
      claims.map((claim) => idOf(claim.holder)),
      claims.map((claim) => holders.get(claim.holder) === true),
    ],
  };
  return claims.length === 0 ? [drop] : [drop, put];
}

/** Writes the claims of a whole state that was moved in, on an open transaction. */
export async function writeAllClaims(client: Client, replica: Replica): Promise<void> {
  const { organizationNo } = replica.head;
  const holders = new Map<string, boolean>();
  const claims: (Claim & { readonly holder: string })[] = [];
  const none = new Map<string, never>();
  const firm = new Set<string>();
  const all = replica.state.changed();
  for (const [holder, filed] of all) {
    if (filed.claims.length === 0) continue;
    // Of two that overlap by a fact, the first stands behind the wall and the other before it.
    const rivals = filed.claims.some((claim) => isTaken(claim, holder, none, replica));
    const contested = rivals && [...firm].some((other) => overlaps(all.get(holder), all.get(other)));
    if (!contested) firm.add(holder);
    holders.set(holder, contested);
    for (const claim of filed.claims) claims.push({ ...claim, holder });
  }
  await client.query('DELETE FROM claims WHERE organization_no = $1', [organizationNo]);
  if (holders.size > 0) await pipelined(client, writeClaims(organizationNo, { holders, claims }));
}

function overlaps(ours: FiledEntity | undefined, theirs: FiledEntity | undefined): boolean {
  return (ours?.claims ?? []).some((claim) =>
    (theirs?.claims ?? []).some((other) => claim.resource === other.resource && claim.startMs < other.endMs && other.startMs < claim.endMs),
  );
}
