import { readFileSync } from 'node:fs';
import type { Generator } from '../contract/point.ts';
import type { Clock } from './pacing/clock.ts';

/** What the machine had used by one moment. */
export interface CpuReading {
  readonly atNs: number;
  /** CPU time of this process, all threads. */
  readonly processNs: number;
  /** Of all cores since boot; null where the system does not say. */
  readonly machine: MachineTicks | null;
}

export interface MachineTicks {
  readonly steal: number;
  readonly total: number;
}

export function readCpu(clock: Clock): CpuReading {
  const { user, system } = process.cpuUsage();
  return { atNs: clock.nowNs(), processNs: (user + system) * 1000, machine: readMachineTicks() };
}

/** The shares of CPU between two readings. */
export function cpuBetween(
  before: CpuReading,
  after: CpuReading,
): Pick<Generator, 'cpuShare' | 'stealShare'> {
  const elapsedNs = after.atNs - before.atNs;
  return {
    cpuShare: elapsedNs > 0 ? (after.processNs - before.processNs) / elapsedNs : 0,
    stealShare: stealBetween(before.machine, after.machine),
  };
}

function stealBetween(before: MachineTicks | null, after: MachineTicks | null): number | null {
  if (!before || !after || after.total <= before.total) return null;
  const share = (after.steal - before.steal) / (after.total - before.total);
  return Math.min(1, Math.max(0, share));
}

function readMachineTicks(): MachineTicks | null {
  try {
    return parseProcStat(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return null;
  }
}

/**
 * The first line of Linux's /proc/stat: "cpu user nice system idle iowait irq softirq steal guest …"
 * (proc_stat(5)). Guest time is part of user time already.
 */
export function parseProcStat(text: string): MachineTicks | null {
  const fields = /^cpu +(\d+(?: \d+){7})/.exec(text)?.[1]?.split(' ').map(Number);
  if (!fields) return null;
  return { steal: fields[7] ?? 0, total: fields.reduce((sum, ticks) => sum + ticks, 0) };
}
