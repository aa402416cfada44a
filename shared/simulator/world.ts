import type { Rulebook } from '../domain/rulebook.ts';
import type { Sha256 } from '../events/hash-chain.ts';
import { SimulatedDevice } from './device.ts';
import type { DiskShortcut, SimulatedDisk } from './disk.ts';
import { CALM, Link, type Meddler, type Weather } from './link.ts';
import type { Oracle } from './oracle.ts';
import type { Chance } from './random.ts';
import type { Report } from './report.ts';
import type { Schedule } from './schedule.ts';
import type { ServerFolder, SimulatedServer } from './server.ts';
import type { Cast } from './workload.ts';

/** A machine as the founding left it: signed in, up to date, closed. */
export interface FoundedDevice {
  readonly name: string;
  readonly memberId: string;
  readonly image: Uint8Array;
  readonly secret: string | null;
}

/** The organization every run begins with, made once. */
export interface Founding {
  readonly folder: ServerFolder;
  readonly cast: Cast;
  readonly ownerId: string;
  readonly devices: readonly FoundedDevice[];
  readonly seq: number;
  readonly oracle: Oracle;
}

/** What only the host of a simulation has. */
export interface Machinery {
  /** Resolves when everything that was promised has happened. */
  readonly settle: () => Promise<void>;
  readonly disk: (image: Uint8Array | null, shortcut?: DiskShortcut) => SimulatedDisk;
  readonly sha256: Sha256;
}

export interface WorldOptions {
  readonly founding: Founding;
  readonly machinery: Machinery;
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly report: Report;
  readonly server: SimulatedServer;
  readonly rulebook: Rulebook;
  readonly shortcut?: DiskShortcut;
  readonly trustsView?: boolean;
  readonly isMutated?: boolean;
  /** Between the network and the device of a disk: a mutation, or nobody. */
  readonly meddler: (disk: SimulatedDisk) => Meddler;
}

/** An event a person was told is saved. */
export interface Promised {
  readonly device: SimulatedDevice;
  readonly name: string;
}

/** Longer than any back-off, heartbeat and poll together. */
const PATIENCE_MS = 20 * 60_000;
/** With a shortcut in it, waiting so long for what never comes proves no more. */
const SHORT_PATIENCE_MS = 4 * 60_000;
const LOOK_EVERY_MS = 2000;
const PERSON_MS = 3000;

/** Many devices, one server, one stream of time. */
export class World {
  readonly options: WorldOptions;
  readonly devices: SimulatedDevice[] = [];
  readonly promised = new Map<string, Promised>();
  weather: Weather = CALM;
  /** Until when each fault that lasts goes on; healing ends them all. */
  readonly #ends: (() => Promise<void>)[] = [];
  /** Backups of the server, oldest first. */
  readonly backups: ServerFolder[] = [];
  readonly deviceImages = new Map<SimulatedDevice, { readonly image: Uint8Array; readonly secret: string | null }>();
  wasRestored = false;
  isHealing = false;

  constructor(options: WorldOptions) {
    this.options = options;
    options.server.onCrashed = () => {
      for (const { link } of this.devices) link.hangUp(options.chance.hit(0.7) ? 'device' : 'nobody');
      options.schedule.after(500 + options.chance.float() * 20_000, () => this.startServer());
    };
  }

  get nowMs(): number {
    return this.options.schedule.nowMs;
  }

  startServer(): void {
    if (this.options.server.door() !== undefined) return;
    this.options.server.start();
    this.options.report.note('server: started');
  }

  addDevice(founded: {
    readonly name: string;
    readonly memberId: string;
    readonly image: Uint8Array | null;
    readonly secret: string | null;
  }): SimulatedDevice {
    const { machinery, schedule, chance, report, server, rulebook, meddler } = this.options;
    const disk = machinery.disk(founded.image, this.options.shortcut);
    const link = new Link({
      schedule,
      chance: chance.fork(`link ${founded.name}`),
      door: () => server.door(),
      weather: () => this.weather,
      note: (fault) => report.fault(fault),
      meddler: meddler(disk),
    });
    const device = new SimulatedDevice({
      name: founded.name,
      memberId: founded.memberId,
      secret: founded.secret,
      disk,
      schedule,
      link,
      chance: chance.fork(`device ${founded.name}`),
      rulebook,
      sha256: machinery.sha256,
      note: (text) => report.note(text),
      trustsView: this.options.trustsView === true,
    });
    this.devices.push(device);
    return device;
  }

  /** Lets virtual time go by. */
  async pass(durationMs: number): Promise<void> {
    const { schedule, machinery } = this.options;
    const untilMs = schedule.nowMs + durationMs;
    await machinery.settle();
    while (schedule.step(untilMs)) await machinery.settle();
  }

  /** Does something later that healing does at once. */
  later(delayMs: number, end: () => Promise<void>): void {
    const once = async (): Promise<void> => {
      const at = this.#ends.indexOf(once);
      if (at < 0) return;
      this.#ends.splice(at, 1);
      await end();
    };
    this.#ends.push(once);
    this.options.schedule.after(delayMs, () => void once());
  }

  /** The people in front of the devices: they start what died and sign in where it is asked of them. */
  async people(): Promise<void> {
    for (const device of this.devices) {
      if (device.isRevoked || device.isAsleep) continue;
      if (!device.isRunning) continue;
      if (device.phase === 'authNeeded' && this.options.server.door() !== undefined) {
        await this.#signIn(device);
      } else if (device.phase === 'halted') {
        this.options.report.note(`${device.name}: halted, started again`);
        device.disk.repair();
        device.kill();
        await device.start();
      }
    }
  }

  async #signIn(device: SimulatedDevice): Promise<void> {
    let code: string;
    try {
      code = await this.options.server.enrolCode(device.memberId);
    } catch {
      // Who is suspended gets none.
      return;
    }
    this.options.report.note(`${device.name}: signs in again`);
    void device.signIn(code).then((ok) => this.options.report.note(`${device.name}: sign-in ${ok ? 'went through' : 'failed'}`));
  }

  /** Ends every fault. */
  async heal(): Promise<void> {
    const { server, report } = this.options;
    report.note('everything heals');
    this.isHealing = true;
    this.weather = CALM;
    for (const end of this.#ends.slice()) await end();
    server.disk.repair();
    this.startServer();
    for (const device of this.devices) {
      device.disk.repair();
      device.link.blocked = 'none';
      device.wake();
      device.link.goOnline();
      await device.start();
    }
  }

  /** Lets time go by until nothing is left to do. @returns how long it took, null when it never came to rest */
  async comeToRest(): Promise<number | null> {
    const fromMs = this.nowMs;
    const patienceMs = this.options.isMutated === true ? SHORT_PATIENCE_MS : PATIENCE_MS;
    let nextPeopleMs = fromMs;
    while (this.nowMs - fromMs < patienceMs) {
      await this.pass(LOOK_EVERY_MS);
      if (this.nowMs >= nextPeopleMs) {
        nextPeopleMs = this.nowMs + PERSON_MS;
        await this.people();
        this.startServer();
        for (const device of this.devices) if (!device.isRunning) await device.start();
      }
      if (this.isAtRest()) return this.nowMs - fromMs;
    }
    return null;
  }

  isAtRest(): boolean {
    const { server } = this.options;
    if (server.door() === undefined) return false;
    const head = server.head();
    return this.devices.every((device) => device.isRevoked || this.unrestOf(device, head) === null);
  }

  /** What a device still has to do; null when nothing. */
  unrestOf(device: SimulatedDevice, head: { readonly seq: number; readonly epoch: string }): string | null {
    if (!device.isRunning) return 'does not run';
    if (device.meta('epoch') !== head.epoch) return 'reads another log';
    if (Number(device.meta('cursor')) !== head.seq) return `stands at ${device.meta('cursor') ?? '0'} of ${head.seq}`;
    const pending = device.disk.look<{ n: number }>('SELECT count(*) AS n FROM pending')[0]?.n ?? 0;
    return pending === 0 ? null : `has ${pending} events that nobody answered, phase ${device.phase}`;
  }
}
