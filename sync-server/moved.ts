import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NOTE = 'moved.txt';

/** What to say about a folder whose data lives in PostgreSQL now; null when it does not. */
export function movedTo(dataDir: string): string | null {
  const path = join(dataDir, NOTE);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

/** Keeps a server from going on with a folder that was moved away: its log would grow apart from the moved one. */
export function noteMoved(dataDir: string, at: string): void {
  const sentence =
    `The data of this folder was moved to PostgreSQL on ${at}. Start the server with --database, ` +
    `or delete ${join(dataDir, NOTE)} to go on with the folder as it was.`;
  writeFileSync(join(dataDir, NOTE), `${sentence}\n`, { mode: 0o600, flush: true });
}
