import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chance } from '../../../shared/simulator/random.ts';
import { CompanyServer } from './company-server.ts';
import { DEVICES, emailOf, foundCompany } from './company.ts';
import { Device, Ledger } from './device.ts';
import { copyFolder, FAULTS, mountSmallDisk, signInWhereAsked, unmount, type Storm } from './faults.ts';
import { judge, type Verdict } from './verdict.ts';

export interface StormOptions {
  readonly seconds: number;
  readonly seed: number;
  /** Address of an empty PostgreSQL database; without it the server keeps its data in SQLite. */
  readonly database?: string;
  readonly onProgress: (line: string) => void;
}

/** The last line of a storm. */
export interface StormReport extends Verdict {
  readonly seconds: number;
  readonly seed: number;
  readonly store: 'sqlite' | 'postgres';
  readonly devices: number;
  readonly commands: number;
  readonly acknowledged: number;
  readonly faults: Readonly<Record<string, number>>;
  /** What could not be done on this machine or with this store. */
  readonly notInjected: readonly string[];
  readonly signInsAgain: number;
}

const PACE_MS = 120;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Three cores and a server as processes of their own, with real files and real connections, whose network, disks, clocks and
 * lives are taken away at random while people go on working. Ends with faults off and everything read again.
 * @throws when the company cannot even be set up
 */
export async function storm({ seconds, seed, database, onProgress }: StormOptions): Promise<StormReport> {
  const under = mkdtempSync(join(tmpdir(), 'muster-chaos-'));
  const chance = new Chance(seed);
  const ledger = new Ledger();
  const devices: Device[] = [];
  const faults = new Map<string, number>();
  const notInjected = new Set(Object.keys(FAULTS));
  const dataDir = join(under, 'server');
  await foundCompany(dataDir, database);
  const server = await CompanyServer.make(under, dataDir, database);
  const make = async (name: string): Promise<Device> => {
    const device = await Device.make(name, under, server.url, ledger);
    mountSmallDisk(device.folder);
    devices.push(device);
    return device;
  };
  const revive = async (device: Device): Promise<void> => {
    if (!device.isRunning) await device.start(chance.whole(1, 1_000_000));
    await device.ask({ kind: 'work', paceMs: PACE_MS });
  };
  let signInsAgain = 0;
  try {
    await server.start();
    for (const name of DEVICES) {
      const device = await make(name);
      await device.start(chance.whole(1, 1_000_000));
      const refused = await device.ask({ kind: 'enrol', code: await server.enrolCode(emailOf(name)) });
      if (refused !== null) throw new Error(`${name} could not sign in: ${refused}`);
      await device.ask({ kind: 'work', paceMs: PACE_MS });
    }
    const tools: Storm = {
      chance,
      devices,
      server,
      revive,
      cloneOf: async (device) => {
        const clone = await make(`${device.name} copy ${devices.length}`);
        copyFolder(device, clone);
        return clone;
      },
    };
    let deck: string[] = [];
    for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
      await pause(chance.whole(150, 900));
      // every fault comes once before any comes again, so that a short storm has them all
      if (deck.length === 0) deck = shuffled(chance, Object.keys(FAULTS));
      const name = deck.pop() ?? '';
      if ((await FAULTS[name]?.(tools)) !== true) continue;
      notInjected.delete(name);
      faults.set(name, (faults.get(name) ?? 0) + 1);
      onProgress(`${ledger.acknowledged} commands, ${name}`);
      signInsAgain += await signInWhereAsked(devices, server);
    }
    for (const device of devices) {
      device.network.restore();
      device.network.delay(0);
      if (!device.isRunning) await device.start(seed);
      await device.ask({ kind: 'work', paceMs: null });
      await device.ask({ kind: 'clock', offsetMs: 0 });
    }
    onProgress('the storm is over; waiting until everything has settled');
    const verdict = await judge(devices, server, ledger);
    for (const { name, complaints } of devices) for (const complaint of complaints.slice(-6)) onProgress(`${name}: ${complaint}`);
    return {
      ...verdict,
      seconds,
      seed,
      store: database === undefined ? 'sqlite' : 'postgres',
      devices: devices.length,
      commands: ledger.commands,
      acknowledged: ledger.acknowledged,
      faults: Object.fromEntries(faults),
      notInjected: [...notInjected],
      signInsAgain,
    };
  } finally {
    for (const device of devices) {
      await device.kill();
      await device.network.close();
      unmount(device.folder);
    }
    await server.kill();
    rmSync(under, { recursive: true, force: true, maxRetries: 5 });
  }
}

function shuffled(chance: Chance, names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, at: chance.float() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ name }) => name);
}
