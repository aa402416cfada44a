import { randomUUID } from 'node:crypto';
import type { OrganizationState } from '../shared/domain/organization/schema.ts';
import type { Rulebook } from '../shared/domain/rulebook.ts';
import type { Epochs } from './epochs.ts';
import { Sequencer, type SequencerLog } from './sequencer/sequencer.ts';
import { rescued } from './soon.ts';
import type { EventStore, Head } from './store/event-store.ts';
import type { WrittenEvent } from './store/log-text.ts';

export interface OrganizationsOptions {
  readonly store: EventStore;
  readonly rulebook: Rulebook;
  readonly epochs: Epochs;
  readonly nowMs: () => number;
  readonly log: SequencerLog;
  readonly soon?: (callback: () => void) => void;
}

/** Objects whose state may wait to be written down. */
const FLUSH_OBJECTS = 4000;

/** `durationMs` is null for what another process committed. */
export type AppendedListener = (organizationNo: number, written: readonly WrittenEvent[], durationMs: number | null) => void;

/** Every organization of this server with its one sequencer. */
export class Organizations {
  readonly store: EventStore;
  readonly rulebook: Rulebook;
  readonly #options: OrganizationsOptions;
  readonly #sequencers = new Map<number, Sequencer>();
  readonly #listeners: AppendedListener[] = [];

  constructor(options: OrganizationsOptions) {
    this.store = options.store;
    this.rulebook = options.rulebook;
    this.#options = options;
    this.store.listen({ appended: (no, written) => this.#tell(no, written, null) });
  }

  /** Gives logs that were restored from a backup since the last start a new epoch. */
  async continueRestored(): Promise<void> {
    for (const head of this.#options.epochs.outdated(this.store.heads())) {
      await this.store.setEpoch(head.organizationNo, randomUUID());
      this.#options.log.warn(
        { organizationId: head.organizationId, head: head.seq },
        'the log was restored from a backup: a new epoch begins',
      );
    }
    this.#options.epochs.write(this.store.heads());
  }

  get log(): SequencerLog {
    return this.#options.log;
  }

  /** Told after every commit, in the order of the log. */
  onAppended(listener: AppendedListener): void {
    this.#listeners.push(listener);
  }

  async create(organizationId: string): Promise<Head> {
    const head = await this.store.createOrganization(organizationId, randomUUID(), new Date(this.#options.nowMs()).toISOString());
    this.#options.epochs.write(this.store.heads());
    return head;
  }

  sequencer(organizationNo: number): Sequencer {
    let sequencer = this.#sequencers.get(organizationNo);
    if (sequencer === undefined) {
      sequencer = new Sequencer({
        store: this.store,
        rulebook: this.rulebook,
        organizationNo,
        nowMs: this.#options.nowMs,
        log: this.#options.log,
        soon: this.#options.soon,
        onAppended: (no, written, durationMs) => {
          this.#tell(no, written, durationMs);
          this.#flushSoon(FLUSH_OBJECTS);
        },
      });
      this.#sequencers.set(organizationNo, sequencer);
    }
    return sequencer;
  }

  state(organizationNo: number): OrganizationState | undefined {
    return this.store.entities(organizationNo).get('organization', this.store.head(organizationNo).organizationId)?.state;
  }

  byId(organizationId: string): Head | undefined {
    return this.store.heads().find((head) => head.organizationId === organizationId);
  }

  /** The organization a member belongs to. */
  ofMember(memberId: string): Head | undefined {
    return this.store.heads().find((head) => this.store.entities(head.organizationNo).get('member', memberId) !== undefined);
  }

  /**
   * A device that is known here stands further than the log: the log was restored from a backup. Everybody starts over
   * from it and offers again what it lacks. Once per interval, so that one device cannot keep everybody starting over.
   */
  async restoredFromBackup(organizationNo: number, evidence: { readonly deviceId: string; readonly cursor: number }): Promise<void> {
    const head = this.sequencer(organizationNo).head();
    if (!this.#options.epochs.mayStart(head.organizationId)) return;
    await this.store.setEpoch(organizationNo, randomUUID());
    this.#options.epochs.write(this.store.heads());
    this.#options.log.warn(
      { organizationId: head.organizationId, head: head.seq, ...evidence },
      'the log is behind a device: a new epoch begins',
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sequencers.values()].map((sequencer) => sequencer.close()));
    await this.settle();
  }

  /** Writes down what may be written later: derived state, and how far each log has come. */
  async settle(): Promise<void> {
    await this.store.flushStates(1);
    this.#options.epochs.write(this.store.heads());
  }

  #tell(organizationNo: number, written: readonly WrittenEvent[], durationMs: number | null): void {
    for (const listener of this.#listeners) listener(organizationNo, written, durationMs);
  }

  #flushSoon(minimum: number): void {
    const failed = (error: unknown): void =>
      this.#options.log.error({ err: error }, 'derived state could not be written down; the log is complete');
    void rescued(() => this.store.flushStates(minimum), failed);
  }
}
