import { CausationLoopError, processTransaction, type ProcessEnv, type ProcessedEntry } from '../../shared/conflict/process.ts';
import { Workspace } from '../../shared/conflict/workspace.ts';
import type { Actor, DomainEvent, Reason } from '../../shared/domain/kernel/event.ts';
import { SERVER_DEVICE_ID } from '../../shared/domain/kernel/ids.ts';
import type { Rulebook } from '../../shared/domain/rulebook.ts';
import type { CommitScope, NewLogin } from '../store/event-store.ts';
import { writeEvent, type WrittenEvent } from '../store/log-text.ts';
import { applyMarks, clockMark } from './clock-mark.ts';
import { zoneOffset } from './zones.ts';

export interface GroupSettings {
  readonly scope: CommitScope;
  readonly rulebook: Rulebook;
  readonly nowMs: number;
  readonly onParked: (txnId: string, error: unknown) => void;
}

export interface AppendOptions {
  readonly actor: Actor;
  readonly deviceNo: number | null;
  readonly clockOffsetMs: number | null;
  /** Whether the payloads were checked against their schemas at the door. */
  readonly payloadsChecked?: boolean;
}

/**
 * One group commit: every transaction group that was waiting, decided and appended one after the other inside a single
 * database transaction. Sequence and hash are handed out here and nowhere else.
 */
export class Group {
  readonly workspace: Workspace;
  readonly written: WrittenEvent[] = [];
  readonly #settings: GroupSettings;
  readonly #recordedAt: string;
  #seq: number;
  #hash: string;

  constructor(settings: GroupSettings) {
    this.#settings = settings;
    this.#seq = settings.scope.head.seq;
    this.#hash = settings.scope.head.hash;
    this.#recordedAt = new Date(settings.nowMs).toISOString();
    this.workspace = new Workspace(settings.scope.state, settings.rulebook);
  }

  get seq(): number {
    return this.#seq;
  }

  get nowMs(): number {
    return this.#settings.nowMs;
  }

  /**
   * Decides one transaction and appends it with everything that follows from it.
   * @returns the entries in the order of their sequences, which begin at the returned `firstSeq`
   */
  append(
    events: readonly DomainEvent[],
    options: AppendOptions,
  ): { readonly firstSeq: number; readonly entries: readonly ProcessedEntry[] } {
    const firstSeq = this.#seq + 1;
    const entries = this.#decide(events, options, firstSeq);
    for (const entry of entries) this.#write(entry, entry.event.deviceId === SERVER_DEVICE_ID ? null : options.deviceNo);
    return { firstSeq, entries };
  }

  /** Appends one transaction that nobody decides: what it was stands in the log, and nobody folds it. */
  park(
    events: readonly DomainEvent[],
    reason: Reason,
    deviceNo: number | null,
  ): { readonly firstSeq: number; readonly entries: readonly ProcessedEntry[] } {
    const firstSeq = this.#seq + 1;
    const entries = parked(events, reason);
    for (const entry of entries) this.#write(entry, deviceNo);
    return { firstSeq, entries };
  }

  /** Makes a way to sign in, together with the events. */
  putLogin(login: NewLogin): void {
    this.#settings.scope.putLogin(login);
  }

  /** Writes what changed. After this the group is ready to be committed. */
  finish(): void {
    if (this.written.length === 0) return;
    this.#settings.scope.finish(this.workspace.changed().values(), this.#seq, this.#hash);
  }

  #decide(events: readonly DomainEvent[], options: AppendOptions, firstSeq: number): readonly ProcessedEntry[] {
    const dependency = this.#refusedDependency(events);
    if (dependency?.outcome === 'parked') return parked(events, { code: 'sync.dependency-parked', params: { txnId: dependency.txnId } });
    const refuse = dependency === undefined ? undefined : { code: 'sync.dependency-refused', params: { txnId: dependency.txnId } };
    const env: ProcessEnv = {
      actor: options.actor,
      firstSeq,
      detectConflicts: true,
      zones: zoneOffset,
      payloadsChecked: options.payloadsChecked === true,
      ...(refuse === undefined ? {} : { refuse }),
    };
    try {
      const marks = this.#marks(events, options);
      if (marks.size === 0) return processTransaction(events, this.workspace, env, this.#settings.rulebook).entries;
      const layer = this.workspace.nest();
      const { entries } = processTransaction(events, layer, env, this.#settings.rulebook);
      const marked = applyMarks(entries, marks, this.workspace, layer);
      layer.commitTo(this.workspace);
      return marked;
    } catch (error) {
      this.#settings.onParked(events[0]?.txnId ?? '', error);
      return parked(events, { code: error instanceof CausationLoopError ? error.code : 'sync.rule-failed', params: {} });
    }
  }

  #marks(events: readonly DomainEvent[], options: AppendOptions): ReadonlyMap<string, Reason> {
    let marks: Map<string, Reason> | undefined;
    for (const event of events) {
      const mark = clockMark(event, this.#settings.nowMs, options.clockOffsetMs);
      if (mark !== null) marks = (marks ?? new Map<string, Reason>()).set(event.id, mark);
    }
    return marks ?? NO_MARKS;
  }

  /** A refusal takes its dependants with it, but never a fact. */
  #refusedDependency(events: readonly DomainEvent[]): { readonly txnId: string; readonly outcome: 'rejected' | 'parked' } | undefined {
    if (events.every((event) => event.dependsOn.length === 0) || events.some((event) => event.kind === 'fact')) return undefined;
    for (const txnId of new Set(events.flatMap((event) => event.dependsOn))) {
      const outcome = this.#settings.scope.refusedTransaction(txnId);
      if (outcome !== undefined) return { txnId, outcome };
    }
    return undefined;
  }

  #write(entry: ProcessedEntry, deviceNo: number | null): void {
    const { outcome, reason, anomalies, submittedData } = entry;
    const recording = { seq: this.#seq + 1, recordedAt: this.#recordedAt, outcome, reason, anomalies, submittedData };
    const written = writeEvent(entry.event, recording, this.#hash);
    this.#settings.scope.append(deviceNo, written);
    this.#seq += 1;
    this.#hash = written.row.hash;
    this.written.push(written);
  }
}

const NO_MARKS: ReadonlyMap<string, Reason> = new Map();

function parked(events: readonly DomainEvent[], reason: Reason): readonly ProcessedEntry[] {
  return events.map((event) => ({ event, outcome: 'parked' as const, reason, anomalies: [], submittedData: null }));
}
