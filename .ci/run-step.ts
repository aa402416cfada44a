import { spawn } from 'node:child_process';
import { ROOT } from './modules.ts';

/**
 * Runs a program in the repository with its output shown as it comes, and answers its exit code. A step that exceeds its
 * limit is ended with everything it started, and answers 124.
 */
export function runStep(
  program: string,
  args: readonly string[],
  options: { limitMs: number; env?: Readonly<Record<string, string>> },
): Promise<number> {
  return new Promise((resolve) => {
    const ownGroup = process.platform !== 'win32';
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...options.env },
      detached: ownGroup,
    });
    const end = (signal: NodeJS.Signals): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(ownGroup ? -child.pid : child.pid, signal);
      } catch {
        // It ended by itself in the meantime.
      }
    };
    const stop = (): void => end('SIGTERM');
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      console.log(`took longer than ${options.limitMs / 1000} s, ended`);
      end('SIGKILL');
    }, options.limitMs);
    process.on('SIGINT', stop).on('SIGTERM', stop);
    const settle = (code: number): void => {
      clearTimeout(limit);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(code);
    };
    child.on('error', (error) => {
      console.log(`${program} could not be started: ${error.message}`);
      settle(127);
    });
    child.on('exit', (code) => settle(timedOut ? 124 : (code ?? 1)));
  });
}
