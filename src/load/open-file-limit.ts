import { readFileSync } from 'node:fs';

/** How many files and sockets this process may have open at once; Infinity where nothing tells. */
export function openFileLimit(): number {
  try {
    return parseOpenFileLimit(readFileSync('/proc/self/limits', 'utf8'));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** The soft limit in Linux's /proc/self/limits (proc_pid_limits(5)). */
export function parseOpenFileLimit(limits: string): number {
  const soft = /^Max open files +(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}
