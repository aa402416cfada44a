import { Chance } from './random.ts';

/** Everything that can go wrong in a run, by name. */
export const FAULTS = [
  'drop',
  'duplicate',
  'reorder',
  'delay',
  'truncate',
  'offline',
  'partition',
  'half-open',
  'hang-up',
  'device-kill',
  'device-kill-in-write',
  'device-kill-at-commit',
  'device-disk-full',
  'device-flush-fails',
  'device-sleep',
  'device-clock',
  'device-clone',
  'device-old-image',
  'device-new',
  'device-revoked',
  'view-lost',
  'role-change',
  'suspension',
  'server-crash',
  'server-disk',
  'server-restore',
  'night',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** What the weather is made of; everything else is a step of its own. */
export const WEATHER: ReadonlySet<FaultName> = new Set(['drop', 'duplicate', 'reorder', 'delay', 'truncate']);

/** How often each fault is drawn against 100 for ordinary work. */
const WEIGHTS: Readonly<Partial<Record<FaultName, number>>> = {
  offline: 5,
  partition: 2,
  'half-open': 2,
  'hang-up': 2,
  'device-kill': 2,
  'device-kill-in-write': 3,
  'device-kill-at-commit': 2,
  'device-disk-full': 0.7,
  'device-flush-fails': 0.7,
  'device-sleep': 1.5,
  'device-clock': 1.5,
  'device-clone': 0.4,
  'device-old-image': 0.4,
  'device-new': 0.4,
  'device-revoked': 0.3,
  'view-lost': 0.7,
  'role-change': 0.7,
  suspension: 0.4,
  'server-crash': 2.5,
  'server-disk': 0.7,
  'server-restore': 2,
  night: 0.4,
};

/** One thing that happens. Its own seed decides the details, so that leaving another step out does not change it. */
export interface Step {
  readonly index: number;
  readonly kind: 'work' | FaultName;
  readonly salt: number;
  /** Virtual time until the next step. */
  readonly gapMs: number;
}

export interface Plan {
  readonly seed: number;
  readonly devices: number;
  readonly weather: readonly FaultName[];
  readonly steps: readonly Step[];
}

/** Everything a seed decides before it runs. Each seed draws which faults it knows, so that rare mixtures come up. */
export function planOf(seed: number, count: number, allowed: readonly FaultName[]): Plan {
  const chance = new Chance(seed).fork('plan');
  const known = allowed.filter(() => chance.hit(0.5));
  const drawn = known.filter((fault) => !WEATHER.has(fault));
  const total = 100 + drawn.reduce((sum, fault) => sum + (WEIGHTS[fault] ?? 1), 0);
  const steps: Step[] = [];
  for (let index = 0; index < count; index += 1) {
    let roll = chance.float() * total - 100;
    let kind: Step['kind'] = 'work';
    for (const fault of drawn) {
      if (roll < 0) break;
      kind = fault;
      roll -= WEIGHTS[fault] ?? 1;
    }
    steps.push({ index, kind, salt: chance.next(), gapMs: Math.round(Math.min(chance.logNormal(400, 1.2), 30_000)) });
  }
  return { seed, devices: chance.whole(2, 4), weather: known.filter((fault) => WEATHER.has(fault)), steps };
}
