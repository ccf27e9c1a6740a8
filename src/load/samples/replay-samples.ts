import type { ReplayedLoad, ReplayedSamples, SampledRun } from '../../contract/sample.ts';
import { LoadReplay } from './load-replay.ts';
import { readSamples, type SamplePart } from './read-samples.ts';

/**
 * Every load of a file of samples, recorded anew. A file that was cut is read as far as it goes.
 * @throws BenchError 'result-unreadable'
 */
export async function replaySamples(path: string): Promise<ReplayedSamples> {
  const replay = new FileReplay();
  for await (const part of readSamples(path)) replay.add(part);
  return { path, ...replay.result() };
}

class FileReplay {
  readonly #loads: ReplayedLoad[] = [];
  #run: SampledRun | undefined;
  #open: LoadReplay | undefined;
  #resultId: string | null = null;
  #isCut = false;

  add(part: SamplePart): void {
    switch (part.kind) {
      case 'run':
        this.#run = part.run;
        break;
      case 'load':
        this.#close(null);
        this.#open = new LoadReplay(part.load);
        break;
      case 'records':
        for (const record of part.records) this.#open?.add(record);
        break;
      case 'end':
        this.#close(part.end.lost);
        break;
      case 'done':
        this.#resultId = part.resultId;
        break;
      case 'cut':
        this.#isCut = true;
    }
  }

  result(): Omit<ReplayedSamples, 'path'> {
    this.#close(null);
    if (!this.#run) throw new Error('a file of samples names its run first');
    return { run: this.#run, loads: this.#loads, resultId: this.#resultId, isCut: this.#isCut };
  }

  #close(lost: number | null): void {
    const replay = this.#open;
    this.#open = undefined;
    if (replay) this.#loads.push({ load: replay.load, outcome: replay.outcome(), lost });
  }
}
