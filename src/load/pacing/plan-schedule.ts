import type { PhasePlan, ShardPlan } from '../load-plan.ts';
import { createConstantSchedule } from './constant-schedule.ts';
import { createPhasedSchedule } from './phased-schedule.ts';
import { createPoissonSchedule } from './poisson-schedule.ts';
import { createRandom } from './random.ts';
import type { Schedule } from './schedule.ts';
import { createStagedSchedule } from './staged-schedule.ts';
import { createStripedSchedule } from './striped-schedule.ts';
import { createTraceSchedule } from './trace-schedule.ts';

type SchedulePlan = Pick<ShardPlan, 'phases' | 'shard' | 'shards'> & {
  readonly workload: Pick<ShardPlan['workload'], 'arrivals' | 'seed'>;
};

/** An open loop's due times for one shard. Each phase is drawn apart, by a stream of its own. */
export function createPlanSchedule({ phases, shard, shards, workload }: SchedulePlan): Schedule {
  const schedules = phases.map((phase, stream) => phaseSchedule(phase, stream, workload));
  return createStripedSchedule(createPhasedSchedule(schedules), shard, shards);
}

function phaseSchedule(
  { startNs, durationNs, requests, course }: PhasePlan,
  stream: number,
  { arrivals, seed }: SchedulePlan['workload'],
): Schedule {
  const lengthNs = durationNs ?? 0;
  const count = requests ?? 0;
  if (course?.kind === 'trace') {
    return createTraceSchedule(startNs, new Float64Array(course.recordedNs), count);
  }
  const random = arrivals === 'constant' ? null : createRandom(seed, stream);
  if (course) return createStagedSchedule(startNs, lengthNs, course.stages, count, random);
  return random === null
    ? createConstantSchedule(startNs, lengthNs, count)
    : createPoissonSchedule(startNs, lengthNs, count, random);
}
