import { BenchError } from '../contract/bench-error.ts';
import type { StartedLoad } from '../contract/journal.ts';
import type { Point } from '../contract/point.ts';
import { pointNameOf } from '../contract/point-name.ts';
import type { Environment, Target } from '../contract/result-document.ts';
import type { RunConfig } from '../contract/run-config.ts';
import type { UnfinishedSweep } from './unfinished-sweep.ts';

const MACHINE = ['os', 'cpuModel', 'cpuCount', 'memoryBytes', 'node'] as const;
const SERVER = ['driver', 'standIn', 'serverName', 'serverVersion'] as const;

/**
 * The loads of a sweep that were not measured yet; all of them for a run that begins anew.
 * @throws BenchError 'usage' when there is none
 */
export function loadsLeft(
  loads: readonly RunConfig[],
  resumed: UnfinishedSweep | undefined,
): readonly RunConfig[] {
  if (!resumed) return loads;
  const measured = resumed.points.map(({ name }) => name);
  const left = loads.filter((load) => !measured.includes(nameOf(load)));
  if (left.length > 0) return left;
  throw new BenchError('usage', `every load of ${resumed.id} was measured`, {
    hint: `see it with bench report --recover ${resumed.id}`,
  });
}

function nameOf({ qps, concurrency }: RunConfig): string {
  return pointNameOf({ ratePerSecond: qps ?? null, concurrency: concurrency ?? null });
}

/** @throws BenchError 'usage' when points of then and of now cannot stand in one result */
export function refuseOtherGround(
  resumed: UnfinishedSweep | undefined,
  now: { readonly environment: Environment; readonly target: Target },
): void {
  if (!resumed) return;
  const differences = [
    ...MACHINE.map((key) => [key, resumed.environment[key], now.environment[key]] as const),
    ...SERVER.map((key) => [key, resumed.target[key], now.target[key]] as const),
  ].filter(([, then, here]) => then !== here);
  const [first] = differences;
  if (!first) return;
  const [key, then, here] = first;
  throw new BenchError(
    'usage',
    `${resumed.id} was measured with ${key} ${then}, now it is ${here}`,
    {
      hint: 'loads that were measured on different ground cannot be compared; run the sweep anew',
    },
  );
}

/** The points of before, each with a note that says so. */
export function earlierPoints(resumed: UnfinishedSweep | undefined): Point[] {
  if (!resumed) return [];
  const note = `measured by the run ${resumed.id}, which this one went on with`;
  return resumed.points.map((point) => ({ ...point, notes: [...point.notes, note] }));
}

/** A point's load, as a journal keeps it. */
export function startedLoadOf({ workload, phases }: Point, startedAtEpochMs: number): StartedLoad {
  return {
    ...{ startedAtEpochMs, workload, percentiles: [], conditions: [] },
    phases: phases.map(({ name, startNs, durationNs }) => ({ name, startNs, durationNs })),
  };
}
