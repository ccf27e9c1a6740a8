import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { BenchError } from '../../contract/bench-error.ts';
import { type Trace, TraceBuilder } from './trace-builder.ts';

const CHUNK_BYTES = 64 * 1024;
const MOST_JSON_BYTES = 256 * 1024 * 1024;
/** No number is as long; a file without line breaks is none of ours. */
const LONGEST_LINE = 1000;

/**
 * Reads recorded arrivals: one a line with # comments, piece by piece, or one JSON array.
 * @throws BenchError 'config-invalid' that names the line, or says why the file cannot be read
 */
export function readTrace(path: string): Trace {
  const file = basename(path);
  const builder = new TraceBuilder(file);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    if (startsAsJson(descriptor)) readJson(path, fstatSync(descriptor).size, file, builder);
    else readLines(descriptor, builder);
  } catch (cause) {
    throw cause instanceof BenchError ? cause : unreadable(path, cause);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return builder.finish((times) => createHash('sha256').update(times).digest('hex'));
}

function startsAsJson(descriptor: number): boolean {
  const head = Buffer.alloc(256);
  const length = readSync(descriptor, head, 0, head.length, 0);
  return /^\ufeff?\s*\[/.test(head.toString('utf8', 0, length));
}

function readLines(descriptor: number, builder: TraceBuilder): void {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let line = 0;
  let position = 0;
  for (;;) {
    const length = readSync(descriptor, chunk, 0, chunk.length, position);
    position += length;
    const lines = (rest + decoder.write(chunk.subarray(0, length))).split('\n');
    rest = length === 0 ? '' : (lines.pop() ?? '');
    for (const text of lines) addLine(builder, text, ++line);
    if (rest.length > LONGEST_LINE) addLine(builder, rest, line + 1);
    if (length === 0) return;
  }
}

function addLine(builder: TraceBuilder, text: string, line: number): void {
  const time = text
    .replace(/^\ufeff/, '')
    .replace(/#.*$/, '')
    .trim();
  if (time !== '') builder.add(time, `line ${line}`);
}

function readJson(path: string, bytes: number, file: string, builder: TraceBuilder): void {
  if (bytes > MOST_JSON_BYTES) {
    throw new BenchError('config-invalid', `the trace ${file} is ${bytes} bytes of JSON`, {
      hint: 'write so many arrivals one a line: such a file is read piece by piece',
    });
  }
  for (const [index, time] of parseJson(path, file).entries()) {
    const text = typeof time === 'number' ? String(time) : (JSON.stringify(time) ?? '');
    builder.add(text, `entry ${index + 1}`);
  }
}

function parseJson(path: string, file: string): unknown[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new BenchError(
      'config-invalid',
      `the trace ${file} begins as JSON and is none: ${(cause as Error).message}`,
      { hint: 'write an array of seconds, [0, 0.0125, 0.4], or one time a line', cause },
    );
  }
}

function unreadable(path: string, cause: unknown): BenchError {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new BenchError('config-invalid', `the trace ${path} cannot be read: ${reason}`, {
    hint: 'name a file of arrival times with --trace',
    cause,
  });
}
