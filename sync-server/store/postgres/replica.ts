import { applyRecorded } from '../../../shared/conflict/apply.ts';
import { Workspace, type FiledEntity } from '../../../shared/conflict/workspace.ts';
import type { Entity, StateReader } from '../../../shared/domain/kernel/aggregate.ts';
import type { AggregateType, RecordedEvent } from '../../../shared/domain/kernel/event.ts';
import type { States } from '../../../shared/domain/kernel/states.ts';
import type { Rulebook } from '../../../shared/domain/rulebook.ts';
import type { DeviceRow, EntityStore, Head } from '../event-store.ts';
import { readText, type LogRow, type WrittenEvent } from '../log-text.ts';
import type { StoredDevice } from './rows.ts';

const EMPTY: StateReader = { get: () => undefined, find: () => [], claims: () => [] };

/**
 * One organization as this process knows it: the state folded up to `head`, and its devices with the numbers that stand in
 * the log up to there. Only what is committed gets in, in the order of the log; whoever changes it holds `exclusive`.
 */
export class Replica implements EntityStore {
  head: Head;
  /** Changes of devices that are known: every change of one counts the organization's version up by one. */
  deviceVersion = 0;
  readonly state: Workspace;
  readonly #rulebook: Rulebook;
  readonly #byNo = new Map<number, DeviceRow>();
  readonly #byId = new Map<string, DeviceRow>();
  /** Objects changed since the stored state was written. */
  readonly #dirty = new Map<string, { readonly type: AggregateType; readonly id: string }>();
  /** Holders whose claim overlaps another because a fact said so. */
  readonly contested = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(head: Head, rulebook: Rulebook) {
    this.head = head;
    this.#rulebook = rulebook;
    this.state = new Workspace(EMPTY, rulebook);
  }

  /** One after the other: commits of this process and reading what others appended. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** A stored object, when the state is read back. */
  restore(filed: Entity): void {
    this.state.put(filed);
  }

  /** Takes over rows that follow the head. @returns them as they go over the wire */
  fold(rows: readonly LogRow[]): readonly WrittenEvent[] {
    return rows.map((row) => {
      const text = readText(row);
      applyRecorded(this.state, JSON.parse(text) as RecordedEvent, this.#rulebook);
      this.#touch(row.aggregateType as AggregateType, row.aggregateId);
      this.#settle(row.deviceId, row.deviceSeq);
      this.head = { ...this.head, seq: row.seq, hash: row.hash };
      return { row, text };
    });
  }

  /** Takes over what this process committed. */
  keep(changed: Iterable<FiledEntity>, counters: ReadonlyMap<number, number>, end: { readonly seq: number; readonly hash: string }): void {
    for (const filed of changed) {
      this.state.file(filed);
      this.#touch(filed.entity.type, filed.entity.id);
    }
    for (const [deviceNo, lastDeviceSeq] of counters) {
      const device = this.#byNo.get(deviceNo);
      if (device !== undefined) this.#put({ ...device, lastDeviceSeq });
    }
    this.head = { ...this.head, ...end };
  }

  device(deviceId: string): DeviceRow | undefined {
    return this.#byId.get(deviceId);
  }

  deviceNo(deviceNo: number): DeviceRow | undefined {
    return this.#byNo.get(deviceNo);
  }

  devices(): readonly DeviceRow[] {
    return [...this.#byNo.values()];
  }

  /** Takes over devices as they are now; their numbers must all stand in the log up to `head`. */
  putDevices(rows: readonly StoredDevice[]): void {
    for (const { changedVersion, ...row } of rows) {
      this.#put({ ...row, lastDeviceSeq: Math.max(row.lastDeviceSeq, this.#byNo.get(row.deviceNo)?.lastDeviceSeq ?? 0) });
      this.deviceVersion = Math.max(this.deviceVersion, changedVersion);
    }
  }

  noteSeen(deviceNo: number, lastSeenAt: string, clockOffsetMs: number | null): void {
    const device = this.#byNo.get(deviceNo);
    if (device !== undefined) this.#put({ ...device, lastSeenAt, clockOffsetMs });
  }

  get waiting(): number {
    return this.#dirty.size;
  }

  /** Objects the stored state lacks. They stay until `written` says that it has them. */
  unwritten(): readonly FiledEntity[] {
    return [...this.#dirty.values()].flatMap(({ type, id }) => this.state.filed(type, id) ?? []);
  }

  /** The stored state has come to a sequence, by this process or another. */
  written(stateSeq: number): void {
    for (const [name, { type, id }] of this.#dirty) {
      const filed = this.state.filed(type, id);
      if (filed === undefined || filed.entity.seq <= stateSeq) this.#dirty.delete(name);
    }
  }

  get<T extends AggregateType>(type: T, id: string): Entity<States[T]> | undefined {
    return this.state.get(type, id);
  }

  find<T extends AggregateType>(type: T, key: string): readonly Entity<States[T]>[] {
    return this.state.find(type, key);
  }

  claims(resource: string, startMs: number, endMs: number): ReturnType<StateReader['claims']> {
    return this.state.claims(resource, startMs, endMs);
  }

  names(): readonly { readonly type: AggregateType; readonly id: string }[] {
    return [...this.state.changed().values()].map(({ entity }) => ({ type: entity.type, id: entity.id }));
  }

  #touch(type: AggregateType, id: string): void {
    this.#dirty.set(`${type}|${id}`, { type, id });
  }

  #settle(deviceId: string, deviceSeq: number): void {
    const device = this.#byId.get(deviceId);
    if (device !== undefined && device.lastDeviceSeq < deviceSeq) this.#put({ ...device, lastDeviceSeq: deviceSeq });
  }

  #put(device: DeviceRow): void {
    this.#byNo.set(device.deviceNo, device);
    this.#byId.set(device.deviceId, device);
  }
}
