import type { SampledLoad } from '../../../../src/contract/sample.ts';
import type { ShardPlan } from '../../../../src/load/load-plan.ts';
import { LoadSampling } from '../../../../src/load/samples/load-sampling.ts';
import { SampleFile } from '../../../../src/load/samples/sample-file.ts';
import { SampleWriter } from '../../../../src/load/samples/sample-writer.ts';
import { SamplingRecorder } from '../../../../src/load/samples/sampling-recorder.ts';
import type { ShardReport } from '../../../../src/load/stats/shard-report.ts';
import { HandClock } from '../../../support/hand-clock.ts';
import { aShardPlan } from '../stats/a-shard-plan.ts';
import { type Fate, playLoad } from '../stats/play-load.ts';

const RUN = { tool: { name: 'inferbench', version: '9.9.9' }, startedAtEpochMs: 1_000 };

export function openSampleFile(path: string): Promise<SampleFile> {
  return SampleFile.open(path, RUN);
}

function aSampledLoad(plan: ShardPlan): Omit<SampledLoad, 'point'> {
  return {
    name: 'qps=200',
    startedAtEpochMs: 2_000,
    workload: plan.workload,
    phases: plan.phases.map(({ name, startNs, durationNs }) => ({ name, startNs, durationNs })),
    percentiles: [...plan.percentiles],
    hasReference: false,
    hasLabels: false,
  };
}

/** Plays one load whose workers have these requests, and keeps its samples. */
export async function keepLoad(
  file: SampleFile,
  fates: readonly (readonly Fate[])[],
): Promise<{ plan: ShardPlan; reports: ShardReport[] }> {
  const plan = aShardPlan({ workload: { workers: fates.length } });
  const sampling = new LoadSampling(file, fates.length, new HandClock());
  sampling.begin(aSampledLoad(plan));
  const reports = fates.map((ofShard, shard) => {
    const { ring } = sampling.ofShard(shard);
    const writer = new SampleWriter(ring, shard);
    const recorder = new SamplingRecorder(writer, plan, { reference: null, labels: null });
    return playLoad(ofShard, { shard, plan, recorder });
  });
  await sampling.end();
  return { plan, reports };
}
