import { NotSavedError, type LocalData } from '../local-data.ts';
import type { Timers } from '../ports.ts';
import { BadSnapshotError, beginImport, dropImport, importPart, importUnderWay, parseManifest } from '../snapshot-import.ts';
import { SyncFailure, type Api } from './api.ts';
import type { SyncLog } from './connection-state.ts';

export interface BootstrapOptions {
  readonly data: LocalData;
  readonly api: Api;
  readonly timers: Timers;
  readonly log: SyncLog;
  readonly onContact: () => void;
  readonly onChange: () => void;
  /** Today's work is here: resolves when the screens have read it, or when nobody does. */
  readonly onToday: () => Promise<void>;
}

/** The same part failing so often is not bad luck; pages of the log are smaller. */
const TRIES = 3;

/** Brings a device that has nothing to where the log is by a snapshot: today's work first, then everything else. */
export class Bootstrap {
  readonly #options: BootstrapOptions;
  /** This server's snapshots do not work for this device; the log does. */
  #isRefused = false;
  #failures = { part: -1, times: 0 };

  constructor(options: BootstrapOptions) {
    this.#options = options;
  }

  /** From now on the log is read from its start. */
  refuse(): void {
    this.#isRefused = true;
  }

  /**
   * Imports a snapshot, or goes on with one. Returns when it stands, or when the log has to be read instead; throws what
   * makes the connection begin anew.
   */
  async run(offer: { readonly isOffered: boolean; readonly lastDeviceSeq: number }, isWanted: () => boolean): Promise<void> {
    const { data, log } = this.#options;
    if (data.cursor > 0) return;
    const under = importUnderWay(data);
    if (!this.#mayUse(offer)) {
      if (under !== null) dropImport(data);
      return;
    }
    try {
      if (under === null || under.manifest.epoch !== data.meta.text('epoch')) await this.#begin(under !== null);
      await this.#parts(isWanted);
    } catch (error) {
      if (!isWanted() || !this.#mustGiveUp(error)) throw error;
      log('warn', 'the snapshot cannot be used; reading the log instead', { reason: String(error) });
      this.#isRefused = true;
      dropImport(data);
      this.#options.onChange();
    }
  }

  #mayUse({ isOffered, lastDeviceSeq }: { readonly isOffered: boolean; readonly lastDeviceSeq: number }): boolean {
    if (!isOffered || this.#isRefused) return false;
    // Answers to own work stand in the log. What may have been answered before the snapshot has to be read there.
    return !this.#options.data.own.mayBeAnswered(this.#options.data.deviceId, lastDeviceSeq);
  }

  async #begin(anew: boolean): Promise<void> {
    const { data, api, onContact } = this.#options;
    const epoch = data.meta.text('epoch') ?? '';
    const body = await api.call('GET', `/v1/sync/snapshot?epoch=${encodeURIComponent(epoch)}`);
    onContact();
    const manifest = parseManifest(body, epoch, data.sha);
    if (anew) dropImport(data);
    beginImport(data, manifest);
  }

  async #parts(isWanted: () => boolean): Promise<void> {
    const { data, onContact, onChange } = this.#options;
    let startedAnew = false;
    let next: Promise<unknown> | null = null;
    for (;;) {
      const under = isWanted() ? importUnderWay(data) : null;
      if (under === null) return;
      let body: unknown;
      try {
        body = await (next ?? this.#fetch(under.nextPart));
      } catch (error) {
        // A server keeps its newest snapshot only.
        if (!(error instanceof SyncFailure) || error.error.kind !== 'NOT_FOUND' || startedAnew) throw error;
        startedAnew = true;
        next = null;
        await this.#begin(true);
        continue;
      }
      if (!isWanted()) return;
      onContact();
      next = null;
      if (under.nextPart + 1 < under.manifest.parts.length) {
        // The next part travels while this one is taken in. Its failure shows when it is awaited, if it still is.
        next = this.#fetch(under.nextPart + 1);
        next.catch(() => undefined);
      }
      importPart(data, body);
      onChange();
      if (under.nextPart === 0) await this.#options.onToday();
      await this.#pause();
    }
  }

  async #fetch(part: number): Promise<unknown> {
    const { data, api } = this.#options;
    const epoch = encodeURIComponent(data.meta.text('epoch') ?? '');
    return api.call('GET', `/v1/sync/snapshot/part?epoch=${epoch}&seq=${data.meta.number('snapshot_seq')}&part=${part}`);
  }

  /** Commands and questions of the screens come between two parts. */
  #pause(): Promise<void> {
    return new Promise((resolve) => void this.#options.timers.set(resolve, 0));
  }

  /** A sign-in, another epoch, a full disk concern the connection; the rest concerns this road only. */
  #mustGiveUp(error: unknown): boolean {
    if (error instanceof BadSnapshotError) return true;
    const kind = error instanceof SyncFailure ? error.error.kind : null;
    if (kind === 'NOT_FOUND' || kind === 'INVALID' || kind === 'TOO_LARGE') return true;
    if (kind !== null && kind !== 'UNAVAILABLE') return false;
    const part = importUnderWay(this.#options.data)?.nextPart ?? -1;
    this.#failures = { part, times: this.#failures.part === part ? this.#failures.times + 1 : 1 };
    // The disk's failures stop everything, whatever road is taken.
    return this.#failures.times >= TRIES && !(error instanceof NotSavedError);
  }
}
