import { fork as forkChild, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { strict } from './strict.ts';

/** A real child process with the message port of Electron's utility process. */
class UtilityProcess extends EventEmitter {
  readonly child: ChildProcess;

  constructor(modulePath: string, args: readonly string[]) {
    super();
    this.child = forkChild(join(import.meta.dirname, 'utility-bootstrap.ts'), [modulePath, ...args], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child.on('spawn', () => this.emit('spawn'));
    this.child.on('message', (message) => this.emit('message', message));
    this.child.on('exit', (code) => this.emit('exit', code ?? 1));
  }
  get pid(): number | undefined {
    return this.child.pid;
  }
  postMessage(message: unknown): void {
    if (this.child.connected) this.child.send(message as object);
  }
  kill(): boolean {
    return this.child.kill();
  }
}

export const utilityProcess = strict('utilityProcess', {
  fork: (modulePath: string, args: readonly string[] = []): UtilityProcess =>
    strict('UtilityProcess', new UtilityProcess(modulePath, args)),
});
