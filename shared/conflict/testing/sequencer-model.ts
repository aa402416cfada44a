import type { StateReader } from '../../domain/kernel/aggregate.ts';
import type { Actor, DomainEvent, EventDraft, RecordedEvent } from '../../domain/kernel/event.ts';
import { derivedId } from '../../domain/kernel/ids.ts';
import type { ActingRole } from '../../domain/kernel/roles.ts';
import { RULEBOOK } from '../../domain/rulebook.ts';
import { applyRecorded } from '../apply.ts';
import { decideCommand } from '../decide-command.ts';
import { processTransaction, type ProcessResult } from '../process.ts';
import { Workspace } from '../workspace.ts';
import { temporalOffset } from './zones.ts';

export const EMPTY: StateReader = { get: () => undefined, find: () => [], claims: () => [] };

export const id = (name: string): string => derivedId('test', name);
export const ORGANIZATION = id('organization');
export const SITE = id('site');

/** The smallest thing with a total order: decides commands on what their author saw, processes them on what stands now. */
export class SequencerModel {
  readonly state = new Workspace(EMPTY, RULEBOOK);
  readonly log: RecordedEvent[] = [];
  readonly #deviceSeqs = new Map<string, number>();
  #made = 0;

  /** A device that has seen everything so far. */
  device(name: string, role: ActingRole = 'manager', memberId = id(name)): ModelDevice {
    return new ModelDevice(this, id(`device ${name}`), { memberId, role, siteId: SITE });
  }

  nextDeviceSeq(deviceId: string): number {
    const next = (this.#deviceSeqs.get(deviceId) ?? 0) + 1;
    this.#deviceSeqs.set(deviceId, next);
    return next;
  }

  newId(): string {
    this.#made += 1;
    return derivedId('made', this.#made);
  }

  submit(events: readonly DomainEvent[], actor: Actor): ProcessResult {
    const result = processTransaction(events, this.state, {
      actor,
      firstSeq: this.log.length + 1,
      detectConflicts: true,
      zones: temporalOffset,
    });
    for (const entry of result.entries) {
      this.log.push({
        ...entry.event,
        outcome: entry.outcome,
        reason: entry.reason,
        anomalies: entry.anomalies,
        submittedData: entry.submittedData,
        seq: this.log.length + 1,
        recordedAt: entry.event.occurredAt,
        prevHash: '',
        hash: '',
      });
    }
    return result;
  }

  /** The same state, read back from the log alone. */
  refold(): Workspace {
    const folded = new Workspace(EMPTY, RULEBOOK);
    for (const event of this.log) applyRecorded(folded, event, RULEBOOK);
    return folded;
  }
}

/** An author with a frozen view: what it decides on stays as it was at `goOffline`. */
export class ModelDevice {
  #view: Workspace | null = null;
  #basisSeq = 0;
  readonly #waiting: (readonly DomainEvent[])[] = [];
  readonly #server: SequencerModel;
  readonly #deviceId: string;
  readonly #actor: Actor;

  constructor(server: SequencerModel, deviceId: string, actor: Actor) {
    this.#server = server;
    this.#deviceId = deviceId;
    this.#actor = actor;
  }

  goOffline(): void {
    this.#view = this.#server.refold();
    this.#basisSeq = this.#server.log.length;
  }

  /**
   * Sends what waited, in order, and sees everything again.
   * @param now what the server knows of the author meanwhile
   */
  goOnline(now: Partial<Actor> = {}): ProcessResult[] {
    this.#view = null;
    return this.#waiting.splice(0).map((events) => this.#server.submit(events, { ...this.#actor, ...now }));
  }

  /** Sends events as they are, as an app with other rules would. */
  send(drafts: readonly EventDraft[], at = '2026-06-01T10:00:00.000Z'): ProcessResult[] {
    return [this.#server.submit(this.#identify(drafts, at), this.#actor)];
  }

  /** Decides a command; online it is submitted at once, offline it waits. Throws when the rules refuse it here. */
  run(command: string, input: unknown, at = '2026-06-01T10:00:00.000Z'): ProcessResult | null {
    const reader = this.#view ?? this.#server.state;
    const moment = { actor: this.#actor, organizationId: ORGANIZATION, now: at, zone: 'Europe/Berlin', newId: () => this.#server.newId() };
    const decided = decideCommand(RULEBOOK, { command, input }, reader, moment);
    if (!decided.ok)
      throw new Error(`${command} refused: ${decided.error.code} ${decided.error.field ?? ''} ${JSON.stringify(decided.error.params)}`);
    const events = this.#identify(decided.value, at);
    if (this.#view === null) return this.#server.submit(events, this.#actor);
    const predicted = processTransaction(events, this.#view, { actor: this.#actor, firstSeq: null, detectConflicts: false });
    if (predicted.refusal !== null) throw new Error(`${command} refused on the device: ${predicted.refusal.code}`);
    this.#waiting.push(events);
    return null;
  }

  #identify(drafts: readonly EventDraft[], occurredAt: string): DomainEvent[] {
    const txnId = this.#server.newId();
    return drafts.map((draft, txnIndex) => {
      const definition = RULEBOOK.events.get(draft.type)?.definition;
      return {
        ...draft,
        id: this.#server.newId(),
        version: definition?.version ?? 1,
        kind: definition?.kind ?? 'plan',
        txnId,
        txnIndex,
        txnSize: drafts.length,
        deviceId: this.#deviceId,
        deviceSeq: this.#server.nextDeviceSeq(this.#deviceId),
        basisSeq: this.#view === null ? this.#server.log.length : this.#basisSeq,
        dependsOn: [],
        actorId: this.#actor.memberId,
        siteId: SITE,
        organizationId: ORGANIZATION,
        occurredAt,
        zone: 'Europe/Berlin',
        correlationId: txnId,
        causationId: null,
        causationDepth: 0,
        offline: this.#view !== null,
      };
    });
  }
}
