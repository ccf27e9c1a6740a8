import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { endianness } from 'node:os';
import { BenchError } from '../../contract/bench-error.ts';
import { OUTCOMES } from '../../contract/outcome.ts';
import type { SampledEnd, SampledLoad, SampledRun, SampledTexts } from '../../contract/sample.ts';
import { blockHead, fileHead, jsonBlock } from './sample-block.ts';
import { RECORD_BYTES } from './sample-layout.ts';

/**
 * The file that samples of a run are kept in. Written beside its name and renamed when it is whole; what
 * a killed run leaves there can be read as far as it goes. A disk that fails costs samples, never the
 * measurement: writing ends, and what is missing is counted and said.
 */
export class SampleFile implements AsyncDisposable {
  readonly path: string;
  readonly #file: FileHandle;
  #points: number;
  #bytes = 0;
  #isUsed = false;
  #isOpen = true;
  #failure: BenchError | null = null;
  #notes: string[] = [];

  private constructor(path: string, file: FileHandle, firstPoint: number) {
    this.path = path;
    this.#points = firstPoint;
    this.#file = file;
  }

  /**
   * A file of that name is replaced when this one is whole.
   * @param firstPoint number of the first load: a run that goes on with another one counts on
   * @throws BenchError 'config-invalid' when nothing can be written there
   */
  static async open(
    path: string,
    run: Omit<SampledRun, 'outcomes'>,
    firstPoint = 0,
  ): Promise<SampleFile> {
    const target = await regularFile(path);
    try {
      if (endianness() !== 'LE') throw new Error('this machine is big-endian');
      const samples = new SampleFile(target, await open(unfinishedName(target), 'w'), firstPoint);
      await samples.#write(fileHead(RECORD_BYTES));
      await samples.#write(jsonBlock('RUN ', { ...run, outcomes: OUTCOMES }));
      if (samples.#failure) throw samples.#failure;
      return samples;
    } catch (cause) {
      throw unwritable(path, 'config-invalid', cause);
    }
  }

  /** Numbers the loads of the run. */
  nextPoint(): number {
    this.#points += 1;
    return this.#points - 1;
  }

  beginLoad(load: SampledLoad): Promise<boolean> {
    this.#isUsed = true;
    return this.#write(jsonBlock('LOAD', load));
  }

  /** Whole records; false when they are lost. */
  records(records: Uint8Array): Promise<boolean> {
    return this.#write(blockHead('REQS', records.byteLength), records);
  }

  async texts(texts: SampledTexts): Promise<void> {
    await this.#write(jsonBlock('TEXT', texts));
  }

  async endLoad(end: SampledEnd): Promise<void> {
    await this.#write(jsonBlock('END ', end));
    if (end.lost === 0) return;
    const why = this.#failure ? this.#failure.message : 'the disk did not keep up with the load';
    this.#notes.push(`${end.lost} requests are missing from ${this.path}: ${why}`);
  }

  /** What is to be said of loads that ended since the last call. */
  takeNotes(): readonly string[] {
    return this.#notes.splice(0);
  }

  /**
   * The run is over: gives the file its name.
   * @throws BenchError 'reports-unwritable' when it could not be written; what could be is kept
   */
  async finish(resultId: string | null): Promise<void> {
    await this.#write(jsonBlock('DONE', { resultId }));
    try {
      if (this.#failure) throw this.#failure;
      await this.#file.sync();
      await this.#close();
      await rename(unfinishedName(this.path), this.path);
    } catch (cause) {
      await this.#close();
      throw unwritable(this.path, 'reports-unwritable', cause);
    }
  }

  /** Takes the file away where no load was begun. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isOpen) return;
    await this.#close();
    if (!this.#isUsed) await rm(unfinishedName(this.path), { force: true });
  }

  /** False once anything went wrong: nothing more is written then, and of these parts nothing stays. */
  async #write(...parts: readonly Uint8Array[]): Promise<boolean> {
    if (this.#failure) return false;
    let end = this.#bytes;
    try {
      for (const part of parts) {
        for (let done = 0; done < part.byteLength; ) {
          const { bytesWritten } = await this.#file.write(part, done, part.byteLength - done, end);
          done += bytesWritten;
          end += bytesWritten;
        }
      }
      this.#bytes = end;
    } catch (cause) {
      this.#failure = unwritable(this.path, 'reports-unwritable', cause);
      await this.#file.truncate(this.#bytes).catch(() => undefined);
    }
    return this.#failure === null;
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#file.close().catch(() => undefined);
  }
}

/** What a file is called until it is whole. */
export function unfinishedName(path: string): string {
  return `${path}.unfinished`;
}

/** The file a name leads to. A device or a pipe would be replaced by the finished file. */
async function regularFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found) return path;
  if (found.isFile()) return realpath(path);
  const what = found.isDirectory() ? 'a folder' : 'no regular file';
  throw new BenchError('config-invalid', `--samples ${path} is ${what}`, {
    hint: 'name a file; it is made, or replaced when the run is over',
  });
}

function unwritable(
  path: string,
  code: 'config-invalid' | 'reports-unwritable',
  cause: unknown,
): BenchError {
  if (cause instanceof BenchError && cause.code === code) return cause;
  const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
  const kept =
    code === 'reports-unwritable' ? `; what could be written is in ${unfinishedName(path)}` : '';
  return new BenchError(code, `samples cannot be written to ${path}: ${reason}`, {
    hint: `make room there or name another file with --samples${kept}`,
    cause,
  });
}
