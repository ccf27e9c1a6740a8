import type { LoadOutcome } from '../../contract/measurements.ts';
import { pointNameOf } from '../../contract/point-name.ts';
import type { Sample, SampledLoad } from '../../contract/sample.ts';
import type { Slot } from '../engines/engine.ts';
import type { LoadPlan } from '../load-plan.ts';
import { buildLoadOutcome } from '../stats/build-load-outcome.ts';
import { mergeReports } from '../stats/merge-reports.ts';
import { Recorder } from '../stats/recorder.ts';
import type { ShardReport } from '../stats/shard-report.ts';
import type { SampleRecord } from './sample-record.ts';

/** What only the running worker knew, and no sample tells. */
const NO_HEALTH: ShardReport['health'] = {
  ...{ busyShare: 0, gcPauseNs: 0, stallsOver20Ms: 0, longestStallNs: 0 },
  ...{ newConnections: 0, resent: 0 },
};
/** More in a row would be another fault than a slow disk. */
const MOST_MISSING = 3600;
const QUIET_SECOND = { inFlight: 0, waiting: 0, stallNs: 0 };

/** One load once more, from its records: the recorder, the merge and the summary are the shipped ones. */
export class LoadReplay {
  readonly load: SampledLoad;
  readonly #plan: LoadPlan;
  readonly #workers = new Map<number, WorkerReplay>();

  constructor(load: SampledLoad) {
    const { workload, percentiles } = load;
    const phases = load.phases.map((phase) => ({ ...phase, requests: null }));
    this.load = load;
    this.#plan = { workload, phases, percentiles, drainNs: 0 };
  }

  add(record: SampleRecord): void {
    this.#workerOf(record.worker).add(record);
  }

  outcome(): Omit<LoadOutcome, 'generator'> {
    for (let worker = 0; worker < this.#plan.workload.workers; worker += 1) this.#workerOf(worker);
    const merged = mergeReports([...this.#workers.values()].map((worker) => worker.report()));
    const plan = this.#plan;
    const { generator: _, ...measured } = buildLoadOutcome({
      ...{ name: pointNameOf(plan.workload), plan, merged },
      cpu: { cpuShare: 0, stealShare: null },
    });
    return measured;
  }

  #workerOf(number: number): WorkerReplay {
    const known = this.#workers.get(number);
    if (known) return known;
    const { hasReference, hasLabels } = this.load;
    const expected = { reference: hasReference || null, labels: hasLabels || null };
    const worker = new WorkerReplay(number, new Recorder(this.#plan, expected));
    this.#workers.set(number, worker);
    return worker;
  }
}

class WorkerReplay {
  readonly #shard: number;
  readonly #recorder: Recorder;
  #openSecond = 0;
  #isSecondEmpty = true;
  #interruptedNs: number | null = null;

  constructor(shard: number, recorder: Recorder) {
    this.#shard = shard;
    this.#recorder = recorder;
  }

  add(record: SampleRecord): void {
    if (record.kind === 'request') this.#request(record.sample);
    else if (record.kind === 'second-end') this.#secondEnds(record.second, record.facts);
    else this.#interruptedNs = record.interruptedNs;
  }

  report(): ShardReport {
    // A file that was cut ends in the middle of a second.
    if (!this.#isSecondEmpty) this.#closeSecond(QUIET_SECOND);
    return {
      shard: this.#shard,
      ...this.#recorder.report(this.#interruptedNs),
      health: NO_HEALTH,
      interrupted: this.#interruptedNs !== null,
    };
  }

  #request(sample: Sample): void {
    const { dueNs, dispatchedNs, doneNs, index } = sample;
    this.#isSecondEmpty = false;
    this.#recorder.planned(dueNs);
    if (doneNs < 0) this.#recorder.unsent(dueNs, dispatchedNs, index);
    else this.#recorder.record({ ...sample } satisfies Slot);
  }

  /** The ends of seconds before it are missing where the disk did not keep up. */
  #secondEnds(second: number, facts: typeof QUIET_SECOND): void {
    const missing = second - this.#openSecond;
    for (let left = missing; left > 0 && missing <= MOST_MISSING; left -= 1) {
      this.#closeSecond(QUIET_SECOND);
    }
    this.#closeSecond(facts);
  }

  #closeSecond(facts: typeof QUIET_SECOND): void {
    this.#recorder.closeSecond(this.#openSecond, facts);
    this.#openSecond += 1;
    this.#isSecondEmpty = true;
  }
}
