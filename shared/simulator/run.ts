import { Checks } from './checks.ts';
import type { FaultName, Plan } from './plan.ts';
import { Chance } from './random.ts';
import { Report } from './report.ts';
import { Schedule } from './schedule.ts';
import type { Mutation } from './mutations.ts';
import type { SimulatedServer } from './server.ts';
import { doStep } from './steps.ts';
import { World, type Founding, type Machinery } from './world.ts';
import { RULEBOOK } from '../domain/rulebook.ts';

/** What the host adds: real servers on simulated disks. */
export interface Stage {
  readonly founding: Founding;
  readonly machinery: Machinery;
  readonly server: (parts: {
    schedule: Schedule;
    chance: Chance;
    note: (text: string) => void;
    mutation: Mutation | null;
  }) => SimulatedServer & { close(): void };
}

export interface RunOptions {
  readonly mutation: Mutation | null;
  readonly keepsTrace: boolean;
}

export interface RunResult {
  readonly report: Report;
  readonly events: number;
  readonly restMs: number | null;
}

const CHECK_EVERY = 50;

/** Runs one plan from the founding to rest. */
export async function run(plan: Plan, stage: Stage, { mutation, keepsTrace }: RunOptions): Promise<RunResult> {
  const schedule = new Schedule();
  const report = new Report(keepsTrace, () => schedule.nowMs);
  const chance = new Chance(plan.seed);
  const note = (text: string): void => report.note(text);
  const server = stage.server({ schedule, chance: chance.fork('server'), note, mutation });
  const { founding, machinery } = stage;
  const rulebook = mutation?.rulebook ?? RULEBOOK;
  const world = new World({
    founding,
    machinery,
    schedule,
    chance,
    report,
    server,
    rulebook,
    shortcut: mutation?.disk ?? {},
    isMutated: mutation !== null,
    trustsView: mutation?.trustsView === true,
    meddler: (disk) => mutation?.meddler?.(disk) ?? {},
  });
  const checks = new Checks(world);
  world.startServer();
  for (const founded of cast(plan, founding)) await world.addDevice(founded).start();
  world.weather = weatherOf(plan.weather, chance.fork('weather'));
  await world.pass(2000);
  for (const step of plan.steps) {
    await doStep(world, step);
    await world.pass(step.gapMs);
    if (step.index % 10 === 0) await world.people();
    if (step.index % CHECK_EVERY === CHECK_EVERY - 1) await checks.now();
    if (report.violations.length > 0) break;
  }
  let restMs: number | null = null;
  if (report.violations.length === 0) {
    await world.heal();
    restMs = await world.comeToRest();
    world.startServer();
    await checks.atRest(restMs);
  }
  const events = checks.log.length - founding.seq;
  for (const device of world.devices) device.dispose();
  server.close();
  await machinery.settle();
  return { report, events, restMs };
}

/** The owner is always there; who else is, the seed says. */
function cast(plan: Plan, founding: Founding): Founding['devices'] {
  const [owner, ...others] = founding.devices;
  const chance = new Chance(plan.seed).fork('cast');
  const chosen = others.slice();
  while (chosen.length > plan.devices - 1) chosen.splice(chance.whole(0, chosen.length - 1), 1);
  return owner === undefined ? chosen : [owner, ...chosen];
}

function weatherOf(known: readonly FaultName[], chance: Chance): World['weather'] {
  const rate = (fault: FaultName, most: number): number => (known.includes(fault) ? most * (0.2 + 0.8 * chance.float()) : 0);
  return {
    drop: rate('drop', 0.08),
    duplicate: rate('duplicate', 0.08),
    reorder: rate('reorder', 0.06),
    truncate: rate('truncate', 0.04),
    slow: rate('delay', 0.08),
  };
}
