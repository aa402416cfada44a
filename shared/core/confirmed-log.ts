import type { RecordedEvent } from '../domain/kernel/event.ts';
import {
  bodyText,
  chainHash,
  GENESIS_HASH,
  take,
  verifyChain,
  type ChainRecord,
  type ChainVerdict,
  type Sha256,
} from '../events/hash-chain.ts';
import type { LogReader } from '../events/subscriptions.ts';
import type { Meta } from './meta.ts';
import type { SqlDriver } from './ports.ts';

/** Positions of one era of the log; a sequence never comes near it. */
const ERA = 2 ** 40;
const CHUNK = 2000;

interface LogRow {
  readonly position: number;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** Events that continue the chain, with the texts that were hashed. Made by `check` only. */
export interface CheckedEvents {
  readonly events: readonly RecordedEvent[];
  readonly bodies: readonly string[];
}

/** A page whose hashes do not hold: it is not applied. */
export class BrokenChainError extends Error {
  override readonly name = 'BrokenChainError';
  readonly seq: number;

  constructor(seq: number, fault: string) {
    super(`event ${seq} does not continue the chain of hashes: ${fault}`);
    this.seq = seq;
  }
}

/**
 * The canonical log as this device received it, byte for byte. Append-only: triggers refuse anything else. A new era
 * begins when the server starts over from a backup; rows of earlier eras stay where they are.
 */
export class ConfirmedLog {
  readonly #driver: SqlDriver;
  readonly #meta: Meta;
  readonly #sha: Sha256;

  constructor(driver: SqlDriver, meta: Meta, sha: Sha256) {
    this.#driver = driver;
    this.#meta = meta;
    this.#sha = sha;
  }

  get cursor(): number {
    return this.#meta.number('cursor');
  }

  /** Sequence of the newest stored event; the cursor may be further when a page ended with events out of scope. */
  get lastSeq(): number {
    return this.#meta.number('log_seq');
  }

  /**
   * Checks that events continue the chain, without writing anything.
   * @throws BrokenChainError when a hash does not fit
   */
  check(events: readonly RecordedEvent[]): CheckedEvents {
    return this.#check(events, { seq: this.lastSeq, hash: this.#meta.text('head_hash') ?? GENESIS_HASH });
  }

  /**
   * Checks events of the stretch from before the snapshot, of a page that ends at `to`.
   * @throws BrokenChainError when a hash does not fit, or when they lead to another event than the snapshot's last
   */
  checkOlder(events: readonly RecordedEvent[], to: number): CheckedEvents {
    const missing = this.missing();
    const checked = this.#check(events, { seq: missing?.from ?? 0, hash: this.#meta.text('older_hash') ?? GENESIS_HASH });
    const last = events.at(-1);
    const isEnd = missing !== null && to >= missing.to;
    if (to > (missing?.to ?? 0)) throw new BrokenChainError(to, 'out-of-order');
    if (isEnd && last?.seq === to && last.hash !== this.#meta.text('snapshot_hash')) throw new BrokenChainError(to, 'broken-link');
    return checked;
  }

  #check(events: readonly RecordedEvent[], start: { readonly seq: number; readonly hash: string }): CheckedEvents {
    let last = start;
    const bodies: string[] = [];
    for (const event of events) {
      const { prevHash, hash } = event;
      const body = bodyText(event);
      if (event.seq === last.seq + 1 && prevHash !== last.hash) throw new BrokenChainError(event.seq, 'broken-link');
      if (event.seq <= last.seq) throw new BrokenChainError(event.seq, 'out-of-order');
      if (chainHash(prevHash, body, this.#sha) !== hash) throw new BrokenChainError(event.seq, 'altered');
      bodies.push(body);
      last = { seq: event.seq, hash };
    }
    return { events, bodies };
  }

  /** Appends checked events in the open transaction. */
  append(checked: CheckedEvents): void {
    this.#insert(checked);
    const last = checked.events.at(-1);
    if (last === undefined) return;
    this.#meta.set('log_seq', last.seq);
    this.#meta.set('head_hash', last.hash);
  }

  /** Appends checked events from before the snapshot in the open transaction. */
  appendOlder(checked: CheckedEvents, to: number): void {
    this.#insert(checked);
    this.#meta.set('older_seq', to);
    const last = checked.events.at(-1);
    if (last !== undefined) this.#meta.set('older_hash', last.hash);
  }

  /** What of the log from before the snapshot is not here yet; null when nothing is missing. */
  missing(): { readonly from: number; readonly to: number } | null {
    const to = this.#meta.number('snapshot_seq');
    const from = this.#meta.number('older_seq');
    return to > 0 && from < to && this.cursor > 0 ? { from, to } : null;
  }

  /** State came from a snapshot; the log goes on after it. In the open transaction. */
  startAfter(seq: number, hash: string): void {
    for (const key of ['cursor', 'log_seq'] as const) this.#meta.set(key, seq);
    this.#meta.set('head_hash', hash);
  }

  #insert({ events, bodies }: CheckedEvents): void {
    const base = this.#base();
    const insert = this.#driver.prepare(
      'INSERT INTO confirmed_log (position, id, type, aggregate_id, outcome, body, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const [index, event] of events.entries()) {
      insert.run(base + event.seq, event.id, event.type, event.aggregateId, event.outcome, bodies[index] ?? '', event.prevHash, event.hash);
    }
  }

  /**
   * Checks the stored chain of this era after a sequence, so many records of it; the head row must be the one the meta
   * table names.
   */
  verify(afterSeq: number, limit: number = Number.POSITIVE_INFINITY): ChainVerdict {
    const start = afterSeq === 0 ? null : (this.#row(afterSeq) ?? this.#snapshotEnd(afterSeq));
    if (start === undefined) return { ok: false, seq: afterSeq, fault: 'out-of-order' };
    const verdict = verifyChain(take(this.#records(afterSeq), limit), {
      prevHash: start?.hash ?? GENESIS_HASH,
      prevSeq: start === null ? 0 : afterSeq,
      gapless: false,
      sha: this.#sha,
    });
    if (!verdict.ok || verdict.count === limit) return verdict;
    const head = this.lastSeq;
    // Nothing has come after the snapshot, and what came before it ends somewhere before.
    const onlyOlder = this.#snapshotEnd(head) !== undefined && verdict.lastSeq <= head;
    return verdict.lastSeq === head || (verdict.count === 0 && head === afterSeq) || onlyOlder
      ? verdict
      : { ok: false, seq: verdict.lastSeq + 1, fault: 'out-of-order' };
  }

  #snapshotEnd(seq: number): { readonly hash: string } | undefined {
    const hash = this.#meta.text('snapshot_hash');
    return hash !== null && seq === this.#meta.number('snapshot_seq') && this.missing() !== null ? { hash } : undefined;
  }

  bySeq(seq: number): RecordedEvent | undefined {
    const row = this.#row(seq);
    return row === undefined ? undefined : this.#parse(row);
  }

  /** Sequence and answer of an event known by its id, looked for among the events of its object. */
  findById(aggregateId: string, id: string): RecordedEvent | undefined {
    const row = this.#driver
      .prepare('SELECT position, body, prev_hash, hash FROM confirmed_log WHERE aggregate_id = ? AND id = ? AND position > ? LIMIT 1')
      .get<LogRow>(aggregateId, id, this.#base());
    return row === undefined ? undefined : this.#parse(row);
  }

  /** Newest first, before a sequence; of one object or of all. */
  newest(aggregateId: string | null, beforeSeq: number | null, limit: number): RecordedEvent[] {
    const base = this.#base();
    const before = beforeSeq === null ? base + ERA : base + beforeSeq;
    const columns = 'SELECT position, body, prev_hash, hash FROM confirmed_log WHERE';
    const rows =
      aggregateId === null
        ? this.#driver.prepare(`${columns} position < ? AND position > ? ORDER BY position DESC LIMIT ?`).all<LogRow>(before, base, limit)
        : this.#driver
            .prepare(`${columns} aggregate_id = ? AND position < ? AND position > ? ORDER BY position DESC LIMIT ?`)
            .all<LogRow>(aggregateId, before, base, limit);
    return rows.map((row) => this.#parse(row));
  }

  /** The position after which this era's rows stand. */
  get eraStart(): number {
    return this.#base();
  }

  /** Leaves the rows and starts reading again from sequence 0. */
  startNewEra(): void {
    this.#meta.set('era', this.#meta.number('era') + 1);
    for (const key of ['cursor', 'log_seq', 'verified_seq', 'head'] as const) this.#meta.set(key, 0);
    this.#meta.set('head_hash', GENESIS_HASH);
    for (const key of ['snapshot', 'snapshot_seq', 'snapshot_hash', 'older_seq', 'older_hash', 'outdated'] as const)
      this.#meta.set(key, null);
  }

  /** The log as durable subscriptions read it; positions grow over eras. What a snapshot stood for is no news to anybody. */
  readonly read: LogReader = ({ after: asked, limit, pattern }) => {
    const snapshot = this.#meta.number('snapshot_seq');
    const after = snapshot === 0 ? asked : Math.max(asked, this.#base() + snapshot);
    const exact = pattern !== '*' && !pattern.endsWith('.*');
    const columns = 'SELECT position, body, prev_hash, hash FROM confirmed_log WHERE';
    const rows = exact
      ? this.#driver.prepare(`${columns} position > ? AND type = ? ORDER BY position LIMIT ?`).all<LogRow>(after, pattern, limit)
      : this.#driver.prepare(`${columns} position > ? ORDER BY position LIMIT ?`).all<LogRow>(after, limit);
    const end = rows.length === limit ? rows.at(-1)?.position : this.headPosition();
    return {
      events: rows.map((row) => ({ position: row.position, event: this.#parse(row) })),
      to: Math.max(after, end ?? after),
    };
  };

  /** This era's log from the start, in steps. */
  *chunks(): Generator<RecordedEvent[]> {
    let chunk: RecordedEvent[] = [];
    for (const { body, prevHash, hash } of this.#records(0)) {
      chunk.push({ ...(JSON.parse(body) as Omit<RecordedEvent, 'prevHash' | 'hash'>), prevHash, hash });
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = [];
    }
    if (chunk.length > 0) yield chunk;
  }

  headPosition(): number {
    return this.#driver.prepare('SELECT max(position) AS head FROM confirmed_log').get<{ head: number | null }>()?.head ?? 0;
  }

  *#records(afterSeq: number): Generator<ChainRecord> {
    const base = this.#base();
    const statement = this.#driver.prepare(
      'SELECT position, body, prev_hash, hash FROM confirmed_log WHERE position > ? AND position < ? ORDER BY position LIMIT ?',
    );
    let after = base + afterSeq;
    for (;;) {
      const rows = statement.all<LogRow>(after, base + ERA, CHUNK);
      for (const row of rows) yield { seq: row.position - base, body: row.body, prevHash: row.prev_hash, hash: row.hash };
      const last = rows.at(-1);
      if (last === undefined || rows.length < CHUNK) return;
      after = last.position;
    }
  }

  #row(seq: number): LogRow | undefined {
    return this.#driver
      .prepare('SELECT position, body, prev_hash, hash FROM confirmed_log WHERE position = ?')
      .get<LogRow>(this.#base() + seq);
  }

  /** The body was a recorded event when it was appended, and the chain vouches for it since. */
  #parse(row: LogRow): RecordedEvent {
    const body = JSON.parse(row.body) as Omit<RecordedEvent, 'prevHash' | 'hash'>;
    return { ...body, prevHash: row.prev_hash, hash: row.hash };
  }

  #base(): number {
    return this.#meta.number('era') * ERA;
  }
}
