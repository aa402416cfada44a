import { openCore, type Core } from '../core/open-core.ts';
import type { SecretStore } from '../core/ports.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import type { Sha256 } from '../events/hash-chain.ts';
import type { SyncStatus } from '../ipc/bridge.ts';
import type { Pushes } from '../ipc/channels.ts';
import type { SimulatedDisk } from './disk.ts';
import type { Link } from './link.ts';
import type { Chance } from './random.ts';
import { ProcessTimers, type Schedule } from './schedule.ts';
import { SimulatedView } from './view.ts';

/** The moment every run begins at, on a clock that is right. */
export const START_MS = Date.UTC(2026, 5, 1, 8, 0, 0);

export interface DeviceOptions {
  readonly name: string;
  readonly memberId: string;
  readonly disk: SimulatedDisk;
  readonly secret: string | null;
  readonly schedule: Schedule;
  readonly link: Link;
  readonly chance: Chance;
  readonly rulebook: Rulebook;
  readonly sha256: Sha256;
  readonly note: (text: string) => void;
  readonly trustsView: boolean;
}

/** What came of a command, as far as the person at the screen was told. */
export interface Acknowledged {
  readonly eventIds: readonly string[];
  readonly refusedCode: string | null;
}

/** One machine with the real core on it: it can be killed, put to sleep, copied, and its clock is its own. */
export class SimulatedDevice {
  readonly name: string;
  readonly memberId: string;
  readonly disk: SimulatedDisk;
  readonly link: Link;
  /** What its screens keep. */
  readonly view: SimulatedView;
  readonly #options: DeviceOptions;
  #secret: string | null;
  #core: Core | null = null;
  #timers: ProcessTimers | null = null;
  #starts = 0;
  #isAsleep = false;
  /** What the connection was last heard to do. */
  phase: SyncStatus['phase'] = 'booting';
  /** How far this machine's clock is off. */
  clockOffsetMs = 0;
  /** An administrator ended it; what it has not sent stays on it. */
  isRevoked = false;
  /** What the core complained about that no fault explains. */
  readonly complaints: string[] = [];

  constructor(options: DeviceOptions) {
    this.#options = options;
    this.name = options.name;
    this.memberId = options.memberId;
    this.disk = options.disk;
    this.link = options.link;
    this.view = new SimulatedView(options.trustsView);
    this.#secret = options.secret;
  }

  get isRunning(): boolean {
    return this.#core !== null;
  }

  get isAsleep(): boolean {
    return this.#isAsleep;
  }

  get secret(): string | null {
    return this.#secret;
  }

  nowMs(): number {
    return Math.round(START_MS + this.#options.schedule.nowMs + this.clockOffsetMs);
  }

  /** Starts the app. @returns false when its database could not be opened */
  async start(): Promise<boolean> {
    if (this.#core !== null) return true;
    const { disk, link, chance, rulebook, sha256, schedule, note } = this.#options;
    this.#starts += 1;
    const timers = new ProcessTimers(schedule, (error) => this.complaints.push(`uncaught: ${String(error)}`));
    this.#timers = timers;
    const luck = chance.fork(`start ${this.#starts}`);
    try {
      const core = await openCore({
        driver: disk.open(() => this.#gone()),
        clock: { nowMs: () => this.nowMs(), zone: () => 'Europe/Berlin' },
        timers,
        random: { bytes: (length) => luck.bytes(length), float: () => luck.float() },
        network: link.network(timers),
        secrets: this.#secrets(),
        deviceName: this.name,
        serverUrl: 'http://server/',
        soon: (callback) => void timers.set(callback, 1),
        sha256,
        rulebook,
        log: ({ level, message, fields }) => {
          if (level === 'error') this.complaints.push(`${message} ${JSON.stringify(fields ?? {})}`);
          if (level !== 'debug') note(`${this.name}: ${message} ${JSON.stringify(fields ?? {})}`);
        },
      });
      if (!timers.isAlive) return false;
      this.#core = core;
      core.onPush(({ name, payload }) => {
        // The name says which payload it is.
        if (name === 'sync.changed' && timers.isAlive) this.phase = (payload as Pushes['sync.changed']).phase;
        if (name === 'view.changed' && timers.isAlive) this.view.changed();
      });
      this.view.follow(core);
      this.phase = 'booting';
      return true;
    } catch (error) {
      note(`${this.name}: did not start, ${String(error)}`);
      this.kill();
      return false;
    }
  }

  /** kill -9. What was committed stays. */
  kill(): void {
    this.disk.kill();
    this.#gone();
  }

  /** The lid is closed. */
  sleep(): void {
    this.#isAsleep = true;
    this.#timers?.sleep();
    this.link.hangUp('nobody');
  }

  wake(): void {
    this.#isAsleep = false;
    this.#timers?.wake();
  }

  /** Ends the app properly. */
  async close(): Promise<void> {
    const core = this.#core;
    if (core === null) return;
    await core.close();
    this.#gone();
  }

  /** The machine is thrown away with its disk. */
  dispose(): void {
    this.kill();
    this.disk.close();
  }

  async run(name: string, input: unknown, commandId: string): Promise<Acknowledged | null> {
    if (this.#core === null || this.#isAsleep) return null;
    const timers = this.#timers;
    const reply = await this.#core.call('command.run', { commandId, name, input });
    // A process that died in the meantime has told nobody anything.
    if (timers === null || !timers.isAlive) return null;
    return reply.ok ? { eventIds: reply.value.eventIds, refusedCode: null } : { eventIds: [], refusedCode: reply.error.code };
  }

  async signIn(code: string): Promise<boolean> {
    if (this.#core === null) return false;
    const reply = await this.#core.call('session.enrol', { code });
    return reply.ok;
  }

  get core(): Core | null {
    return this.#core;
  }

  meta(key: string): string | null {
    return this.disk.look<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)[0]?.value ?? null;
  }

  /** Events of its own that no log has answered. */
  get pending(): number {
    return this.disk.look<{ n: number }>('SELECT count(*) AS n FROM pending')[0]?.n ?? 0;
  }

  #gone(): void {
    this.#timers?.kill();
    this.#core = null;
    this.view.leave();
    this.#isAsleep = false;
    this.link.hangUp('server');
  }

  #secrets(): SecretStore {
    return {
      read: () => Promise.resolve(this.#secret),
      write: (secret) => {
        this.#secret = secret;
        return Promise.resolve();
      },
      clear: () => {
        this.#secret = null;
        return Promise.resolve();
      },
    };
  }
}
