import { type FileHandle, open } from 'node:fs/promises';
import type { z } from 'zod';
import { BenchError } from '../../contract/bench-error.ts';
import {
  type SampledEnd,
  type SampledLoad,
  type SampledRun,
  type SampledTexts,
  sampledDoneSchema,
  sampledEndSchema,
  sampledLoadSchema,
  sampledRunSchema,
  sampledTextsSchema,
} from '../../contract/sample.ts';
import {
  BLOCK_HEAD_BYTES,
  FILE_HEAD_BYTES,
  FORMAT_VERSION,
  MAGIC,
  MAX_BLOCK_BYTES,
} from './sample-block.ts';
import { RECORD_BYTES } from './sample-layout.ts';

/** What a file of samples holds, in its order. `cut`: it ends before its end, and that is all. */
export type SampleBlock =
  | { readonly kind: 'run'; readonly run: SampledRun }
  | { readonly kind: 'load'; readonly load: SampledLoad }
  | { readonly kind: 'texts'; readonly texts: SampledTexts }
  | { readonly kind: 'records'; readonly records: Buffer }
  | { readonly kind: 'end'; readonly end: SampledEnd }
  | { readonly kind: 'done'; readonly resultId: string | null }
  | { readonly kind: 'cut' };

/**
 * Reads a file of samples block by block, as far as it goes.
 * @throws BenchError 'result-unreadable' when it cannot be opened, is no such file, or is damaged
 */
export async function* readBlocks(path: string): AsyncGenerator<SampleBlock> {
  await using file = await openFile(path);
  checkHead(await readUpTo(file, 0, FILE_HEAD_BYTES), path);
  let at = FILE_HEAD_BYTES;
  for (;;) {
    const head = await readUpTo(file, at, BLOCK_HEAD_BYTES);
    if (head.length < BLOCK_HEAD_BYTES) return yield { kind: 'cut' };
    const bytes = head.readUInt32LE(4);
    if (bytes > MAX_BLOCK_BYTES) throw damaged(path, at, `a block of ${bytes} bytes`);
    const body = await readUpTo(file, at + BLOCK_HEAD_BYTES, bytes);
    const block = parseBlock(head.toString('latin1', 0, 4), body, bytes, (what) =>
      damaged(path, at, what),
    );
    yield block;
    if (block.kind === 'done') return;
    if (body.length < bytes) return yield { kind: 'cut' };
    at += BLOCK_HEAD_BYTES + bytes;
  }
}

type Damaged = (what: string) => BenchError;

function parseBlock(kind: string, body: Buffer, bytes: number, broken: Damaged): SampleBlock {
  if (kind === 'REQS') return { kind: 'records', records: wholeRecords(body, bytes, broken) };
  if (!['RUN ', 'LOAD', 'TEXT', 'END ', 'DONE'].includes(kind)) {
    throw broken(`a block of kind ${JSON.stringify(kind)}`);
  }
  if (body.length < bytes) return { kind: 'cut' };
  const json = parseJson(body, broken);
  switch (kind) {
    case 'RUN ':
      return { kind: 'run', run: checked(sampledRunSchema, json, broken) };
    case 'LOAD':
      return { kind: 'load', load: checked(sampledLoadSchema, json, broken) };
    case 'TEXT':
      return { kind: 'texts', texts: checked(sampledTextsSchema, json, broken) };
    case 'END ':
      return { kind: 'end', end: checked(sampledEndSchema, json, broken) };
    default:
      return { kind: 'done', ...checked(sampledDoneSchema, json, broken) };
  }
}

function wholeRecords(body: Buffer, bytes: number, broken: Damaged): Buffer {
  if (bytes % RECORD_BYTES !== 0) throw broken(`records of ${bytes} bytes in all`);
  return body.subarray(0, body.length - (body.length % RECORD_BYTES));
}

function parseJson(body: Buffer, broken: Damaged): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw broken('a description that is no JSON');
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, broken: Damaged): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path = [], message = '' } = parsed.error.issues[0] ?? {};
  throw broken(`a description whose ${path.join('.') || 'whole'} is wrong: ${message}`);
}

function checkHead(head: Buffer, path: string): void {
  const isOurs = head.subarray(0, MAGIC.length).equals(MAGIC.subarray(0, head.length));
  if (!isOurs || head.length === 0) {
    throw unreadable(`${path} is no file of samples`, 'name a file that bench run --samples wrote');
  }
  if (head.length < FILE_HEAD_BYTES) {
    throw unreadable(`${path} ends before its first record`, 'the run was cut off; run again');
  }
  const version = head.readUInt32LE(MAGIC.length);
  const recordBytes = head.readUInt32LE(MAGIC.length + 4);
  if (version === FORMAT_VERSION && recordBytes === RECORD_BYTES) return;
  throw unreadable(
    `${path} has version ${version} of the format, with records of ${recordBytes} bytes`,
    `this version of inferbench reads version ${FORMAT_VERSION}; take the one that wrote it`,
  );
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw unreadable(`${path} cannot be read: ${reason}`, 'check that the file is there', cause);
  }
  throw unreadable(`${path} is no regular file`, 'name a file that bench run --samples wrote');
}

/** Fewer bytes where the file ends. */
async function readUpTo(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

function damaged(path: string, at: number, what: string): BenchError {
  return unreadable(`${path} is damaged at byte ${at}: ${what}`, 'take another copy, or run again');
}

function unreadable(message: string, hint: string, cause?: unknown): BenchError {
  return new BenchError('result-unreadable', message, { hint, cause });
}
