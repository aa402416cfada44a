import { Workspace } from '../../conflict/workspace.ts';
import type { Outcome, Reason, RecordedEvent } from '../../domain/kernel/event.ts';
import { foldRecorded } from '../fold-recorded.ts';
import type { LocalData } from '../local-data.ts';
import { entityName, type EntityName, type Touch } from '../overlay.ts';
import type { PendingRow } from '../own-log.ts';
import type { IncomingPage } from './parse-page.ts';

export type PageVerdict =
  | { readonly kind: 'applied'; readonly settled: number; readonly remote: readonly RecordedEvent[] }
  /** Nothing new in it: it was delivered twice or late. */
  | { readonly kind: 'stale' }
  /** It begins after our cursor: something in between is missing. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'other-epoch' };

export interface ApplyHooks {
  /** A rule failed on an event that the server accepted: its object becomes read-only, the rest goes on. */
  readonly onFoldError: (error: unknown, event: RecordedEvent) => void;
  /** Acknowledged by number, but nowhere in the log: it stays in the queue. */
  readonly onUnanswered: (row: PendingRow) => void;
}

/**
 * Applies one page of the canonical log, all of it or nothing: log, state, answers to own work, cursor, overlay and view
 * in one transaction (sync.md 7.6).
 * @throws BrokenChainError when its hashes do not continue ours; nothing was written then
 */
export function applyPage(data: LocalData, page: IncomingPage, hooks: ApplyHooks): PageVerdict {
  if (page.epoch !== data.meta.text('epoch')) return { kind: 'other-epoch' };
  if (page.from > data.cursor) return { kind: 'gap' };
  if (page.from < data.cursor) return { kind: 'stale' };
  const checked = data.log.check(page.events);
  const touches = new Map<string, Touch>();
  const layer = new Workspace(data.state, data.rulebook);
  for (const event of page.events) {
    touches.set(event.id, { at: event.occurredAt, by: event.actorId });
    foldRecorded(layer, event, data.rulebook, hooks.onFoldError);
  }
  const settled = data.write(() => {
    data.log.append(checked);
    data.state.save(layer.changed().values());
    const answered = settle(data, page, hooks);
    data.meta.set('cursor', page.to);
    data.meta.set('head', Math.max(page.head, page.to));
    const due = new Set<EntityName>();
    for (const { entity } of layer.changed().values()) due.add(entityName(entity.type, entity.id));
    for (const row of answered) due.add(entityName(row.aggregate_type, row.aggregate_id));
    if (answered.length > 0 || data.overlay.names().size > 0) for (const name of data.overlay.rebuild()) due.add(name);
    data.view.refresh(due, touches);
    return answered.length;
  });
  return { kind: 'applied', settled, remote: page.events.filter((event) => event.deviceId !== data.deviceId) };
}

/** Takes answered events out of the queue and remembers answers that a person has to see. */
function settle(data: LocalData, page: IncomingPage, hooks: ApplyHooks): PendingRow[] {
  const answered: PendingRow[] = [];
  const byId = data.driver.prepare('SELECT * FROM pending WHERE id = ?');
  for (const event of page.events) {
    if (event.deviceId !== data.deviceId) continue;
    const row = byId.get<PendingRow>(event.id);
    if (row === undefined) continue;
    answer(data, row, event);
    answered.push(row);
  }
  // Numbers the server counts as answered without an event of that number: it had the same event under another one.
  const rest = data.driver.prepare('SELECT * FROM pending WHERE device_seq <= ? ORDER BY device_seq').all<PendingRow>(page.ackedDeviceSeq);
  for (const row of rest) {
    const event = data.log.findById(row.aggregate_id, row.id);
    if (event === undefined) {
      hooks.onUnanswered(row);
      continue;
    }
    answer(data, row, event);
    answered.push(row);
  }
  return answered;
}

function answer(data: LocalData, row: PendingRow, event: RecordedEvent): void {
  const { seq, outcome, reason } = event;
  data.own.settle(row, data.deviceId, { seq, outcome, reason });
  if (outcome === 'parked') return data.setAside.add(row, seq, reason);
  const shown = shownOutcome(outcome, reason);
  if (shown === 'accepted') {
    data.driver.prepare('DELETE FROM entity_answers WHERE type = ? AND id = ?').run(row.aggregate_type, row.aggregate_id);
  } else if (shown !== 'noop') {
    data.driver
      .prepare(
        `INSERT INTO entity_answers (type, id, outcome, reason, seq) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (type, id) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason, seq = excluded.seq`,
      )
      .run(row.aggregate_type, row.aggregate_id, shown, reason === null ? null : JSON.stringify(reason), seq);
  }
}

/** An event that was emptied because it lost a clash was adjusted, as far as its author is concerned. */
function shownOutcome(outcome: Outcome, reason: Reason | null): Outcome {
  return outcome === 'noop' && reason !== null && reason.code !== 'event.already-so' ? 'amended' : outcome;
}
