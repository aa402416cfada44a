import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { TestDevice } from '../../sync-server/testing/device.ts';
import { memoryOf } from './memory.ts';

/** The sync server in its own process over a log of so many events; see `sync-server/bench/log-server.ts`. */
export interface LogServer {
  readonly url: string;
  readonly siteId: string;
  readonly events: number;
  enrolCode(): Promise<string>;
  /** A device of the bench's own, for reading the log without a core. */
  enrolBare(): Promise<TestDevice>;
  peakMegabytes(): number | null;
  stop(): Promise<void>;
}

interface Ready {
  readonly kind: 'ready';
  readonly url: string;
  readonly siteId: string;
  readonly events: number;
}
type Message = Ready | { readonly kind: 'code'; readonly code: string };

export function startLogServer(events: number, clientFolder: string | null = null): Promise<LogServer> {
  const file = fileURLToPath(new URL('../../sync-server/bench/log-server.ts', import.meta.url));
  const child = fork(file, [String(events), ...(clientFolder === null ? [] : [clientFolder])]);
  const exited = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const enrolCode = (): Promise<string> =>
    new Promise((resolve) => {
      const hear = (message: Message): void => {
        if (message.kind !== 'code') return;
        child.off('message', hear);
        resolve(message.code);
      };
      child.on('message', hear);
      child.send('enrol');
    });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.once('message', (message: Message) => {
      if (message.kind !== 'ready') return;
      const { url, siteId } = message;
      resolve({
        url,
        siteId,
        events: message.events,
        enrolCode,
        enrolBare: async () => TestDevice.enrol({ url }, await enrolCode(), 'bare reader'),
        peakMegabytes: () => memoryOf(child.pid),
        stop: async () => {
          child.kill('SIGKILL');
          await exited;
        },
      });
    });
  });
}
