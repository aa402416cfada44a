import { openCore } from '../core/open-core.ts';
import type { SimulatedDevice } from './device.ts';
import type { SimulatedDisk } from './disk.ts';
import { ProcessTimers, Schedule } from './schedule.ts';
import type { WorldOptions } from './world.ts';

/** The rows a device shows, by `collection|id`. */
export function shownRows(disk: SimulatedDisk): Map<string, string> {
  const rows = disk.look<{ name: string; body: string }>("SELECT collection || '|' || id AS name, body FROM view_rows WHERE deleted = 0");
  return new Map(rows.map(({ name, body }) => [name, body]));
}

/** @returns the first row in which two pictures differ; null when they are the same */
export function firstDifference(actual: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): string | null {
  for (const [name, body] of expected) {
    if (actual.get(name) !== body) return `${name} as ${actual.get(name) ?? 'nothing'} instead of ${body}`;
  }
  for (const name of actual.keys()) if (!expected.has(name)) return `${name}, which is no longer there`;
  return null;
}

/** Copies a device's disk, has a core build state and rows anew from its logs, and compares what both show. */
export async function rebuildDifference(
  device: SimulatedDevice,
  { machinery, rulebook, chance }: Pick<WorldOptions, 'machinery' | 'rulebook' | 'chance'>,
): Promise<string | null> {
  const disk = machinery.disk(device.disk.image());
  disk.poke("UPDATE meta SET value = 'another' WHERE key = 'fold_version'");
  const timers = new ProcessTimers(new Schedule(), () => undefined);
  const luck = chance.fork('rebuild');
  await openCore({
    driver: disk.open(() => undefined),
    clock: { nowMs: () => device.nowMs(), zone: () => 'Europe/Berlin' },
    timers,
    random: { bytes: (length) => luck.bytes(length), float: () => luck.float() },
    network: null,
    secrets: { read: () => Promise.resolve(null), write: () => Promise.resolve(), clear: () => Promise.resolve() },
    deviceName: device.name,
    serverUrl: 'http://server/',
    sha256: machinery.sha256,
    rulebook,
    log: () => undefined,
  });
  const difference = firstDifference(shownRows(disk), shownRows(device.disk));
  timers.kill();
  disk.close();
  return difference;
}
