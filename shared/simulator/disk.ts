import type { SqlDriver } from '../core/ports.ts';

/** How the next write of a disk goes wrong. */
export type DiskFault =
  /** The process dies at its n-th call of the database, in whatever it is doing. */
  | { readonly kind: 'kill'; readonly calls: number }
  /** The process dies when it commits: nothing of the transaction is left. */
  | { readonly kind: 'kill-before-commit' }
  /** The process dies when the commit is on the disk and before anybody hears of it. */
  | { readonly kind: 'kill-after-commit' }
  /** No page can be added. */
  | { readonly kind: 'full' }
  /** The flush of the next commit fails; what it wrote may be there all the same. */
  | { readonly kind: 'flush-fails'; readonly isWritten: boolean };

/** Known shortcuts of whoever writes to a disk, for the mutations. */
export interface DiskShortcut {
  /** A cursor that was set survives a transaction that did not. */
  readonly keepsCursor?: boolean;
  /** The row of an object with work waiting stays as it was shown: the overlay is taken for the whole object. */
  readonly freezesRows?: boolean;
}

/** A disk with one database on it, which outlives the processes that open it. */
export interface SimulatedDisk {
  /** A connection for a new process. A process that is killed by a fault is told through `onKilled`. */
  open(onKilled: () => void): SqlDriver;
  /** The process is gone: what it had not committed is gone with it, and its connection answers nothing more. */
  kill(): void;
  fail(fault: DiskFault): void;
  /** Room again, flushes work. */
  repair(): void;
  /** What a copy of the disk holds now. */
  image(): Uint8Array;
  /** Another disk with this content. */
  replace(image: Uint8Array): void;
  close(): void;
  /** Reads past every process, for the one who checks. */
  look<Row>(sql: string, ...values: (string | number)[]): Row[];
  /** Writes past every process: a mutation does. */
  poke(sql: string, ...values: (string | number)[]): void;
}
