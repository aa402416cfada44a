import type { FiledEntity } from '../../../shared/conflict/workspace.ts';
import type { DomainEvent } from '../../../shared/domain/kernel/event.ts';
import type { CommitScope, DeviceRow, Head, NewLogin } from '../event-store.ts';
import { outcomeOf, type LogRow, type WrittenEvent } from '../log-text.ts';
import type { Replica } from './replica.ts';

type Found = { readonly organizationNo: number; readonly row: LogRow };

/** What a commit's rules may ask that memory does not know, fetched before they are asked. */
export interface Fetched {
  readonly byId: ReadonlyMap<string, Found>;
  /** `deviceNo|deviceSeq` → its answer. */
  readonly submissions: ReadonlyMap<string, LogRow>;
  readonly refused: ReadonlyMap<string, 'rejected' | 'parked'>;
}

/** A run of a device's numbers and the sequences that answer them. */
export interface Run {
  readonly deviceNo: number;
  readonly firstDeviceSeq: number;
  readonly firstSeq: number;
  count: number;
  readonly settledSeq: number;
}

/** One commit in memory: answers from the replica and from what was fetched, and keeps what is to be written. */
export class PostgresScope implements CommitScope {
  readonly head: Head;
  readonly state: Replica;
  readonly rows: LogRow[] = [];
  readonly runs: Run[] = [];
  readonly counters = new Map<number, number>();
  readonly logins: NewLogin[] = [];
  changed: readonly FiledEntity[] = [];
  end: { readonly seq: number; readonly hash: string };
  readonly #fetched: Fetched;
  readonly #open = new Map<number, Run>();
  readonly #ownById = new Map<string, LogRow>();

  constructor(replica: Replica, fetched: Fetched) {
    this.head = replica.head;
    this.end = { seq: replica.head.seq, hash: replica.head.hash };
    this.state = replica;
    this.#fetched = fetched;
  }

  device(deviceId: string): DeviceRow | undefined {
    const device = this.state.device(deviceId);
    const last = device === undefined ? undefined : this.counters.get(device.deviceNo);
    return device === undefined || last === undefined ? device : { ...device, lastDeviceSeq: last };
  }

  submission(deviceNo: number, deviceSeq: number): LogRow | undefined {
    for (const run of this.runs) {
      if (run.deviceNo !== deviceNo || deviceSeq < run.firstDeviceSeq || deviceSeq >= run.firstDeviceSeq + run.count) continue;
      const seq = run.firstSeq + deviceSeq - run.firstDeviceSeq;
      const own = this.rows[seq - this.head.seq - 1];
      if (own !== undefined) return own;
    }
    return this.#fetched.submissions.get(`${deviceNo}|${deviceSeq}`);
  }

  eventById(id: string): Found | undefined {
    const own = this.#ownById.get(id);
    return own === undefined ? this.#fetched.byId.get(id) : { organizationNo: this.head.organizationNo, row: own };
  }

  refusedTransaction(txnId: string): 'rejected' | 'parked' | undefined {
    const own = this.rows.find((row) => row.txnId === txnId);
    const outcome = own === undefined ? this.#fetched.refused.get(txnId) : outcomeOf(own).outcome;
    return outcome === 'rejected' || outcome === 'parked' ? outcome : undefined;
  }

  append(deviceNo: number | null, { row }: WrittenEvent): void {
    this.rows.push(row);
    this.#ownById.set(row.id, row);
    if (deviceNo === null) return;
    const run = this.#open.get(deviceNo);
    if (run !== undefined && run.firstDeviceSeq + run.count === row.deviceSeq && run.firstSeq + run.count === row.seq) {
      run.count += 1;
      return;
    }
    const begun: Run = { deviceNo, firstDeviceSeq: row.deviceSeq, firstSeq: row.seq, count: 1, settledSeq: 0 };
    this.#open.set(deviceNo, begun);
    this.runs.push(begun);
  }

  recordRepeated(deviceNo: number, deviceSeq: number, seq: number, settledSeq: number): void {
    this.runs.push({ deviceNo, firstDeviceSeq: deviceSeq, firstSeq: seq, count: 1, settledSeq });
  }

  /** Numbers were settled without an event, which other processes cannot learn from the log. */
  get settledSilently(): boolean {
    return this.runs.some((run) => run.settledSeq > 0);
  }

  setLastDeviceSeq(deviceNo: number, lastDeviceSeq: number): void {
    this.counters.set(deviceNo, lastDeviceSeq);
  }

  putLogin(login: NewLogin): void {
    this.logins.push(login);
  }

  finish(changed: Iterable<FiledEntity>, seq: number, hash: string): void {
    this.changed = [...changed];
    this.end = { seq, hash };
  }
}

/** What a commit of these transactions has to fetch: numbers that were answered before, ids, and what they depend on. */
export function asked(
  submitted: readonly (readonly DomainEvent[])[],
  replica: Replica,
  withIds: boolean,
): {
  readonly numbers: readonly { readonly deviceNo: number; readonly deviceSeq: number }[];
  readonly ids: string[];
  readonly txnIds: string[];
} {
  const events = submitted.flat();
  const numbers = events.flatMap((event) => {
    const device = replica.device(event.deviceId);
    return device !== undefined && event.deviceSeq <= device.lastDeviceSeq
      ? [{ deviceNo: device.deviceNo, deviceSeq: event.deviceSeq }]
      : [];
  });
  const txnIds = [...new Set(events.flatMap((event) => event.dependsOn))];
  return { numbers, ids: withIds ? events.map((event) => event.id) : [], txnIds };
}
