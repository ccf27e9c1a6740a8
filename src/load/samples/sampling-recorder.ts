import { OUTCOME_CODE } from '../../contract/outcome.ts';
import type { Interval } from '../../contract/point.ts';
import type { Slot } from '../engines/engine.ts';
import { Recorder } from '../stats/recorder.ts';
import type { SecondFacts } from '../stats/second-recorder.ts';
import type { SampleWriter } from './sample-writer.ts';

/** A recorder that also keeps every request: a class of its own, so that without it nothing is asked. */
export class SamplingRecorder extends Recorder {
  readonly #samples: SampleWriter;

  constructor(samples: SampleWriter, ...recorder: ConstructorParameters<typeof Recorder>) {
    super(...recorder);
    this.#samples = samples;
  }

  /** Hot. */
  override record(slot: Slot): void {
    super.record(slot);
    this.#samples.request(slot);
  }

  override unsent(dueNs: number, dispatchedNs: number, index: number): void {
    super.unsent(dueNs, dispatchedNs, index);
    this.#samples.unsent(dueNs, dispatchedNs, index, OUTCOME_CODE.unsent);
  }

  override closeSecond(second: number, facts: SecondFacts): Interval {
    this.#samples.secondEnd(second, facts);
    return super.closeSecond(second, facts);
  }

  override report(endedNs: number | null): ReturnType<Recorder['report']> {
    this.#samples.workerEnd(endedNs ?? -1);
    return super.report(endedNs);
  }
}
