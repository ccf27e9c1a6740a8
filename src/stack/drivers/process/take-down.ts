import { rm } from 'node:fs/promises';
import { BenchError } from '../../../contract/bench-error.ts';
import type { Removed } from '../stack-driver.ts';
import { endStack, isRunning } from './stack-processes.ts';
import { readRecord, recordPath, type StackRecord } from './stack-record.ts';

/**
 * The record of a stack, null when there is no such stack.
 * @throws BenchError 'stack-not-ended' when there is one that cannot be read
 */
export function recordOf(name: string, folder: string): StackRecord | null {
  try {
    return readRecord(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const isClosed = code === 'EACCES' || code === 'EPERM';
    const why = isClosed ? 'may not be read by this user' : 'is damaged';
    const message = `what runs of the stack "${name}" is unknown: ${recordPath(folder)} ${why}`;
    throw new BenchError('stack-not-ended', message, {
      hint: isClosed
        ? 'name a folder of your own with XDG_STATE_HOME'
        : `see with ps what still runs, end it, and remove ${folder}`,
      cause,
    });
  }
}

/**
 * Ends all processes of a stack and removes its folder; no error when there is none.
 * @throws BenchError 'stack-not-ended' when a process cannot be ended
 */
export async function takeDown(name: string, folder: string): Promise<Removed> {
  const record = recordOf(name, folder);
  if (record === null) return [];
  const running = record.services.filter(isRunning);
  const left = await endStack(record);
  if (left.length > 0) {
    const ids = left.map(({ pid }) => pid).join(', ');
    throw new BenchError('stack-not-ended', `processes ${ids} of "${name}" do not end`, {
      hint: 'the system holds them or they are not yours: see with ps',
    });
  }
  if (readRecord(folder)?.id === record.id) await rm(folder, { recursive: true, force: true });
  return [...running.map(({ name: service, pid }) => `process ${pid} (${service})`), folder];
}
