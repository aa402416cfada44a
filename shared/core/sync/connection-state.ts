import type { Reason } from '../../domain/kernel/event.ts';
import { toInstant } from '../../domain/kernel/time.ts';
import type { SiteContact } from '../../ipc/bridge.ts';
import type { LocalData } from '../local-data.ts';
import { isConnected, PHASES, type SyncInput, type SyncPhase } from './phases.ts';

export type SyncLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, string | number | boolean | null>,
) => void;

/** What the status says about the connection. The phase changes through the table only. */
export class ConnectionState {
  readonly #data: LocalData;
  readonly #log: SyncLog;
  readonly #onChange: () => void;
  #phase: SyncPhase = 'booting';
  #lastContactMs: number | null = null;
  /** What stands in the way; null when nothing does. */
  problem: Reason | null = null;
  clockOffsetMs: number | null = null;
  sites: readonly SiteContact[] = [];

  constructor(data: LocalData, log: SyncLog, onChange: () => void) {
    this.#data = data;
    this.#log = log;
    this.#onChange = onChange;
  }

  get phase(): SyncPhase {
    return this.#phase;
  }

  get isConnected(): boolean {
    return isConnected(this.#phase);
  }

  get lastContactAt(): string | null {
    return this.#lastContactMs === null ? this.#data.meta.text('last_contact_at') : toInstant(this.#lastContactMs);
  }

  enter(input: SyncInput, problem?: Reason): void {
    const before = this.#phase;
    this.#phase = PHASES[before][input];
    if (problem !== undefined) this.problem = problem;
    if (this.#phase === before) return;
    // A connection alone proves nothing: what stood in the way may meet the next page again.
    if (this.#phase === 'live') this.problem = null;
    if (isConnected(before) && !this.isConnected) this.rememberContact();
    this.#log('debug', 'sync phase', { from: before, to: this.#phase, input });
    this.#onChange();
  }

  /** The server was heard. */
  contact(serverTime: string | null = null): void {
    const isFirstWord = this.lastContactAt === null;
    this.#lastContactMs = this.#data.clock.nowMs();
    // a device that is killed right after it signed in must still know since when it is alone
    if (isFirstWord) this.rememberContact();
    if (serverTime !== null) this.clockOffsetMs = Date.parse(serverTime) - this.#lastContactMs;
  }

  /** Survives a restart; written at the first word ever and when a connection ends, not with every frame. */
  rememberContact(): void {
    if (this.#lastContactMs === null || this.#data.failure !== null) return;
    try {
      this.#data.write(() => this.#data.meta.set('last_contact_at', this.lastContactAt));
    } catch (error) {
      // Called from timers and closing sockets, where nobody catches: the disk's failure is shown, this moment is not worth more.
      this.#log('error', 'the last contact was not saved', { reason: String(error) });
    }
  }
}
