import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** One process of this machine, as the system tells it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly groupId: number;
  /** With the process id it names one process for good: ids are used again, also after a restart. */
  readonly startedAt: string;
  /** Ended, and not yet collected by its parent: nothing of it runs. */
  readonly isZombie: boolean;
}

const PROC = '/proc';
/** Where there is no /proc. */
const PS = '/bin/ps';
const hasProc = existsSync(`${PROC}/self/stat`);
/** Fields of /proc/PID/stat after the name (proc(5)): 3 state, 5 pgrp, 22 starttime. */
const STATE = 3 - 3;
const GROUP = 5 - 3;
const START = 22 - 3;

/** Every process there is; those of others too. */
export function processTable(): readonly ProcessEntry[] {
  if (!hasProc) return entriesOfPs(['-ax']);
  return readdirSync(PROC)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => entryOfProc(Number(name)))
    .filter((entry) => entry !== null);
}

/** Null when there is no such process. */
export function processEntry(pid: number): ProcessEntry | null {
  if (hasProc) return entryOfProc(pid);
  return entriesOfPs(['-p', String(pid)])[0] ?? null;
}

/**
 * Whether a process, or one of its ancestors, was started with this variable in its environment. False
 * where the system does not tell: another user's process, or no /proc.
 */
export function wasStartedWith(pid: number, name: string, value: string): boolean {
  const environment = readOrNull(`${PROC}/${pid}/environ`);
  return environment?.split('\0').includes(`${name}=${value}`) ?? false;
}

function entryOfProc(pid: number): ProcessEntry | null {
  const text = readOrNull(`${PROC}/${pid}/stat`);
  return text === null ? null : parseStat(pid, text, bootId());
}

/** The name may hold anything, spaces and parentheses too: fields are counted from its last one. */
export function parseStat(pid: number, text: string, boot: string): ProcessEntry | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const state = fields[STATE] ?? '';
  const startTicks = fields[START];
  if (startTicks === undefined) return null;
  return {
    pid,
    groupId: Number(fields[GROUP]),
    startedAt: `${boot}:${startTicks}`,
    isZombie: state === 'Z' || state === 'X',
  };
}

/** Start times count from when the machine was started. */
function bootId(): string {
  return readOrNull(`${PROC}/sys/kernel/random/boot_id`)?.trim() ?? '';
}

/** Where there is no /proc (macOS). */
function entriesOfPs(which: readonly string[]): ProcessEntry[] {
  try {
    const columns = ['-o', 'pid=,pgid=,stat=,lstart='];
    // Times are compared as text: whoever asks must be told the same.
    const env = { LC_ALL: 'C', TZ: 'UTC' };
    return parsePs(execFileSync(PS, [...which, ...columns], { encoding: 'utf8', env }));
  } catch {
    return [];
  }
}

/** Lines of `ps -o pid=,pgid=,stat=,lstart=`; the start time is the rest of the line. */
export function parsePs(text: string): ProcessEntry[] {
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*\S)\s*$/gm)].map(
    ([, pid, group, state, startedAt]) => ({
      pid: Number(pid),
      groupId: Number(group),
      startedAt: startedAt ?? '',
      isZombie: state?.startsWith('Z') ?? false,
    }),
  );
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
