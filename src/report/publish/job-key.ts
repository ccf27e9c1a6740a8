import { createHash } from 'node:crypto';
import { type PublishedDocument, runsOf } from './published.ts';

/** A status' name may have 255 characters, and something stands before the key there. */
const LONGEST = 200;
const HASH_LENGTH = 12;
const NO_MODEL = 'inference';

/**
 * What a job's comment is found by again, the same for every run of the job: its label "job" where there is one,
 * else model, protocol, batch and loads: "resnet50 grpc batch=8 qps=200".
 */
export function jobKeyOf(document: PublishedDocument): string {
  if (document.labels.job) return bounded(document.labels.job);
  const [run] = runsOf(document);
  const [first] = run?.points ?? [];
  if (!run || !first) return NO_MODEL;
  const { modelName, protocol, batchSize } = first.workload;
  const batch = batchSize === 1 ? [] : [`batch=${batchSize}`];
  const loads = run.search ? ['search'] : run.points.map(({ name }) => name);
  return bounded([modelName, protocol, ...batch, ...loads].join(' '));
}

/** A key that is too long keeps its beginning, and ends in something that tells it from its likes. */
export function bounded(key: string): string {
  if (key.length <= LONGEST) return key;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, HASH_LENGTH);
  return `${key.slice(0, LONGEST - HASH_LENGTH - 1)}~${hash}`;
}
