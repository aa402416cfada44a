import type { StateReader } from '../domain/kernel/aggregate.ts';
import type { Actor, DomainEvent } from '../domain/kernel/event.ts';
import { uuid7 } from '../domain/kernel/ids.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import type { Sha256 } from '../events/hash-chain.ts';
import type { SessionInfo } from '../ipc/bridge.ts';
import { Workspace } from '../conflict/workspace.ts';
import { ConfirmedLog } from './confirmed-log.ts';
import { foldRecorded } from './fold-recorded.ts';
import { Meta } from './meta.ts';
import { entityName, Overlay } from './overlay.ts';
import { OwnLog } from './own-log.ts';
import { SetAside } from './set-aside-log.ts';
import type { Clock, RandomSource, SqlDriver } from './ports.ts';
import { SqlStateStore } from './state-store.ts';
import { ViewRows } from './view-rows.ts';

/** The connection failed in the middle of a commit: nothing more is accepted until the file has been opened again. */
export class NotSavedError extends Error {
  override readonly name = 'NotSavedError';

  constructor(cause: unknown) {
    super('the change could not be written to disk', { cause });
  }
}

export interface LocalDataOptions {
  readonly driver: SqlDriver;
  readonly rulebook: Rulebook;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly sha: Sha256;
}

/** Everything durable on this device, over one connection, with one rule: a failed commit ends it. */
export class LocalData {
  readonly driver: SqlDriver;
  readonly rulebook: Rulebook;
  readonly clock: Clock;
  readonly meta: Meta;
  readonly log: ConfirmedLog;
  readonly own: OwnLog;
  readonly setAside: SetAside;
  readonly sha: Sha256;
  readonly state: SqlStateStore;
  readonly overlay: Overlay;
  readonly view: ViewRows;
  readonly #random: RandomSource;
  #failure: unknown = null;
  #session: SessionInfo | null;
  #deviceId: string;
  #generation: string;

  constructor(options: LocalDataOptions) {
    const { driver, rulebook, clock, random, sha } = options;
    this.driver = driver;
    this.rulebook = rulebook;
    this.clock = clock;
    this.#random = random;
    this.meta = new Meta(driver);
    this.log = new ConfirmedLog(driver, this.meta, sha);
    this.own = new OwnLog(driver, sha);
    this.setAside = new SetAside(driver);
    this.sha = sha;
    this.state = new SqlStateStore({ driver, rulebook });
    this.overlay = new Overlay({
      confirmed: this.state,
      rulebook,
      own: this.own,
      setAside: this.setAside,
      actorOf: (event, reader) => this.#actorOf(event, reader),
    });
    this.view = new ViewRows({ driver, rulebook, overlay: this.overlay, log: this.log, setAside: this.setAside });
    this.#deviceId = this.#once('device_id');
    this.#generation = this.#once('generation');
    this.#session = parseSession(this.meta.text('session'));
    this.overlay.rebuild();
  }

  get deviceId(): string {
    return this.#deviceId;
  }

  /** Names this incarnation of the view's rows; a cache of another one is worthless. */
  get generation(): string {
    return this.#generation;
  }

  get session(): SessionInfo | null {
    return this.#session;
  }

  get cursor(): number {
    return this.meta.number('cursor');
  }

  /** The last event of the log that what people see here knows: while a snapshot comes in, the one it was taken after. */
  get basisSeq(): number {
    return Math.max(this.cursor, this.meta.number('snapshot_seq'));
  }

  /** What made the connection unusable; null while it is good. */
  get failure(): unknown {
    return this.#failure;
  }

  newId(): string {
    return uuid7(this.clock.nowMs(), this.#random.bytes(10));
  }

  /**
   * Runs work in one transaction that is on disk when this returns.
   * @throws NotSavedError when it could not be committed; from then on every write throws it
   */
  write<T>(work: () => T): T {
    if (this.#failure !== null) throw new NotSavedError(this.#failure);
    try {
      return this.driver.transaction(work);
    } catch (error) {
      this.#failure = error;
      throw new NotSavedError(error);
    }
  }

  /** The signed-in member with the role the organization's own records give. */
  actor(session: SessionInfo): Actor {
    const member = this.overlay.reader.get('member', session.memberId);
    return { memberId: session.memberId, role: member?.state.role ?? session.role, siteId: session.siteId };
  }

  setSession(session: SessionInfo | null): void {
    this.meta.set('session', session === null ? null : JSON.stringify(session));
    this.#session = session;
  }

  /** Remembers how far the logs were checked, in the open transaction; what follows has to be checked at the next opening. */
  markClean(isScrubbed: boolean): void {
    this.meta.set('verified_seq', this.log.lastSeq);
    this.meta.set('verified_own', this.own.position);
    this.meta.set('clean', isScrubbed ? 1 : null);
  }

  /** Damage was found: nothing more is accepted, and the next opening checks the file and every record. */
  condemn(cause: unknown): void {
    if (this.#failure !== null) return;
    try {
      this.driver.transaction(() => {
        this.meta.set('verified_seq', null);
        this.meta.set('verified_own', null);
      });
    } finally {
      this.#failure = cause;
    }
  }

  /** Becomes another device, in the open transaction: its id is used by somebody else's copy of this disk. */
  becomeNewDevice(): number {
    this.#deviceId = this.newId();
    this.meta.set('device_id', this.#deviceId);
    return this.own.renumber(this.#deviceId);
  }

  /**
   * Once after the server continued from another log, when that log was read to its head: offers again what is in neither
   * the log nor the queue. @returns how many events
   */
  offerLost(): number {
    const era = this.meta.number('era');
    // What a snapshot stood for is here only when the older log is.
    if (era === this.meta.number('offered_era') || this.log.missing() !== null) return 0;
    return this.write(() => {
      const offered = this.own.offerLost(this.#deviceId, this.log.eraStart);
      this.meta.set('offered_era', era);
      if (offered > 0) this.view.refresh(this.overlay.rebuild());
      return offered;
    });
  }

  /** Drops confirmed state, in the open transaction; the logs stay. The view starts over under a new generation. */
  dropConfirmed(): void {
    this.log.startNewEra();
    this.state.clear();
    this.view.clear();
    this.driver.exec('DELETE FROM entity_answers');
    this.meta.set('epoch', null);
    this.#newGeneration();
    this.view.refresh(this.overlay.rebuild());
  }

  /**
   * Builds confirmed state and view anew from the log: after an update of the app, whose rules may read events that the
   * old one could not. The logs are the truth; everything else is a consequence of them.
   */
  refold(): void {
    if (this.meta.text('snapshot') !== null) return this.write(() => this.dropConfirmed());
    this.write(() => {
      // Without the log from before the snapshot its objects stay as they are until the server is asked for new ones.
      if (this.log.missing() === null) this.#foldAll();
      else this.meta.set('outdated', 1);
      this.view.clear();
      this.#newGeneration();
      this.overlay.rebuild();
      this.view.refresh([...this.state.names().map(({ type, id }) => entityName(type, id)), ...this.overlay.names()]);
    });
  }

  #foldAll(): void {
    this.state.clear();
    for (const events of this.log.chunks()) {
      const layer = new Workspace(this.state, this.rulebook);
      for (const event of events) foldRecorded(layer, event, this.rulebook, () => undefined);
      this.state.save(layer.changed().values());
    }
  }

  #newGeneration(): void {
    this.#generation = this.newId();
    this.meta.set('generation', this.#generation);
  }

  #actorOf(event: DomainEvent, reader: StateReader): Actor {
    const role = reader.get('member', event.actorId)?.state.role ?? this.#session?.role ?? 'staff';
    return { memberId: event.actorId, role, siteId: event.siteId };
  }

  #once(key: 'device_id' | 'generation'): string {
    const stored = this.meta.text(key);
    if (stored !== null) return stored;
    const made = this.newId();
    this.meta.set(key, made);
    return made;
  }
}

/** The core wrote the text itself. */
function parseSession(text: string | null): SessionInfo | null {
  return text === null ? null : (JSON.parse(text) as SessionInfo);
}
