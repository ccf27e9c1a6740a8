import type { Engine } from '../engines/engine.ts';
import type { ShardPlan } from '../load-plan.ts';
import type { Clock } from './clock.ts';
import { ClosedLoop } from './closed-loop.ts';
import { InFlightLimit } from './in-flight-limit.ts';
import { OpenLoop } from './open-loop.ts';
import type { LateSense, Pacer, PacerEvents } from './pacer.ts';
import { createPlanSchedule } from './plan-schedule.ts';
import { createRequestOrder } from './request-order.ts';
import type { Waker } from './waker.ts';

export interface PacerParts {
  readonly plan: ShardPlan;
  /** Different requests there are to send. */
  readonly requests: number;
  readonly clock: Clock;
  readonly waker: Waker;
  readonly engine: Engine;
  readonly late: LateSense;
  readonly events: PacerEvents;
  /** Closed loop with a bound: the last request has been started. */
  readonly lastStarted: () => void;
}

/** The pacer that a shard's plan asks for. */
export function createPacer(parts: PacerParts): Pacer {
  const { plan, clock, waker, engine, late, events, lastStarted } = parts;
  const { shard, shards, shardConcurrency, shardMaxInFlight, shardRequests } = plan;
  const order = createRequestOrder(parts.requests, plan.workload.seed);
  const limit = new InFlightLimit(clock, engine, shardMaxInFlight, order);
  const common = { clock, waker, limit, late, events, firstIndex: shard, indexStep: shards };
  if (plan.workload.model === 'open') {
    return new OpenLoop({ ...common, schedule: createPlanSchedule(plan) });
  }
  const phases = plan.phases.map(({ startNs, durationNs }, phase) => ({
    startNs,
    endNs: durationNs === null ? Number.POSITIVE_INFINITY : startNs + durationNs,
    bound: shardRequests[phase] ?? Number.POSITIVE_INFINITY,
  }));
  return new ClosedLoop({ ...common, phases, concurrency: shardConcurrency, lastStarted });
}
