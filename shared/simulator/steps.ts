import type { SimulatedDevice } from './device.ts';
import { FAULTS, type FaultName, type Step } from './plan.ts';
import { Chance } from './random.ts';
import { nextDeed } from './workload.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Fault = (world: World, device: SimulatedDevice, chance: Chance) => Promise<boolean | void> | boolean | void;

/** Does one step. Its own seed decides everything that is not decided by where the world stands. */
export async function doStep(world: World, step: Step): Promise<void> {
  const { report } = world.options;
  const chance = new Chance(step.salt);
  const device = chance.pick(world.devices);
  if (device === undefined) return;
  if (step.kind === 'work') {
    work(world, device, chance);
    return;
  }
  const fault = DO[step.kind];
  if (fault === undefined) return;
  report.note(`fault ${step.kind} (${device.name})`);
  if ((await fault(world, device, chance)) !== false) report.fault(step.kind);
}

/** A person does something; what they were told is remembered. Nobody waits for the answer. */
export function work(world: World, device: SimulatedDevice, chance: Chance): void {
  if (!device.isRunning || device.isAsleep) return;
  const chosen = nextDeed(chance, device.disk, world.options.founding.cast);
  if (chosen !== null) void act(world, device, chosen.name, chosen.input, chance.id());
}

async function act(world: World, device: SimulatedDevice, name: string, input: unknown, commandId: string): Promise<void> {
  const { report } = world.options;
  const reply = await device.run(name, input, commandId);
  if (reply === null) return;
  report.note(
    `${device.name}: ${name} ${JSON.stringify(input).slice(0, 160)} -> ${reply.refusedCode ?? `${reply.eventIds.length} events`}`,
  );
  report.cover(reply.refusedCode === null ? `command ${name}` : `refused at once ${reply.refusedCode}`);
  for (const id of reply.eventIds) world.promised.set(id, { device, name });
}

/** From seconds to weeks; healing ends it early. */
const spell = (chance: Chance): number => Math.min(chance.logNormal(20_000, 1.8), 14 * 24 * HOUR_MS);

const restart = (world: World, device: SimulatedDevice, chance: Chance): void =>
  world.later(1000 + chance.float() * 20_000, async () => {
    device.disk.repair();
    await device.start();
  });

const owner = (world: World): SimulatedDevice | undefined =>
  world.devices.find(({ memberId }) => memberId === world.options.founding.ownerId);

const DO: Readonly<Partial<Record<FaultName, Fault>>> = {
  offline: (world, device, chance) => {
    device.link.goOffline();
    world.later(spell(chance), async () => device.link.goOnline());
  },
  partition: (world, device, chance) => {
    device.link.blocked = chance.of('up', 'down');
    world.later(1000 + chance.float() * MINUTE_MS, async () => {
      device.link.blocked = 'none';
    });
  },
  'half-open': (_world, device) => device.link.silence(),
  'hang-up': (_world, device, chance) => device.link.hangUp(chance.of('device', 'server', 'nobody')),
  'device-kill': (world, device, chance) => {
    if (!device.isRunning) return false;
    device.kill();
    return restart(world, device, chance);
  },
  'device-kill-in-write': (world, device, chance) => {
    if (!device.isRunning) return false;
    device.disk.fail({ kind: 'kill', calls: chance.whole(1, 120) });
    return restart(world, device, chance);
  },
  'device-kill-at-commit': (world, device, chance) => {
    if (!device.isRunning) return false;
    device.disk.fail({ kind: chance.of('kill-before-commit', 'kill-after-commit') });
    return restart(world, device, chance);
  },
  'device-disk-full': (world, device, chance) => {
    device.disk.fail({ kind: 'full' });
    return restartHalted(world, device, chance);
  },
  'device-flush-fails': (world, device, chance) => {
    device.disk.fail({ kind: 'flush-fails', isWritten: chance.hit(0.5) });
    return restartHalted(world, device, chance);
  },
  'device-sleep': (world, device, chance) => {
    if (!device.isRunning) return false;
    device.sleep();
    world.later(spell(chance), async () => device.wake());
    return true;
  },
  'device-clock': (_world, device, chance) => {
    device.clockOffsetMs = Math.round((chance.float() - 0.5) * chance.of(MINUTE_MS, HOUR_MS, 8 * 24 * HOUR_MS));
  },
  'server-crash': (world, _device, chance) => {
    world.options.server.crash(chance.of('now', 'within', 'before-commit', 'after-commit', 'after-notify'), chance.whole(1, 60));
  },
  'server-disk': (world, _device, chance) => {
    const { server } = world.options;
    if (server.door() === undefined) return false;
    server.excuse();
    server.disk.fail(chance.hit(0.5) ? { kind: 'full' } : { kind: 'flush-fails', isWritten: false });
    world.later(2000 + chance.float() * 20_000, async () => server.disk.repair());
    return true;
  },
  'server-restore': (world, _device, chance) => {
    const { server } = world.options;
    const backup = chance.pick(world.backups);
    if (server.door() !== undefined && (backup === undefined || chance.hit(0.4))) {
      world.backups.push(server.folder());
      return false;
    }
    if (backup === undefined) return false;
    world.wasRestored = true;
    server.restore(backup, chance.hit(0.5));
    world.startServer();
    return true;
  },
  'device-clone': async (world, device) => {
    if (world.devices.length > 6 || device.isRevoked) return false;
    const copy = world.addDevice({
      name: `${device.name}'s copy ${world.devices.length}`,
      memberId: device.memberId,
      image: device.disk.image(),
      secret: device.secret,
    });
    await copy.start();
    return true;
  },
  'device-new': async (world, _device, chance) => {
    const model = chance.pick(world.options.founding.devices);
    if (model === undefined || world.devices.length > 6) return false;
    const fresh = world.addDevice({
      name: `${model.name}'s new ${world.devices.length}`,
      memberId: model.memberId,
      image: null,
      secret: null,
    });
    await fresh.start();
    return true;
  },
  'view-lost': (world, device, chance) => {
    if (!device.isRunning) return false;
    const collection = chance.of('bookings', 'shifts', 'conflicts', 'notifications', 'members');
    // Nobody is told; the next start finds out.
    const isLost = device.view.lose(collection);
    device.kill();
    restart(world, device, chance);
    return isLost;
  },
  'role-change': (world, _device, chance) => {
    const boss = owner(world);
    const memberId = chance.pick(world.devices)?.memberId;
    if (boss === undefined || memberId === undefined || memberId === boss.memberId) return false;
    void act(world, boss, 'member.change_role', { memberId, role: chance.of('manager', 'staff', 'site_lead', 'warehouse') }, chance.id());
    return true;
  },
  night: async (world) => {
    const awake = world.devices.filter((device) => device.isRunning && !device.isAsleep);
    for (const device of awake) device.sleep();
    await world.pass(10 * HOUR_MS);
    for (const device of awake) device.wake();
  },
};

/** Faults that steps know; the others are weather, or nothing yet. */
export const DONE_BY_STEPS: readonly FaultName[] = FAULTS.filter((fault) => DO[fault] !== undefined);

/** A core that could not write refuses everything until the app is started again, with room on the disk. */
function restartHalted(world: World, device: SimulatedDevice, chance: Chance): boolean {
  if (!device.isRunning) return false;
  world.later(3000 + chance.float() * 20_000, async () => {
    device.disk.repair();
    device.kill();
    await device.start();
  });
  return true;
}
