import type { RecordedEvent } from '../domain/kernel/event.ts';
import type { SimulatedDisk } from './disk.ts';
import type { Door } from './link.ts';

/** Where the server dies, in the order of a push. */
export type ServerCrash = 'now' | 'before-commit' | 'after-commit' | 'after-notify' | 'within';

/** What outlives the server's process. */
export interface ServerFolder {
  readonly image: Uint8Array;
  /** The file beside the database that remembers how far the log had come. */
  readonly sideFile: string | null;
}

/** The server as a run sees it: the real one, on a disk and a network that are not. */
export interface SimulatedServer {
  readonly disk: SimulatedDisk;
  /** Undefined while it is down. */
  door(): Door | undefined;
  start(): void;
  crash(at: ServerCrash, calls: number): void;
  /** Called when a crash that was asked for has happened. */
  onCrashed: () => void;
  folder(): ServerFolder;
  /** Puts an older folder in place; with the newer side file, or without. */
  restore(folder: ServerFolder, keepsSideFile: boolean): void;
  /** The log after a sequence, as it is stored. */
  log(afterSeq: number): readonly RecordedEvent[];
  head(): { readonly seq: number; readonly epoch: string };
  enrolCode(memberId: string): Promise<string>;
  revoke(deviceId: string): Promise<void>;
  /** From here on errors in its log are expected. */
  excuse(): void;
  /** Errors it logged that no fault explains. */
  readonly complaints: string[];
}
