import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Head } from './store/event-store.ts';

const MIN_INTERVAL_MS = 10 * 60_000;

/** Where the side file is kept. */
export interface SideFile {
  /** Its name, for whoever has to repair it. */
  readonly path: string;
  /** Null while there is none. */
  read(): string | null;
  /** The whole text or nothing of it; durable when it returns. */
  write(text: string): void;
}

const fileSchema = z.object({ organizations: z.record(z.string(), z.object({ epoch: z.string(), head: z.int().min(0) })) });

/**
 * The side file that remembers how far each log had come. A database that is behind it was restored from a backup, and
 * its log continues under a new epoch (sync.md 7.7).
 */
export class Epochs {
  readonly #file: SideFile;
  readonly #nowMs: () => number;
  readonly #isShared: boolean;
  #written = '';
  readonly #startedAtMs = new Map<string, number>();

  /** @param isShared other servers may have started an epoch that this side file does not know */
  constructor(file: SideFile, nowMs: () => number, isShared = false) {
    this.#file = file;
    this.#isShared = isShared;
    this.#nowMs = nowMs;
  }

  /** Organizations whose database does not fit what the side file remembers. */
  outdated(heads: readonly Head[]): readonly Head[] {
    const known = this.#read();
    return heads.filter((head) => {
      const remembered = known[head.organizationId];
      if (remembered === undefined) return false;
      const sameEpoch = remembered.epoch === head.epoch;
      return this.#isShared ? sameEpoch && remembered.head > head.seq : !sameEpoch || remembered.head > head.seq;
    });
  }

  write(heads: readonly Head[]): void {
    const organizations = Object.fromEntries(heads.map((head) => [head.organizationId, { epoch: head.epoch, head: head.seq }]));
    const text = `${JSON.stringify({ organizations })}\n`;
    if (text === this.#written) return;
    this.#file.write(text);
    this.#written = text;
  }

  /** True at most once per interval and organization. */
  mayStart(organizationId: string): boolean {
    const last = this.#startedAtMs.get(organizationId);
    const now = this.#nowMs();
    if (last !== undefined && now - last < MIN_INTERVAL_MS) return false;
    this.#startedAtMs.set(organizationId, now);
    return true;
  }

  #read(): z.infer<typeof fileSchema>['organizations'] {
    const text = this.#file.read();
    if (text === null) return {};
    const parsed = fileSchema.safeParse(parseJson(text));
    if (!parsed.success) throw new Error(`${this.#file.path} is damaged. Delete it to start with the epochs of the database.`);
    return parsed.data.organizations;
  }
}

/** The side file of a data folder, replaced in one step. */
export function sideFile(path: string): SideFile {
  return {
    path,
    read: () => {
      try {
        return readFileSync(path, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    write: (text) => {
      writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
      renameSync(`${path}.new`, path);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
