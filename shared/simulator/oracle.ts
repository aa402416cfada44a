import { policyActor } from '../conflict/admit.ts';
import { applyRecorded } from '../conflict/apply.ts';
import { jsonEqual } from '../conflict/merge.ts';
import { processTransaction, type ProcessResult } from '../conflict/process.ts';
import type { ZoneOffset } from '../conflict/wall-time.ts';
import { Workspace } from '../conflict/workspace.ts';
import type { Entity, StateReader } from '../domain/kernel/aggregate.ts';
import type { Actor, DomainEvent, Reason, RecordedEvent } from '../domain/kernel/event.ts';
import { SERVER_DEVICE_ID } from '../domain/kernel/ids.ts';
import { toInstant, toMs } from '../domain/kernel/time.ts';
import { RULEBOOK } from '../domain/rulebook.ts';
import type { Report } from './report.ts';

const NOTHING: StateReader = { get: () => undefined, find: () => [], claims: () => [] };

/**
 * The naive answer to everything: one list, the shared rules run over it once more, no store, no network, no cache. It
 * decides every submitted transaction again on the fold of what came before and says where the log disagrees.
 */
export class Oracle {
  readonly state: Workspace;
  readonly zones: ZoneOffset | undefined;
  readonly #clockShiftMs: (deviceId: string) => number;
  readonly #refused: Map<string, 'rejected' | 'parked'>;
  /** Digest of the whole state after each sequence. */
  readonly #digests = new Map<number, number>();
  readonly #entityDigests: Map<string, number>;
  #digest: number;
  #seq: number;

  /** @param zones the server's, where `before` does not bring them */
  constructor(clockShiftMs: (deviceId: string) => number, before?: Oracle, zones?: ZoneOffset) {
    this.#clockShiftMs = clockShiftMs;
    this.zones = before?.zones ?? zones;
    this.state = new Workspace(before?.state ?? NOTHING, RULEBOOK);
    this.#refused = new Map(before?.allRefused());
    this.#entityDigests = new Map(before?.entityDigests());
    this.#digest = before?.digestAt(before.seq) ?? 0;
    this.#seq = before?.seq ?? 0;
    this.#digests.set(this.#seq, this.#digest);
  }

  get seq(): number {
    return this.#seq;
  }

  digestAt(seq: number): number | undefined {
    return this.#digests.get(seq);
  }

  allRefused(): ReadonlyMap<string, 'rejected' | 'parked'> {
    return this.#refused;
  }

  entityDigests(): ReadonlyMap<string, number> {
    return this.#entityDigests;
  }

  outcomeOf(txnId: string): 'rejected' | 'parked' | undefined {
    return this.#refused.get(txnId);
  }

  /** Reads on. `log` continues where the last one ended. */
  read(log: readonly RecordedEvent[], report: Report): void {
    for (let at = 0; at < log.length;) {
      const first = log[at];
      if (first === undefined) return;
      const events = log.slice(at, at + first.txnSize);
      const taken = this.#transaction(events, log, at, report);
      for (const event of log.slice(at, at + taken)) this.#fold(event, report);
      at += taken;
    }
  }

  #transaction(events: readonly RecordedEvent[], log: readonly RecordedEvent[], at: number, report: Report): number {
    const first = events[0];
    if (first === undefined) return 1;
    if (events.some((event, index) => event.txnId !== first.txnId || event.txnIndex !== index) || events.length !== first.txnSize) {
      report.violation(5, `transaction ${first.txnId} at ${first.seq} is not whole`);
      return events.length;
    }
    if (first.outcome === 'parked') {
      this.#refused.set(first.txnId, 'parked');
      return events.length;
    }
    const submitted = events.map(asSubmitted);
    const refuse = this.#dependency(submitted);
    const zones = this.zones === undefined ? {} : { zones: this.zones };
    const env = { actor: this.#actor(first), firstSeq: first.seq, detectConflicts: true, ...zones, ...(refuse === null ? {} : { refuse }) };
    const expected = processTransaction(submitted, this.state.nest(), env, RULEBOOK);
    this.#compare(expected, log, at, report);
    this.#withOtherClocks(submitted, env, expected, report);
    if (first.outcome === 'rejected') this.#refused.set(first.txnId, 'rejected');
    return Math.max(events.length, expected.entries.length);
  }

  #compare(expected: ProcessResult, log: readonly RecordedEvent[], at: number, report: Report): void {
    for (const [index, entry] of expected.entries.entries()) {
      const actual = log[at + index];
      const isPolicy = entry.event.deviceId === SERVER_DEVICE_ID;
      if (actual === undefined || actual.id !== entry.event.id) {
        const found = actual === undefined ? 'the end of the log' : `${actual.type} ${actual.id}`;
        report.violation(
          isPolicy ? 20 : 12,
          `at ${(log[at]?.seq ?? 0) + index} the log has ${found}, the rules give ${entry.event.type} ${entry.event.id}`,
        );
        return;
      }
      if (actual.outcome !== entry.outcome || !jsonEqual(actual.data, entry.event.data)) {
        const why = JSON.stringify(entry.reason);
        report.violation(
          verdictInvariant(actual, entry.outcome),
          `${actual.type} at ${actual.seq} is ${actual.outcome} ${JSON.stringify(actual.reason)}, the rules say ${entry.outcome} ${why}`,
        );
      }
    }
    const next = log[at + expected.entries.length];
    if (next !== undefined && next.deviceId === SERVER_DEVICE_ID && next.causationId !== null) {
      report.violation(20, `${next.type} at ${next.seq} follows from ${next.causationId} once more than the rules say`);
    }
  }

  #withOtherClocks(
    submitted: readonly DomainEvent[],
    env: Parameters<typeof processTransaction>[2],
    expected: ProcessResult,
    report: Report,
  ): void {
    const shifted = submitted.map((event) => {
      const shiftMs = event.deviceId === SERVER_DEVICE_ID ? 0 : this.#clockShiftMs(event.deviceId);
      return { ...event, occurredAt: toInstant(toMs(event.occurredAt) + shiftMs) };
    });
    const actual = processTransaction(shifted, this.state.nest(), env, RULEBOOK);
    // What a place closed from now on touches is read from the author's clock by design; who wins never is.
    const text = (result: ProcessResult): string =>
      result.entries
        .slice(0, submitted.length)
        .map(({ event, outcome }) => `${event.type} ${event.id} ${outcome}`)
        .join(', ');
    if (text(actual) !== text(expected)) {
      report.violation(26, `with other clocks transaction ${submitted[0]?.txnId ?? ''} gives ${text(actual)} instead of ${text(expected)}`);
    }
  }

  #fold(event: RecordedEvent, report: Report): void {
    try {
      applyRecorded(this.state, event, RULEBOOK);
    } catch (error) {
      report.violation(7, `${event.type} at ${event.seq} cannot be folded: ${String(error)}`);
    }
    this.#seq = event.seq;
    if (event.outcome === 'accepted' || event.outcome === 'amended') {
      const name = `${event.aggregateType}|${event.aggregateId}`;
      const entity: Entity | undefined = this.state.get(event.aggregateType, event.aggregateId);
      const digest = entity === undefined ? 0 : digestOf(entity);
      this.#digest = addDigests(this.#digest, digest - (this.#entityDigests.get(name) ?? 0));
      this.#entityDigests.set(name, digest);
    }
    this.#digests.set(event.seq, this.#digest);
  }

  #actor(event: DomainEvent): Actor {
    if (event.deviceId === SERVER_DEVICE_ID) return policyActor(event.siteId);
    const member = this.state.get('member', event.actorId)?.state;
    return { memberId: event.actorId, siteId: event.siteId, role: member?.status === 'active' ? member.role : 'auditor' };
  }

  #dependency(events: readonly DomainEvent[]): Reason | null {
    if (events.some((event) => event.kind === 'fact')) return null;
    const txnId = events.flatMap((event) => event.dependsOn).find((id) => this.#refused.has(id));
    return txnId === undefined ? null : { code: 'sync.dependency-refused', params: { txnId } };
  }
}

/** A recorded event as its author sent it. */
export function asSubmitted(event: RecordedEvent): DomainEvent {
  const {
    seq: _seq,
    recordedAt: _at,
    outcome: _outcome,
    reason: _reason,
    anomalies: _anomalies,
    submittedData,
    prevHash: _p,
    hash: _h,
    ...rest
  } = event;
  return { ...rest, data: submittedData ?? rest.data };
}

/** Order-independent: the sum of the digests of all objects. */
export function digestOf(entity: Entity): number {
  const { type, id, seq, state, stamps, lastEventId, anomalies, readOnly } = entity;
  return textDigest(`${type}|${id}|${seq}|${JSON.stringify({ state, stamps, lastEventId, anomalies, readOnly })}`);
}

const MODULUS = 2 ** 52;
export const addDigests = (a: number, b: number): number => (((a + b) % MODULUS) + MODULUS) % MODULUS;

export function textDigest(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return ((b >>> 0) % 2 ** 20) * 2 ** 31 + ((a >>> 0) % 2 ** 31);
}

/** Which promise a wrong answer breaks. */
function verdictInvariant(actual: RecordedEvent, expected: string): number {
  if (RULEBOOK.events.get(actual.type)?.definition.kind === 'fact' && actual.outcome === 'rejected') return 8;
  if (actual.outcome === 'accepted' && (expected === 'rejected' || expected === 'noop')) return 6;
  return 12;
}
