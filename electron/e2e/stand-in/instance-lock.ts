import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

/** Electron's lock answers at once, so this one lives in files: a pid of the holder, and a box for what others launch with. */
export function claimInstance(userData: string, onSecond: (argv: string[]) => void, closers: (() => void)[]): boolean {
  const box = join(userData, 'stand-in-instance');
  const lock = join(box, 'holder');
  mkdirSync(box, { recursive: true });
  if (!take(lock)) {
    const message = join(box, randomUUID());
    writeFileSync(message, JSON.stringify(process.argv));
    renameSync(message, `${message}.argv`);
    return false;
  }
  const read = (): void => {
    for (const name of readdirSync(box)) {
      if (!name.endsWith('.argv')) continue;
      const argv = JSON.parse(readFileSync(join(box, name), 'utf8')) as string[];
      rmSync(join(box, name));
      onSecond(argv);
    }
  };
  for (const name of readdirSync(box)) if (name.endsWith('.argv')) rmSync(join(box, name));
  const watcher = watch(box, read);
  closers.push(() => {
    watcher.close();
    rmSync(lock, { force: true });
  });
  return true;
}

function take(lock: string): boolean {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      if (isAlive(Number(readFileSync(lock, 'utf8')))) return false;
      rmSync(lock, { force: true });
    }
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
