import type { RecordedEvent } from '../domain/kernel/event.ts';
import { SERVER_DEVICE_ID } from '../domain/kernel/ids.ts';
import { RULEBOOK } from '../domain/rulebook.ts';
import { bodyText, chainHash, GENESIS_HASH } from '../events/hash-chain.ts';
import type { SimulatedDevice } from './device.ts';
import { firstDifference, rebuildDifference, shownRows } from './rebuild.ts';
import { addDigests, Oracle, textDigest } from './oracle.ts';
import type { World } from './world.ts';

interface Stand {
  readonly era: number;
  readonly cursor: number;
}

/** Holds a run against its promises while it goes on, and all of them once it is at rest. */
export class Checks {
  readonly #world: World;
  readonly #stands = new Map<SimulatedDevice, Stand>();
  #oracle: Oracle;
  #epoch = '';
  #seq = 0;
  #hash = GENESIS_HASH;
  #hashes = new Map<number, string>();
  #ids = new Set<string>();
  #lastDeviceSeq = new Map<string, number>();
  #log: RecordedEvent[] = [];
  /** Since the last look. */
  #refused: RecordedEvent[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#oracle = this.#freshOracle();
  }

  get log(): readonly RecordedEvent[] {
    return this.#log;
  }

  /** What can be said at any moment. */
  async now(): Promise<void> {
    this.readLog();
    for (const device of this.#world.devices) this.#device(device);
    await this.#rebuilt(this.#world.devices.filter((device) => device.isRunning && device.pending > 0));
  }

  /** One of these devices shows what it would if it built everything anew from its logs (invariant 13). */
  async #rebuilt(devices: readonly SimulatedDevice[]): Promise<void> {
    const { options } = this.#world;
    const device = options.chance.fork(`rebuilt ${this.#seq}`).pick(devices);
    if (device === undefined) return;
    const difference = await rebuildDifference(device, options);
    if (difference !== null) options.report.violation(13, `${device.name}, built anew, shows ${difference}`);
  }

  /** What a screen keeps is what the core would give it (invariant 13). */
  #view(device: SimulatedDevice): void {
    if (!device.isRunning || device.isAsleep || !device.view.isSettled) return;
    const rows = shownRows(device.disk);
    const difference = firstDifference(device.view.rows, rows);
    if (difference !== null) this.#world.options.report.violation(13, `the screens of ${device.name} show ${difference}`);
  }

  /** What must hold when nothing is left to do. */
  async atRest(tookMs: number | null): Promise<void> {
    const { options, devices } = this.#world;
    const { report, server } = options;
    this.readLog();
    const head = server.head();
    if (tookMs === null) {
      for (const device of devices) {
        if (device.isRevoked) continue;
        const unrest = this.#world.unrestOf(device, head);
        if (unrest !== null) report.violation(16, `${device.name} ${unrest}`);
      }
    }
    for (const device of devices) {
      this.#device(device);
      if (device.isRevoked) continue;
      this.#view(device);
      const same = device.meta('epoch') === head.epoch && Number(device.meta('cursor')) === head.seq;
      if (!same) continue;
      if (device.meta('head_hash') !== this.#hashes.get(head.seq))
        report.violation(15, `${device.name} ends with another hash than the server`);
      if (stateDigest(device) !== this.#oracle.digestAt(head.seq))
        report.violation(12, `${device.name} holds another state than a fold of the log`);
      for (const complaint of device.complaints) this.#complaint(device, complaint);
    }
    for (const [id, { device, name }] of this.#world.promised) {
      if (device.isRevoked || this.#ids.has(id)) continue;
      report.violation(this.#world.wasRestored ? 24 : 10, `${device.name} was told that ${name} (${id}) is saved, and the log has it not`);
    }
    for (const complaint of server.complaints) report.violation(12, complaint);
    this.#claims();
    this.#losses();
    await this.#rebuilt(devices.filter((device) => device.isRunning && !device.isRevoked));
  }

  /** Reads what the server stored since the last time. */
  readLog(): void {
    const { server, report, founding } = this.#world.options;
    if (server.door() === undefined) return;
    const head = server.head();
    const isAnother = head.epoch !== this.#epoch || head.seq < this.#seq;
    const [anchor] = isAnother || this.#seq === 0 ? [] : server.log(this.#seq - 1);
    if (isAnother || (anchor !== undefined && anchor.hash !== this.#hash)) {
      if (this.#seq > 0 && !this.#world.wasRestored) report.violation(2, `what the server had up to ${this.#seq} is no longer there`);
      this.#startOver(head.epoch);
    }
    const added = server.log(this.#seq);
    for (const event of added) this.#stored(event);
    this.#log.push(...added);
    this.#facts();
    const beyond = added.filter((event) => event.seq > founding.seq);
    this.#oracle.read(beyond, report);
    for (const event of beyond) this.#cover(event);
    if (this.#seq !== head.seq) report.violation(1, `the head says ${head.seq}, the log ends at ${this.#seq}`);
  }

  /** No fact is refused (invariant 8), but what a settlement of a conflict would have booked is part of that choice, not a fact by itself. */
  #facts(): void {
    const choices = new Set(this.#refused.filter(({ type }) => type === 'conflict.resolved').map(({ txnId }) => txnId));
    for (const { type, seq, txnId, reason } of this.#refused) {
      if (RULEBOOK.events.get(type)?.definition.kind === 'fact' && !choices.has(txnId))
        this.#world.options.report.violation(8, `the fact ${type} at ${seq} was refused: ${JSON.stringify(reason)}`);
    }
    this.#refused = [];
  }

  #startOver(epoch: string): void {
    this.#epoch = epoch;
    this.#seq = 0;
    this.#hash = GENESIS_HASH;
    this.#hashes = new Map();
    this.#ids = new Set();
    this.#lastDeviceSeq = new Map();
    this.#log = [];
    this.#oracle = this.#freshOracle();
  }

  #freshOracle(): Oracle {
    const { founding, chance } = this.#world.options;
    // Every device gets another clock, weeks off.
    return new Oracle((deviceId) => Math.round((chance.fork(`clock ${deviceId}`).float() - 0.5) * 40 * 86_400_000), founding.oracle);
  }

  #stored(event: RecordedEvent): void {
    const { report } = this.#world.options;
    if (event.seq !== this.#seq + 1) report.violation(1, `after ${this.#seq} comes ${event.seq}`);
    const hash = chainHash(this.#hash, bodyText(event), this.#world.options.machinery.sha256);
    if (event.prevHash !== this.#hash || event.hash !== hash) report.violation(2, `the chain breaks at ${event.seq}`);
    if (this.#ids.has(event.id)) report.violation(3, `event ${event.id} is stored twice`);
    this.#ids.add(event.id);
    if (event.deviceId !== SERVER_DEVICE_ID) {
      const last = this.#lastDeviceSeq.get(event.deviceId) ?? 0;
      if (event.deviceSeq <= last) report.violation(4, `number ${event.deviceSeq} of ${event.deviceId} comes after ${last}`);
      this.#lastDeviceSeq.set(event.deviceId, event.deviceSeq);
    }
    if (event.outcome === 'rejected') this.#refused.push(event);
    this.#seq = event.seq;
    this.#hash = event.hash;
    this.#hashes.set(event.seq, event.hash);
  }

  #cover(event: RecordedEvent): void {
    const { report } = this.#world.options;
    report.cover(`event ${event.type} ${event.outcome}`);
    if (event.type === 'conflict.detected') report.cover(`class ${(event.data as { class: string }).class}`);
  }

  #device(device: SimulatedDevice): void {
    const { report } = this.#world.options;
    const era = Number(device.meta('era') ?? 0);
    const cursor = Number(device.meta('cursor') ?? 0);
    const base = era * 2 ** 40;
    const before = this.#stands.get(device);
    if (before !== undefined && before.era === era && cursor < before.cursor)
      report.violation(18, `${device.name} went back from ${before.cursor} to ${cursor}`);
    this.#stands.set(device, { era, cursor });
    const stored = device.disk.look<{ n: number }>('SELECT count(*) AS n FROM confirmed_log WHERE position > ?', base)[0]?.n ?? 0;
    if (stored !== cursor) report.violation(11, `${device.name} counts to ${cursor} and has stored ${stored} events`);
    const known = new Set(device.disk.look<{ id: string }>('SELECT id FROM pending UNION SELECT id FROM submitted').map(({ id }) => id));
    for (const [id, promise] of this.#world.promised) {
      if (promise.device === device && !known.has(id))
        report.violation(10, `${promise.name} (${id}) vanished from ${device.name} without an answer`);
    }
  }

  #complaint(device: SimulatedDevice, complaint: string): void {
    const { report } = this.#world.options;
    if (complaint.includes('ProcessGoneError')) return;
    if (complaint.startsWith('uncaught')) report.violation(16, `${device.name} would have ended: ${complaint}`);
    else if (complaint.startsWith('a rule failed')) report.violation(12, `${device.name}: ${complaint}`);
  }

  /** No two active claims on one resource overlap (invariant 6). */
  #claims(): void {
    const { state } = this.#oracle;
    const byResource = new Map<string, { startMs: number; endMs: number; name: string }[]>();
    for (const name of this.#oracle.entityDigests().keys()) {
      const [type = '', id = ''] = name.split('|');
      if (type !== 'shift' && type !== 'allocation') continue;
      const entity = state.get(type, id);
      for (const claim of entity === undefined ? [] : (RULEBOOK.aggregates.get(type)?.claims(entity.state) ?? [])) {
        const list = byResource.get(claim.resource) ?? [];
        list.push({ ...claim, name });
        byResource.set(claim.resource, list);
      }
    }
    for (const [resource, list] of byResource) {
      list.sort((a, b) => a.startMs - b.startMs);
      for (const [index, claim] of list.entries()) {
        const next = list[index + 1];
        if (next !== undefined && next.startMs < claim.endMs)
          this.#world.options.report.violation(6, `${resource} is taken twice, by ${claim.name} and ${next.name}`);
      }
    }
  }

  /** Every refused or amended plan has its conflict, and nobody's own earlier edit counts as somebody else's (9 and 25). */
  #losses(): void {
    const { report, founding } = this.#world.options;
    const explained = new Set<string>();
    for (const event of this.#log) {
      if (event.type === 'conflict.detected') explained.add((event.data as { mine: { eventId: string } }).mine.eventId);
    }
    const byTxn = new Map<string, RecordedEvent[]>();
    for (const event of this.#log) {
      if (event.seq <= founding.seq || event.deviceId === SERVER_DEVICE_ID) continue;
      if (event.outcome !== 'rejected' && event.outcome !== 'amended') continue;
      byTxn.set(event.txnId, [...(byTxn.get(event.txnId) ?? []), event]);
    }
    for (const events of byTxn.values()) {
      const [first] = events;
      if (first === undefined || first.reason?.code.startsWith('sync.dependency') === true) continue;
      // Both texts were kept: nobody lost anything.
      if (events.every(({ outcome, reason }) => outcome === 'amended' && reason?.code === 'event.texts-joined')) continue;
      if (!events.some(({ id }) => explained.has(id)))
        report.violation(9, `${first.type} at ${first.seq} is ${first.outcome} (${first.reason?.code ?? ''}) and no conflict says so`);
    }
  }
}

function stateDigest(device: SimulatedDevice): number {
  let sum = 0;
  for (const { type, id, seq, body } of device.disk.look<{ type: string; id: string; seq: number; body: string }>(
    'SELECT type, id, seq, body FROM entity_state',
  ))
    sum = addDigests(sum, textDigest(`${type}|${id}|${seq}|${body}`));
  return sum;
}
