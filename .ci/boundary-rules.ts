import { builtinModules } from 'node:module';
import type { Import, SourceModule } from './modules.ts';

/** One import that breaks DESIGN section 3, in words that say what to do instead. */
export interface Breach {
  readonly path: string;
  readonly specifier: string;
  readonly rule: string;
}

/** Who may import whom inside `shared`: a folder may import itself and the folders listed. */
const SHARED_DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  events: ['domain'],
  conflict: ['domain'],
  sync: ['domain', 'events'],
  security: ['domain'],
  ipc: ['domain', 'sync', 'security'],
  core: ['domain', 'events', 'conflict', 'sync', 'ipc', 'security'],
  simulator: ['domain', 'events', 'conflict', 'sync', 'ipc', 'core', 'security'],
};

/** Everything `shared` may use from outside: pure packages that run in Electron, a worker and Node alike. */
const SHARED_PACKAGES = ['zod', 'rxjs', '@noble/hashes', 'temporal-polyfill'];

/** Packages that open a store. Only the folders that own one may name them. */
const STORE_PACKAGES = ['node:sqlite', 'pg', 'rxdb', 'dexie', '@sqlite.org/sqlite-wasm', 'fake-indexeddb'];

interface Rule {
  readonly rule: string;
  readonly applies: (path: string) => boolean;
  readonly forbids: (target: Import, path: string) => boolean;
}

const RULES: readonly Rule[] = [
  {
    rule: 'electron, renderer and sync-server never import each other; move what both need to shared',
    applies: (path) => ['electron', 'renderer', 'sync-server'].includes(topOf(path)) && !isEndToEnd(path),
    forbids: (target, path) =>
      target.isRelative && ['electron', 'renderer', 'sync-server'].includes(topOf(target.target)) && topOf(target.target) !== topOf(path),
  },
  {
    rule: 'shared is a leaf: it imports nothing from electron, renderer or sync-server',
    applies: (path) => topOf(path) === 'shared',
    forbids: (target) => target.isRelative && topOf(target.target) !== 'shared',
  },
  {
    rule: `shared uses only ${SHARED_PACKAGES.join(', ')}; everything else comes in through a port`,
    applies: (path) => topOf(path) === 'shared' && !isTestCode(path),
    forbids: (target) => !target.isRelative && !SHARED_PACKAGES.includes(target.target),
  },
  {
    rule: 'inside shared, imports point inward: domain <- events, conflict, sync <- core',
    applies: (path) => topOf(path) === 'shared' && !isTestCode(path),
    forbids: (target, path) => target.isRelative && topOf(target.target) === 'shared' && !pointsInward(path, target.target),
  },
  {
    rule: 'source never imports test code',
    applies: (path) => !isTestCode(path) && !isEndToEnd(path),
    forbids: (target) => target.isRelative && isTestCode(target.target),
  },
  {
    rule: 'a screen reaches data through the bridge and the view, never through a store or driver',
    applies: (path) => topOf(path) === 'renderer' && !isTestCode(path) && !/^renderer\/(view|browser-host|dev|vite\.config\.ts)/.test(path),
    forbids: (target) => STORE_PACKAGES.includes(target.target) || (target.isRelative && target.target.startsWith('shared/core/')),
  },
  {
    rule: 'the renderer has no Node and no Electron',
    applies: (path) =>
      topOf(path) === 'renderer' && !isTestCode(path) && !/(vite\.config|\.build)\.ts$|^renderer\/(dev|build)\//.test(path),
    forbids: (target) => !target.isRelative && (target.target === 'electron' || isNodeModule(target.target)),
  },
  {
    rule: 'the main process relays: an IPC handler reaches data through the core process, never through a store or the core itself',
    applies: (path) => /^electron\/(main|preload)\//.test(path) && !isTestCode(path),
    forbids: (target) => STORE_PACKAGES.includes(target.target) || (target.isRelative && isCore(target.target)),
  },
  {
    rule: 'the preload imports electron and the names of shared/ipc only',
    applies: (path) => path.startsWith('electron/preload/') && !isTestCode(path),
    forbids: (target) => (target.isRelative ? !/^(shared\/ipc|electron\/preload)\//.test(target.target) : target.target !== 'electron'),
  },
  {
    rule: 'a screen sees the view through its hooks; the collections behind them are written by the feed alone',
    applies: (path) => /^renderer\/(app|features|ui)\//.test(path) && !isTestCode(path),
    forbids: (target) =>
      target.isRelative && target.target.startsWith('renderer/view/') && !/\/(hooks|open-view|rows|view)\.ts$/.test(target.target),
  },
  {
    rule: 'an HTTP or WebSocket route reaches data through a service or the sequencer, never through a store, its owner or a driver',
    applies: (path) => isRoute(path) && !isTestCode(path),
    forbids: (target) =>
      STORE_PACKAGES.includes(target.target) ||
      (target.isRelative && (target.target.startsWith('sync-server/store/') || target.target === 'sync-server/organizations.ts')),
  },
  {
    rule: 'import() takes a literal name, or nobody can tell what it loads',
    applies: (path) => !isTestCode(path) && !isEndToEnd(path) && topOf(path) !== '.ci',
    forbids: (target) => target.target.startsWith('computed:'),
  },
];

/** Every breach in these modules, in file order. */
export function findBreaches(modules: readonly SourceModule[]): Breach[] {
  return modules.flatMap((module) =>
    module.imports.flatMap((target) =>
      RULES.filter((rule) => rule.applies(module.path) && rule.forbids(target, module.path)).map((rule) => ({
        path: module.path,
        specifier: target.specifier,
        rule: rule.rule,
      })),
    ),
  );
}

/** Imports between files of `shared` that form a ring, each as the list of files in it. */
export function findRings(modules: readonly SourceModule[]): string[][] {
  const targets = new Map(modules.map((module) => [module.path, module.imports.filter((t) => t.isRelative).map((t) => t.target)]));
  const done = new Set<string>();
  const rings: string[][] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      rings.push([...trail.slice(at), path]);
      return;
    }
    if (done.has(path)) return;
    for (const target of targets.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) walk(path, []);
  return rings;
}

/** Tests, contract suites and what only they use. */
export function isTestCode(path: string): boolean {
  return /\.(test|spec|contract|bench)\.tsx?$|\/(testing|bench|bad-input)\//.test(path);
}

/** What answers a request or a frame; the rest of `stream` reads the log for it. */
export const isRoute = (path: string): boolean => /^sync-server\/(http\/|stream\/(connection|dialogue|streams)\.ts$)/.test(path);

/** The ports are the core's interfaces and hold no core. */
const isCore = (path: string): boolean => path.startsWith('shared/core/') && path !== 'shared/core/ports.ts';
const topOf = (path: string): string => path.split('/')[0] ?? '';
/** Specs and benchmarks of the whole product start every part of it. */
const isEndToEnd = (path: string): boolean => /^electron\/(e2e|bench)\//.test(path);
const isNodeModule = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);

function pointsInward(from: string, to: string): boolean {
  const [own, other] = [from.split('/')[1] ?? '', to.split('/')[1] ?? ''];
  return own === other || (SHARED_DIRECTIONS[own] ?? []).includes(other);
}
