import type { PhasePlan, ShardPlan } from '../load-plan.ts';
import { createConstantSchedule } from './constant-schedule.ts';
import { createPhasedSchedule } from './phased-schedule.ts';
import { createPoissonSchedule } from './poisson-schedule.ts';
import { createRandom } from './random.ts';
import type { Schedule } from './schedule.ts';
import { createStripedSchedule } from './striped-schedule.ts';

type SchedulePlan = Pick<ShardPlan, 'phases' | 'shard' | 'shards'> & {
  readonly workload: Pick<ShardPlan['workload'], 'arrivals' | 'seed'>;
};

/** An open loop's due times for one shard. Each phase is drawn apart, by a stream of its own. */
export function createPlanSchedule({ phases, shard, shards, workload }: SchedulePlan): Schedule {
  const schedules = phases.map((phase, stream) => phaseSchedule(phase, stream, workload));
  return createStripedSchedule(createPhasedSchedule(schedules), shard, shards);
}

function phaseSchedule(
  { startNs, durationNs, requests }: PhasePlan,
  stream: number,
  { arrivals, seed }: SchedulePlan['workload'],
): Schedule {
  if (arrivals === 'constant')
    return createConstantSchedule(startNs, durationNs ?? 0, requests ?? 0);
  const random = createRandom(seed, stream);
  return createPoissonSchedule(startNs, durationNs ?? 0, requests ?? 0, random);
}
