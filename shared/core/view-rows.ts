import type { Entity, StateReader } from '../domain/kernel/aggregate.ts';
import type { AggregateType, Outcome, Reason } from '../domain/kernel/event.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import { COLLECTIONS, type CollectionCounts, type CollectionName, type RowSync, type RowSyncState, type ViewRow } from '../ipc/bridge.ts';
import type { ConfirmedLog } from './confirmed-log.ts';
import { entityName, type EntityName, type Overlay, type Touch } from './overlay.ts';
import type { SqlDriver } from './ports.ts';
import type { SetAside } from './set-aside-log.ts';

/** Where each noun is shown. Invitations stand among the members, as people who are still to come. */
export const COLLECTION_OF: Readonly<Record<AggregateType, CollectionName>> = {
  organization: 'organizations',
  member: 'members',
  invitation: 'members',
  availability: 'availability',
  location: 'locations',
  booking: 'bookings',
  shift: 'shifts',
  kit: 'kits',
  allocation: 'allocations',
  item: 'items',
  notification: 'notifications',
  conflict: 'conflicts',
};

export interface ViewRowsOptions {
  readonly driver: SqlDriver;
  readonly rulebook: Rulebook;
  readonly overlay: Overlay;
  readonly log: ConfirmedLog;
  readonly setAside: SetAside;
}

interface StoredRow {
  readonly deleted: number;
  readonly body: string;
}

/**
 * The rows of the view, materialised so that a renderer can be refilled from any position. Written in the same
 * transaction as the state they show; a row that does not change keeps its position.
 */
export class ViewRows {
  readonly #options: ViewRowsOptions;
  readonly #sql;
  /** Object → ids of the open conflicts about it. */
  readonly #openConflicts = new Map<string, Set<string>>();
  #rev: number;
  #anyPending = true;
  #anyAnswer = true;
  #anySetAside = true;

  constructor(options: ViewRowsOptions) {
    this.#options = options;
    const { driver } = options;
    this.#sql = {
      get: driver.prepare('SELECT deleted, body FROM view_rows WHERE collection = ? AND id = ?'),
      put: driver.prepare(
        `INSERT INTO view_rows (collection, id, rev, deleted, status, starts_at, ends_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (collection, id) DO UPDATE SET rev = excluded.rev, deleted = excluded.deleted, status = excluded.status,
           starts_at = excluded.starts_at, ends_at = excluded.ends_at, body = excluded.body`,
      ),
      count: driver.prepare(
        'INSERT INTO view_counts (collection, rows) VALUES (?, ?) ON CONFLICT (collection) DO UPDATE SET rows = rows + excluded.rows',
      ),
      anyPending: driver.prepare('SELECT EXISTS (SELECT 1 FROM pending) AS found'),
      anyAnswer: driver.prepare('SELECT EXISTS (SELECT 1 FROM entity_answers) AS found'),
      pending: driver.prepare('SELECT count(*) AS n, min(sent) AS sent FROM pending WHERE aggregate_id = ? AND aggregate_type = ?'),
      answer: driver.prepare('SELECT outcome, reason FROM entity_answers WHERE type = ? AND id = ?'),
      dropAnswer: driver.prepare('DELETE FROM entity_answers WHERE type = ? AND id = ?'),
    };
    this.#rev = driver.prepare('SELECT max(rev) AS rev FROM view_rows').get<{ rev: number | null }>()?.rev ?? 0;
    this.reload();
  }

  /** Position of the newest row. */
  get rev(): number {
    return this.#rev;
  }

  /** Reads again what is kept in memory, after a rollback. */
  reload(): void {
    const { driver } = this.#options;
    this.#openConflicts.clear();
    const rows = driver
      .prepare("SELECT body FROM view_rows WHERE collection = 'conflicts' AND status IN ('open', 'claimed') AND deleted = 0")
      .all<{ body: string }>();
    for (const row of rows) {
      const parsed = JSON.parse(row.body) as { id: string; state: { about: { id: string } } };
      this.#conflictsAbout(parsed.state.about.id).add(parsed.id);
    }
    this.#rev = driver.prepare('SELECT max(rev) AS rev FROM view_rows').get<{ rev: number | null }>()?.rev ?? 0;
  }

  /** Forgets every row; positions start at 0 under a new generation. */
  clear(): void {
    this.#options.driver.exec('DELETE FROM view_rows');
    this.#options.driver.exec('DELETE FROM view_counts');
    this.#openConflicts.clear();
    this.#rev = 0;
  }

  /**
   * Writes the rows of objects as they stand now, in the open transaction.
   * @param touches who changed what, for events of this very transaction, by event id
   */
  refresh(names: Iterable<EntityName>, touches: ReadonlyMap<string, Touch> = new Map()): void {
    const due = new Set(names);
    for (const name of due) if (name.startsWith('conflict|')) this.#refileConflict(name.slice('conflict|'.length), due);
    const deltas = new Map<CollectionName, number>();
    // A fresh device reads a hundred thousand rows with nothing waiting: two questions instead of two per row.
    this.#anyPending = this.#sql.anyPending.get<{ found: number }>()?.found === 1;
    this.#anyAnswer = this.#sql.anyAnswer.get<{ found: number }>()?.found === 1;
    this.#anySetAside = this.#options.setAside.openCount() > 0;
    for (const name of due) this.#writeRow(name, touches, deltas);
    for (const [collection, delta] of deltas) if (delta !== 0) this.#sql.count.run(collection, delta);
  }

  counts(): CollectionCounts {
    const stored = new Map(
      this.#options.driver
        .prepare('SELECT collection, rows FROM view_counts')
        .all<{ collection: string; rows: number }>()
        .map((row) => [row.collection, row.rows]),
    );
    const counts = Object.fromEntries(COLLECTIONS.map((collection) => [collection, stored.get(collection) ?? 0]));
    return counts as CollectionCounts;
  }

  #writeRow(name: EntityName, touches: ReadonlyMap<string, Touch>, deltas: Map<CollectionName, number>): void {
    const separator = name.indexOf('|');
    // A name is made by `entityName` only.
    const type = name.slice(0, separator) as AggregateType;
    const id = name.slice(separator + 1);
    const collection = COLLECTION_OF[type];
    const stored = this.#sql.get.get<StoredRow>(collection, id);
    const entity = this.#read(type, id);
    if (entity === undefined && stored === undefined) return;
    const row = entity === undefined ? goneRow(collection, id, stored) : this.#row(collection, name, entity, stored, touches);
    const body = JSON.stringify(row);
    const deleted = row.deleted ? 1 : 0;
    if (stored !== undefined && stored.body === body && stored.deleted === deleted) return;
    this.#rev += 1;
    this.#sql.put.run(collection, id, this.#rev, deleted, row.status, row.startsAt, row.endsAt, body);
    const delta = (deleted === 1 ? 0 : 1) - (stored === undefined || stored.deleted === 1 ? 0 : 1);
    deltas.set(collection, (deltas.get(collection) ?? 0) + delta);
  }

  #row(
    collection: CollectionName,
    name: EntityName,
    entity: Entity,
    stored: StoredRow | undefined,
    touches: ReadonlyMap<string, Touch>,
  ): Omit<ViewRow, 'rev'> {
    const index = this.#options.rulebook.aggregates.get(entity.type)?.row(entity.state);
    const status = index?.status ?? '';
    return {
      collection,
      id: entity.id,
      deleted: entity.type === 'availability' && isRemoved(entity.state),
      status,
      startsAt: index?.startsAt ?? '',
      endsAt: index?.endsAt ?? '',
      parentId: index?.parentId ?? '',
      searchText: index?.searchText ?? '',
      state: entity.state,
      anomalies: entity.anomalies,
      readOnly: entity.readOnly,
      sync: this.#sync(name, entity, stored, touches),
    };
  }

  #sync(name: EntityName, entity: Entity, stored: StoredRow | undefined, touches: ReadonlyMap<string, Touch>): RowSync {
    const { overlay } = this.#options;
    const openConflicts = this.#openConflicts.get(entity.id)?.size ?? 0;
    const pending = this.#pendingOf(entity);
    const predicted = overlay.isPredicted(name);
    const answer =
      pending.n > 0 || !this.#anyAnswer
        ? undefined
        : this.#sql.answer.get<{ outcome: Outcome; reason: string | null }>(entity.type, entity.id);
    const refusal = pending.n > 0 ? overlay.refusalOf(name) : null;
    const setAside = this.#anySetAside ? this.#options.setAside.openReason(entity.type, entity.id) : undefined;
    const touch = touches.get(entity.lastEventId) ?? this.#touchOf(entity, stored);
    return {
      state: syncState({
        pending: pending.n,
        allSent: pending.sent === 1,
        predicted,
        refused: refusal !== null,
        openConflicts,
        answer: answer?.outcome ?? null,
        setAside: setAside !== undefined,
      }),
      predicted,
      pending: pending.n,
      seq: entity.seq,
      reason: setAside ?? refusal ?? (answer?.reason === undefined || answer.reason === null ? null : parseReason(answer.reason)),
      openConflicts,
      changedAt: touch.at,
      changedBy: touch.by,
    };
  }

  #pendingOf(entity: Entity): { readonly n: number; readonly sent: number | null } {
    const nothing = { n: 0, sent: null };
    return this.#anyPending ? (this.#sql.pending.get<{ n: number; sent: number | null }>(entity.id, entity.type) ?? nothing) : nothing;
  }

  #touchOf(entity: Entity, stored: StoredRow | undefined): Touch {
    const known = this.#options.overlay.touchOf(entity.lastEventId);
    if (known !== undefined) return known;
    for (const stamp of Object.values(entity.stamps)) {
      if (stamp.eventId === entity.lastEventId) return { at: stamp.occurredAt, by: stamp.actorId };
    }
    const event = entity.seq === 0 ? undefined : this.#options.log.bySeq(entity.seq);
    if (event !== undefined) return { at: event.occurredAt, by: event.actorId };
    const before = stored === undefined ? undefined : (JSON.parse(stored.body) as { sync: { changedAt: string; changedBy: string } }).sync;
    return { at: before?.changedAt ?? '', by: before?.changedBy ?? '' };
  }

  #refileConflict(id: string, due: Set<EntityName>): void {
    const conflict = this.#options.overlay.reader.get('conflict', id);
    if (conflict === undefined) return;
    const { about, status } = conflict.state;
    const open = status === 'open' || status === 'claimed';
    const ids = this.#conflictsAbout(about.id);
    if (open === ids.has(id)) return;
    if (open) ids.add(id);
    else {
      ids.delete(id);
      if (ids.size === 0) this.#sql.dropAnswer.run(about.type, about.id);
    }
    due.add(entityName(about.type, about.id));
  }

  #conflictsAbout(id: string): Set<string> {
    let ids = this.#openConflicts.get(id);
    if (ids === undefined) {
      ids = new Set();
      this.#openConflicts.set(id, ids);
    }
    return ids;
  }

  #read(type: AggregateType, id: string): Entity | undefined {
    const reader: StateReader = this.#options.overlay.reader;
    return reader.get(type, id);
  }
}

interface SyncFacts {
  readonly pending: number;
  readonly allSent: boolean;
  readonly predicted: boolean;
  /** The rules of this device would refuse the pending change now. */
  readonly refused: boolean;
  readonly openConflicts: number;
  readonly answer: Outcome | null;
  /** A change of it was set aside and waits for a person. */
  readonly setAside: boolean;
}

/** How far an object's latest change has come: what only a person can move comes first, then what waits, then answers. */
export function syncState(facts: SyncFacts): RowSyncState {
  if (facts.setAside) return 'parked';
  if (facts.refused) return 'refused';
  if (facts.pending > 0) return facts.allSent ? 'sent' : 'saved';
  if (facts.predicted) return 'saved';
  if (facts.openConflicts > 0) return 'conflict';
  if (facts.answer === 'rejected') return 'refused';
  return facts.answer === 'amended' ? 'adjusted' : 'confirmed';
}

/** A row of something that was refused or never came to be: it stays as a mark, so that a cache can drop its copy. */
function goneRow(collection: CollectionName, id: string, stored: StoredRow | undefined): Omit<ViewRow, 'rev'> {
  const before = stored === undefined ? undefined : (JSON.parse(stored.body) as Omit<ViewRow, 'rev'>);
  return {
    collection,
    id,
    deleted: true,
    status: before?.status ?? '',
    startsAt: before?.startsAt ?? '',
    endsAt: before?.endsAt ?? '',
    parentId: before?.parentId ?? '',
    searchText: '',
    state: before?.state ?? null,
    anomalies: [],
    readOnly: false,
    sync: before?.sync ?? {
      state: 'refused',
      predicted: false,
      pending: 0,
      seq: 0,
      reason: null,
      openConflicts: 0,
      changedAt: '',
      changedBy: '',
    },
  };
}

const isRemoved = (state: unknown): boolean => typeof state === 'object' && state !== null && 'removed' in state && state.removed === true;

/** The core wrote the text itself. */
const parseReason = (text: string): Reason => JSON.parse(text) as Reason;
