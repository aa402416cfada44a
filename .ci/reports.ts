import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { z } from 'zod';
import { ROOT } from './modules.ts';

/** What a step adds to the sum, with a line for every failure. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
  readonly problems: string[];
}

const vitestSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

interface PlaywrightSuite {
  title: string;
  file?: string | undefined;
  specs?: { title: string; file: string; tests: { status: string }[] }[] | undefined;
  suites?: PlaywrightSuite[] | undefined;
}

const suiteSchema: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    file: z.string().optional(),
    specs: z.array(z.object({ title: z.string(), file: z.string(), tests: z.array(z.object({ status: z.string() })) })).optional(),
    suites: z.array(suiteSchema).optional(),
  }),
);

const playwrightSchema = z.object({
  config: z.object({ rootDir: z.string() }),
  errors: z.array(z.object({ message: z.string().optional() })),
  suites: z.array(suiteSchema),
});

/** Counts vitest's JSON report; a file that could not be loaded, or an error outside any test, is a failure of its own. */
export function readVitestReport(path: string, exitCode: number, executed: Set<string>): Count {
  const count: Count = { passed: 0, failed: 0, skipped: 0, problems: [] };
  const report = vitestSchema.parse(readJson(path));
  for (const file of report.testResults) {
    const name = fromRoot(file.name);
    executed.add(name);
    for (const result of file.assertionResults) {
      if (result.status === 'passed') count.passed += 1;
      else if (result.status === 'failed') fail(count, `${name} > ${result.fullName}: ${firstLine(result.failureMessages?.[0])}`);
      else skip(count, `${name} > ${result.fullName}`);
    }
    const hasFailed = file.assertionResults.some((result) => result.status === 'failed');
    if (file.status === 'failed' && !hasFailed) fail(count, `${name}: ${firstLine(file.message)}`);
    else if (file.assertionResults.length === 0) fail(count, `${name} holds no test`);
  }
  if (exitCode !== 0 && count.failed === 0) fail(count, `unit: the runner ended with ${exitCode} though no test failed; see its output`);
  return count;
}

/** Counts Playwright's JSON report; a test that only passed on a retry has failed. */
export function readPlaywrightReport(path: string, exitCode: number, executed: Set<string>): Count {
  const count: Count = { passed: 0, failed: 0, skipped: 0, problems: [] };
  const report = playwrightSchema.parse(readJson(path));
  const walk = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs ?? []) {
      const name = fromRoot(isAbsolute(spec.file) ? spec.file : `${report.config.rootDir}/${spec.file}`);
      executed.add(name);
      for (const test of spec.tests) {
        if (test.status === 'expected') count.passed += 1;
        else if (test.status === 'skipped') skip(count, `${name} > ${spec.title}`);
        else fail(count, `${name} > ${spec.title} (${test.status})`);
      }
    }
    suite.suites?.forEach(walk);
  };
  report.suites.forEach(walk);
  for (const error of report.errors) fail(count, `e2e: ${firstLine(error.message)}`);
  if (exitCode !== 0 && count.failed === 0) fail(count, `e2e: the runner ended with ${exitCode} though no test failed; see its output`);
  return count;
}

/** A check that was skipped has proven nothing, so it is named like a failure; where it cannot run at all, it is only counted. */
function skip(count: Count, test: string): void {
  count.skipped += 1;
  const cannotRun = process.platform !== 'linux' && test.startsWith(ONLY_ON_LINUX);
  if (!cannotRun) count.problems.push(`${test} was skipped`);
}

/** It runs the packed program as Linux packs it. */
const ONLY_ON_LINUX = 'electron/e2e/packed.spec.ts';

function fail(count: Count, problem: string): void {
  count.failed += 1;
  count.problems.push(problem);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`the runner left no readable report at ${fromRoot(path)}`, { cause: error });
  }
}

const fromRoot = (path: string): string => relative(ROOT, path).replaceAll('\\', '/');
const firstLine = (text: string | undefined): string =>
  text
    ?.split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? 'no message';
