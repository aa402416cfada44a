import { readFileSync } from 'node:fs';

/** The most memory a process ever held, in megabytes; null where the system does not tell. */
export function memoryOf(pid: number | undefined): number | null {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return peak === null ? null : Number(peak[1]) / 1024;
  } catch {
    return null;
  }
}
