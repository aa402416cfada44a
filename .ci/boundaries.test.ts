import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findBreaches, findRings, isRoute, isTestCode } from './boundary-rules.ts';
import { parseImports, readModules, ROOT } from './modules.ts';

const modules = readModules();
const breachesOf = (path: string, text: string) =>
  findBreaches([{ path, imports: parseImports(path, text) }]).map((breach) => breach.specifier);

test('the reader sees the whole repository, so the rules below cannot pass on nothing', () => {
  for (const [folder, least] of [
    ['shared/', 60],
    ['electron/', 10],
    ['renderer/', 30],
    ['sync-server/', 20],
  ] as const) {
    const count = modules.filter((module) => module.path.startsWith(folder)).length;
    expect(count, `modules under ${folder}`).toBeGreaterThanOrEqual(least);
  }
  expect(modules.flatMap((module) => module.imports).length).toBeGreaterThan(400);
});

test('every import keeps the directions of DESIGN section 3', () => {
  expect(findBreaches(modules).map(({ path, specifier, rule }) => `${path} imports ${specifier}: ${rule}`)).toEqual([]);
});

test('no files import each other in a ring, type-only imports aside from the table of states included', () => {
  expect(findRings(modules.filter((module) => !isTestCode(module.path))).map((ring) => ring.join(' -> '))).toEqual([]);
});

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

test('no route takes a store from what it was handed, and the rule for routes still finds them', () => {
  const routes = modules.map(({ path }) => path).filter((path) => isRoute(path) && !isTestCode(path));
  expect(routes).toEqual(
    expect.arrayContaining(
      ['http/auth-routes', 'http/sync-routes', 'stream/connection', 'stream/dialogue', 'stream/streams'].map(
        (name) => `sync-server/${name}.ts`,
      ),
    ),
  );
  expect(routes.filter((path) => /\.(store|accounts|entities)\b/.test(textOf(path)))).toEqual([]);
});

const IMPURE =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.|\bcrypto\.|\bIntl\b|\.toLocale\w+\(|\.localeCompare\(|\b(?:setTimeout|setInterval|queueMicrotask|fetch)\(|\bconsole\.|\bglobalThis\b|\bTemporal\.Now\b|\basync\b|\bawait\b/;

test('the rules and the decisions about conflicts ask no clock, no chance, no locale and nobody outside', () => {
  const rules = modules.map(({ path }) => path).filter((path) => /^shared\/(domain|conflict)\//.test(path) && !isTestCode(path));
  expect(rules.length).toBeGreaterThan(80);
  const code = (path: string): string => textOf(path).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'/gm, '');
  expect(rules.flatMap((path) => (IMPURE.exec(code(path)) ?? []).map((found) => `${path}: ${found}`))).toEqual([]);
  for (const planted of [
    'const at = Date.now();',
    'new Date().toISOString()',
    'names.sort((a, b) => a.localeCompare(b))',
    'Temporal.Now.instant()',
  ])
    expect(planted).toMatch(IMPURE);
});

test.each([
  ['shared/domain/booking/decide.ts', "import { bus } from '../../events/bus.ts';"],
  ['shared/domain/booking/decide.ts', "import type { Core } from '../../core/open-core.ts';"],
  ['shared/events/bus.ts', "import { admit } from '../conflict/admit.ts';"],
  ['shared/conflict/admit.ts', "import { wire } from '../sync/wire.ts';"],
  ['shared/core/log.ts', "import { readFileSync } from 'node:fs';"],
  ['shared/core/log.ts', "import { readFileSync } from 'fs';"],
  ['shared/core/log.ts', "import { createRxDatabase } from 'rxdb';"],
  ['shared/core/log.ts', "export { app } from 'electron';"],
  ['shared/core/log.ts', "import { start } from '../../sync-server/server.ts';"],
  ['renderer/ui/list.tsx', "import { start } from '../../sync-server/server.ts';"],
  ['renderer/ui/list.tsx', "import { createRxDatabase } from 'rxdb/plugins/core';"],
  ['renderer/ui/list.tsx', "const log = await import('../../shared/core/log.ts');"],
  ['renderer/ui/list.tsx', "import { ipcRenderer } from 'electron';"],
  ['electron/main/ipc.ts', "import { DatabaseSync } from 'node:sqlite';"],
  ['electron/main/ipc.ts', "import { openCore } from '../../shared/core/open-core.ts';"],
  ['electron/main/ipc.ts', "import { view } from '../../renderer/view/open.ts';"],
  ['electron/preload/preload.ts', "import { z } from 'zod';"],
  ['sync-server/http/push.ts', "import { openStore } from '../store/sqlite.ts';"],
  ['sync-server/http/push.ts', "import { Pool } from 'pg';"],
  ['sync-server/http/push.ts', "import type { Organizations } from '../organizations.ts';"],
  ['sync-server/stream/dialogue.ts', "import { openStore } from '../store/sqlite.ts';"],
  ['sync-server/stream/streams.ts', "import type { Organizations } from '../organizations.ts';"],
  ['renderer/features/kits/list.tsx', "import { openStore } from '../../view/store.ts';"],
  ['renderer/app/app.tsx', "import { fillView } from '../view/filler.ts';"],
  ['sync-server/sequencer.ts', "import { fake } from './testing/fake.ts';"],
  ['sync-server/sequencer.ts', 'const part = await import(name);'],
])('a planted breach is found: %s with %s', (path, text) => {
  expect(breachesOf(path, text)).toHaveLength(1);
});

test.each([
  ['shared/core/log.ts', "import { fold } from '../conflict/fold.ts'; import { Subject } from 'rxjs'; import { z } from 'zod';"],
  ['shared/core/log.test.ts', "import { readFileSync } from 'node:fs'; import { expect } from 'vitest';"],
  ['renderer/view/open.ts', "import { createRxDatabase } from 'rxdb';"],
  ['electron/core-host/main.ts', "import { openCore } from '../../shared/core/open-core.ts'; import { DatabaseSync } from 'node:sqlite';"],
  ['sync-server/store/sqlite.ts', "import { DatabaseSync } from 'node:sqlite';"],
  ['sync-server/stream/fan-out.ts', "import type { Head } from '../store/event-store.ts';"],
  ['renderer/features/kits/list.tsx', "import { useRows } from '../../view/hooks.ts'; import type { Window } from '../../view/rows.ts';"],
])('an allowed import is let through: %s with %s', (path, text) => {
  expect(breachesOf(path, text)).toEqual([]);
});

test('a ring is found', () => {
  const ring = findRings([
    { path: 'shared/a.ts', imports: parseImports('shared/a.ts', "import './b.ts';") },
    { path: 'shared/b.ts', imports: parseImports('shared/b.ts', "import './a.ts';") },
  ]);
  expect(ring).toEqual([['shared/a.ts', 'shared/b.ts', 'shared/a.ts']]);
});
