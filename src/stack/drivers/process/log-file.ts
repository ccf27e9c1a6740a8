import {
  appendFileSync,
  closeSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import type { RecordedService } from './stack-record.ts';

/** A log may be gigabytes; its last lines are within this. */
const MAX_READ_BYTES = 256 * 1024;
const MAX_LINE_LENGTH = 1000;

/** A log that grew beyond this is cut down to its end, so that a talkative server fills no disk. */
const MAX_LOG_BYTES = 64 * 1024 * 1024;

/** All that a service of the stack in `folder` writes. */
export function logFile(folder: string, service: RecordedService['name']): string {
  return join(folder, `${service}.log`);
}

/** The last lines of a file, oldest first; none where there is no file. */
export function lastLines(path: string, count: number): readonly string[] {
  const text = endOf(path).replace(/\r?\n$/, '');
  if (text === '') return [];
  const lines = text.split(/\r?\n/).slice(-count);
  return lines.map((line) => line.slice(0, MAX_LINE_LENGTH));
}

/** Cuts a log that is too long; who writes it has to append. What is written meanwhile may be lost. */
export function trimLog(path: string, maxBytes = MAX_LOG_BYTES): void {
  if (sizeOf(path) <= maxBytes) return;
  const end = endOf(path);
  truncateSync(path, 0);
  appendFileSync(path, `(cut: only the end is kept)\n${end}`);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function endOf(path: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, MAX_READ_BYTES));
    const read = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, read);
  } finally {
    closeSync(file);
  }
}
