import { createHash } from 'node:crypto';
import type { Workload } from '../contract/point.ts';

const LONGEST_NAME = 60;

/**
 * Name of a result and of its folder: UTC time, model, load, four digits that tell two runs of the
 * same second apart: 20261123-143015-mnist_mlp-200qps-a1b2. `attempt` counts names already taken.
 */
export function runId(startedAt: string, workload: Workload | undefined, attempt = 0): string {
  const [day = '', clock = ''] = startedAt.replace(/[-:]|\..*$/g, '').split('T');
  const what = workload ? [fileNamePart(workload.modelName), loadName(workload)] : ['empty'];
  const fingerprint = JSON.stringify([startedAt, workload ?? null, attempt]);
  const digits = createHash('sha256').update(fingerprint).digest('hex').slice(0, 4);
  return [day, clock, ...what, digits].join('-');
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
