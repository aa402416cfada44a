import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../../../shared/simulator/random.ts';
import type { CompanyServer } from './company-server.ts';
import { emailOf } from './company.ts';
import type { Device } from './device.ts';

/** Everything that a fault may lay hands on. */
export interface Storm {
  readonly chance: Chance;
  readonly devices: Device[];
  readonly server: CompanyServer;
  /** A further device with a copy of this one's folder. */
  cloneOf(device: Device): Promise<Device>;
  /** Starts a device, and lets its person go on. */
  revive(device: Device): Promise<void>;
}

/** @returns false where it cannot be done here */
type Fault = (storm: Storm) => Promise<boolean>;

const MAX_DEVICES = 5;
const DAY_MS = 86_400_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const some = ({ chance, devices }: Storm): Device | undefined => chance.pick(devices);

/** A device's network does something for a while. */
const network =
  (spoil: (device: Device, chance: Chance) => void): Fault =>
  async (storm) => {
    const device = some(storm);
    if (device === undefined) return false;
    spoil(device, storm.chance);
    setTimeout(
      () => {
        device.network.delay(0);
        device.network.restore();
      },
      storm.chance.whole(300, 3000),
    );
    return true;
  };

export const FAULTS: Readonly<Record<string, Fault>> = {
  cut: network((device) => device.network.cut()),
  slow: network((device, chance) => device.network.delay(chance.whole(50, 800))),
  'half-open': network((device) => device.network.halfOpen(true)),
  truncated: network((device, chance) => device.network.truncateAfter(chance.whole(1, 20_000))),

  'device killed': async (storm) => {
    const device = some(storm);
    if (device === undefined) return false;
    await device.kill();
    await pause(storm.chance.whole(0, 500));
    await storm.revive(device);
    return true;
  },

  'everybody killed': async (storm) => {
    await Promise.all([storm.server.kill(), ...storm.devices.map((device) => device.kill())]);
    await storm.server.start();
    await Promise.all(storm.devices.map((device) => storm.revive(device)));
    return true;
  },

  'server killed': async ({ server, chance }) => {
    await server.kill();
    await pause(chance.whole(0, 1500));
    await server.start();
    return true;
  },

  backup: async ({ server }) => {
    if (!server.canBackUp) return false;
    await server.backUp();
    return true;
  },

  'backup restored': async ({ server }) => {
    if (!server.canBackUp || !server.hasBackup) return false;
    await server.restore();
    return true;
  },

  'device cloned': async (storm) => {
    const device = some(storm);
    if (device === undefined || storm.devices.length >= MAX_DEVICES) return false;
    await device.kill();
    const clone = await storm.cloneOf(device);
    await Promise.all([storm.revive(device), storm.revive(clone)]);
    return true;
  },

  'clock moved': async (storm) => {
    const device = some(storm);
    if (device === undefined) return false;
    const offsetMs = storm.chance.whole(-5, 5) * DAY_MS + storm.chance.whole(-DAY_MS / 2, DAY_MS / 2);
    await device.ask({ kind: 'clock', offsetMs }).catch(() => undefined);
    return true;
  },

  'disk full': async (storm) => {
    const device = some(storm);
    if (device === undefined || !isOwnDisk(device.folder)) return false;
    const filler = join(device.folder, 'filler');
    fill(filler);
    await pause(storm.chance.whole(300, 1500));
    rmSync(filler, { force: true });
    // a core that could not save stops, and says so; its person starts it again
    await device.kill();
    await storm.revive(device);
    return true;
  },
};

/** Gives a folder a small disk of its own, where that is allowed. */
export function mountSmallDisk(folder: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=224m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export function unmount(folder: string): void {
  if (isOwnDisk(folder)) execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
}

const isOwnDisk = (folder: string): boolean => statfsSync(folder).blocks * statfsSync(folder).bsize <= 256 * 2 ** 20;

function fill(path: string): void {
  const { bavail, bsize } = statfsSync(join(path, '..'));
  try {
    writeFileSync(path, Buffer.alloc(bavail * bsize));
  } catch {
    // full before the last byte is full as well
  }
}

/** The same person signs in again on a device whose sign-in has ended, as its screen asks for. */
export async function signInWhereAsked(devices: readonly Device[], server: CompanyServer): Promise<number> {
  let signedIn = 0;
  for (const device of devices) {
    const status = await device.ask({ kind: 'status' }).catch(() => null);
    if (status?.phase !== 'authNeeded') continue;
    const code = await server.enrolCode(emailOf(device.name)).catch(() => null);
    if (code === null) continue;
    const refused = await device.ask({ kind: 'enrol', code }).catch(() => 'gone');
    if (refused === null) signedIn += 1;
  }
  return signedIn;
}

/** Copies a device's folder, as a backup tool or a new laptop does. */
export const copyFolder = (from: Device, to: Device): void =>
  cpSync(from.folder, to.folder, { recursive: true, filter: (path) => !path.endsWith('filler') });
