import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from './modules.ts';
import { readPlaywrightReport, readVitestReport } from './reports.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-reports-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(report: unknown): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, typeof report === 'string' ? report : JSON.stringify(report));
  return path;
}

const unitFile = (changes: object): unknown => ({
  testResults: [{ name: join(ROOT, 'shared/a.test.ts'), status: 'passed', assertionResults: [], ...changes }],
});
const passed = { fullName: 'it holds', status: 'passed' };

const browserRun = (status: string, errors: readonly { message: string }[] = []): unknown => ({
  config: { rootDir: ROOT },
  errors,
  suites: [
    {
      title: 'e2e',
      suites: [{ title: 'story', specs: [{ title: 'the story', file: 'electron/e2e/story.spec.ts', tests: [{ status }] }] }],
    },
  ],
});

test.each([
  ['passed tests', unitFile({ assertionResults: [passed, passed] }), 0, [2, 0, 0], []],
  [
    'a failed test',
    unitFile({ status: 'failed', assertionResults: [passed, { fullName: 'it breaks', status: 'failed', failureMessages: ['Error: no'] }] }),
    1,
    [1, 1, 0],
    ['shared/a.test.ts > it breaks: Error: no'],
  ],
  [
    'a skipped test',
    unitFile({ assertionResults: [passed, { fullName: 'later', status: 'skipped' }] }),
    0,
    [1, 0, 1],
    ['shared/a.test.ts > later was skipped'],
  ],
  [
    'a test to be written',
    unitFile({ assertionResults: [{ fullName: 'one day', status: 'todo' }] }),
    0,
    [0, 0, 1],
    ['shared/a.test.ts > one day was skipped'],
  ],
  [
    'a file that cannot be loaded',
    unitFile({ status: 'failed', message: 'SyntaxError: no' }),
    1,
    [0, 1, 0],
    ['shared/a.test.ts: SyntaxError: no'],
  ],
  ['a file without a test', unitFile({}), 0, [0, 1, 0], ['shared/a.test.ts holds no test']],
  [
    'a runner that ends badly',
    unitFile({ assertionResults: [passed] }),
    7,
    [1, 1, 0],
    ['unit: the runner ended with 7 though no test failed; see its output'],
  ],
] as const)('of the unit tests, %s is told as it is', (_name, report, code, [good, bad, skipped], problems) => {
  const executed = new Set<string>();
  expect(readVitestReport(written(report), code, executed)).toEqual({ passed: good, failed: bad, skipped, problems });
  expect([...executed]).toEqual(['shared/a.test.ts']);
});

test.each([
  ['a passed spec', browserRun('expected'), 0, [1, 0, 0], []],
  ['a spec that passed only when tried again', browserRun('flaky'), 0, [0, 1, 0], ['electron/e2e/story.spec.ts > the story (flaky)']],
  ['a failed spec', browserRun('unexpected'), 1, [0, 1, 0], ['electron/e2e/story.spec.ts > the story (unexpected)']],
  ['a skipped spec', browserRun('skipped'), 0, [0, 0, 1], ['electron/e2e/story.spec.ts > the story was skipped']],
  ['an error outside any spec', browserRun('expected', [{ message: 'no browser' }]), 1, [1, 1, 0], ['e2e: no browser']],
  [
    'a runner that ends badly',
    browserRun('expected'),
    3,
    [1, 1, 0],
    ['e2e: the runner ended with 3 though no test failed; see its output'],
  ],
] as const)('of the specs, %s is told as it is', (_name, report, code, [good, bad, skipped], problems) => {
  expect(readPlaywrightReport(written(report), code, new Set())).toEqual({ passed: good, failed: bad, skipped, problems });
});

test('a runner that leaves nothing to read has not passed', () => {
  expect(() => readVitestReport(join(folder, 'none.json'), 0, new Set())).toThrow('no readable report');
  expect(() => readPlaywrightReport(written('{"suites":'), 0, new Set())).toThrow('no readable report');
});
