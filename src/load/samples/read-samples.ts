import { BenchError } from '../../contract/bench-error.ts';
import type { SampledEnd, SampledLoad, SampledRun, SampledTexts } from '../../contract/sample.ts';
import { readBlocks } from './read-blocks.ts';
import { decodeRecords, type SampleRecord } from './sample-record.ts';

/** A part of a file of samples. Records come with their load, after it. */
export type SamplePart =
  | { readonly kind: 'run'; readonly run: SampledRun }
  | { readonly kind: 'load'; readonly load: SampledLoad }
  | {
      readonly kind: 'records';
      readonly load: SampledLoad;
      readonly records: readonly SampleRecord[];
    }
  | { readonly kind: 'end'; readonly end: SampledEnd }
  | { readonly kind: 'done'; readonly resultId: string | null }
  | { readonly kind: 'cut' };

/**
 * The parts of a file of samples in their order: the run, then each load with its records. The last one
 * is `done`, or `cut` where the file ends before its end.
 * @throws BenchError 'result-unreadable' when it cannot be opened, is no such file, or is damaged
 */
export async function* readSamples(path: string): AsyncGenerator<SamplePart> {
  const context = new Context(path);
  for await (const block of readBlocks(path)) {
    if (block.kind === 'run') context.run = block.run;
    context.requireRun(block.kind === 'cut');
    if (block.kind === 'load') context.begin(block.load);
    if (block.kind === 'texts') context.add(block.texts);
    else if (block.kind === 'records') yield context.decode(block.records);
    else yield block;
  }
}

/** What the blocks so far say of those that follow. */
class Context {
  run: SampledRun | undefined;
  #load: SampledLoad | undefined;
  #texts = new Map<number, string[]>();
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  begin(load: SampledLoad): void {
    this.#load = load;
    this.#texts = new Map();
  }

  add({ worker, texts }: SampledTexts): void {
    this.#texts.set(worker, [...(this.#texts.get(worker) ?? []), ...texts]);
  }

  requireRun(isCut: boolean): void {
    if (this.run) return;
    throw this.#damaged(isCut ? 'it ends before its first record' : 'it names no run');
  }

  decode(bytes: Buffer): SamplePart & { kind: 'records' } {
    const load = this.#load;
    if (!load) throw this.#damaged('records of no load');
    const textOf = (worker: number, number: number) => this.#texts.get(worker)?.[number - 1] ?? '';
    const decoded = decodeRecords(bytes, this.run?.outcomes ?? [], textOf);
    const records = Array.from(decoded, (record) => {
      if (record && record.worker < load.workload.workers) return record;
      throw this.#damaged('a record that is none');
    });
    return { kind: 'records', load, records };
  }

  #damaged(what: string): BenchError {
    return new BenchError('result-unreadable', `${this.#path} is damaged: ${what}`, {
      hint: 'take another copy, or run again',
    });
  }
}
