import { createHash } from 'node:crypto';
import type { Point, Workload } from '../contract/point.ts';

const LONGEST_NAME = 60;

/** What a result is named after. */
interface NamedAfter {
  /** As a configuration file would hold it. */
  readonly config: object;
  readonly points: readonly Pick<Point, 'workload'>[];
}

/**
 * Name of a result and of its folder: UTC time, model, load, four digits that tell two runs of the
 * same second apart: 20261123-143015-mnist_mlp-200qps-a1b2. `attempt` counts names already taken.
 */
export function runId(startedAt: string, { config, points }: NamedAfter, attempt = 0): string {
  const [day = '', clock = ''] = startedAt.replace(/[-:]|\..*$/g, '').split('T');
  const workload = points[0]?.workload;
  const what = workload
    ? [fileNamePart(workload.modelName), rowName(config) ?? loadName(workload)]
    : ['empty'];
  const fingerprint = JSON.stringify([startedAt, workload ?? null, attempt]);
  const digits = createHash('sha256').update(fingerprint).digest('hex').slice(0, 4);
  return [day, clock, ...what, digits].join('-');
}

/** A row of loads is named after what was asked for, not after its first load. */
function rowName(config: object): string | undefined {
  if ('search' in config) return 'search';
  return 'sweep' in config ? 'sweep' : undefined;
}

function loadName({ model, ratePerSecond, concurrency, stages, trace }: Workload): string {
  if (stages) return 'stages';
  if (trace) return 'trace';
  if (model === 'open' && ratePerSecond !== null) return `${ratePerSecond}qps`;
  return `c${concurrency ?? 0}`;
}

/** A model may be called anything; a folder may not, and it must not begin with a dot. */
function fileNamePart(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_.]+/g, '_').replace(/^[_.]+|[_.]+$/g, '');
  return safe.slice(0, LONGEST_NAME) || 'model';
}
