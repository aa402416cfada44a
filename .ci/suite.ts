import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, sourceFiles } from './modules.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { readPlaywrightReport, readVitestReport } from './reports.ts';
import type { Count } from './reports.ts';
import { runStep } from './run-step.ts';
import { failure, runWithin, success, type Step } from './deadline.ts';

/** Where everything a run leaves behind goes; not committed. */
const ARTIFACTS = join(ROOT, 'artifacts');
const UNIT_REPORT = join(ARTIFACTS, 'unit.json');
const E2E_REPORT = join(ARTIFACTS, 'e2e.json');

const bin = (name: string): string => join(ROOT, 'node_modules', name);
const node = (...args: string[]): string[] => [process.execPath, ...args];

const MINUTE_MS = 60_000;
/** `.ci/run` stays under 25 minutes; installing takes one of them. */
const WHOLE_RUN_MS = 24 * MINUTE_MS;
/** What a runner that ends by itself, with a report, gets less than the time that is left. */
const REPORTING_MS = 20_000;

/**
 * Runs every check of the repository, or those named by `--only a,b`, and prints the truth over all of them as the last
 * line. Nothing is skipped because something is missing: what cannot run has failed.
 */
export async function runSuite(args: readonly string[]): Promise<void> {
  const only = wanted(args);
  mkdirSync(ARTIFACTS, { recursive: true });
  const executed = new Set<string>();
  const steps = allSteps(executed).filter((step) => only === null || only.includes(step.name));
  const total = await runWithin(WHOLE_RUN_MS, steps, (line) => console.log(line));
  if (total.problems.length > 0) console.log(`\nFailed or skipped:\n${total.problems.map((problem) => `- ${problem}`).join('\n')}\n`);
  process.exitCode = total.problems.length === 0 ? 0 : 1;
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
}

function allSteps(executed: Set<string>): Step[] {
  return [
    command('format', node(bin('oxfmt/bin/oxfmt'), '--check', '.')),
    command('lint', node(bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '.')),
    ...typeProjects().map((project) => command(`types ${project}`, node(bin('typescript/bin/tsc'), '-p', project))),
    command('knip', node(bin('knip/bin/knip.js'))),
    { name: 'browser', run: findBrowser },
    { name: 'unit', run: (leftMs) => unit(executed, leftMs) },
    command('build', node(join(ROOT, 'electron/launch/build.ts'), '--force'), 300_000),
    { name: 'e2e', run: (leftMs) => endToEnd(executed, leftMs) },
    { name: 'every spec ran', run: () => everySpecRan(executed) },
  ];
}

/** `--only types` means every TypeScript project. */
function wanted(args: readonly string[]): string[] | null {
  const at = args.indexOf('--only');
  if (at < 0) return null;
  const names = (args[at + 1] ?? '').split(',');
  return names.flatMap((name) => (name === 'types' ? typeProjects().map((project) => `types ${project}`) : [name]));
}

const typeProjects = (): string[] => sourceFiles('{shared,electron,renderer,sync-server}/**/tsconfig*.json').concat('tsconfig.test.json');

function command(name: string, [program = '', ...args]: string[], limitMs = 180_000): Step {
  return {
    name,
    run: async (leftMs) => {
      const code = await runStep(program, args, { limitMs: Math.min(limitMs, leftMs) });
      return code === 0 ? success() : failure(`${name} (exit ${code})`);
    },
  };
}

async function findBrowser(): Promise<Count> {
  const path = await ensureChromium();
  if (path === null) return failure('no Chromium was found and none could be installed; set MUSTER_CHROMIUM to one');
  process.env['MUSTER_CHROMIUM'] = path;
  console.log(path);
  return success();
}

async function unit(executed: Set<string>, leftMs: number): Promise<Count> {
  rmSync(UNIT_REPORT, { force: true });
  const args = [bin('vitest/vitest.mjs'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`];
  const code = await runStep(process.execPath, args, { limitMs: Math.min(15 * MINUTE_MS, leftMs) });
  return readVitestReport(UNIT_REPORT, code, executed);
}

async function endToEnd(executed: Set<string>, leftMs: number): Promise<Count> {
  rmSync(E2E_REPORT, { force: true });
  const args = [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'];
  args.push(`--global-timeout=${Math.max(1000, leftMs - REPORTING_MS)}`);
  const code = await runStep(process.execPath, args, { limitMs: leftMs, env: { PLAYWRIGHT_JSON_OUTPUT_NAME: E2E_REPORT } });
  return readPlaywrightReport(E2E_REPORT, code, executed);
}

/** A spec file that no runner picked up would be green for ever; it counts as a failure here. */
function everySpecRan(executed: ReadonlySet<string>): Promise<Count> {
  const onDisk = sourceFiles('{shared,electron,renderer,sync-server,.ci}/**/*.{test,spec}.{ts,tsx,mts,js,mjs,jsx}');
  const missed = onDisk.filter((path) => !executed.has(path));
  console.log(`${onDisk.length} spec files on disk, ${executed.size} executed`);
  if (onDisk.length < 20) return Promise.resolve(failure(`only ${onDisk.length} spec files were found on disk`));
  return Promise.resolve(missed.length === 0 ? success() : failure(`spec files that no runner executed: ${missed.join(', ')}`));
}
