import type { SampledLoad, SampleRow } from '../../contract/sample.ts';
import { requestIdOf } from '../requests/request-id.ts';
import { readSamples } from './read-samples.ts';
import type { SampleRecord } from './sample-record.ts';

/**
 * The requests of a file of samples in the order they ended, worker by worker, some thousands at a time.
 * `onCut` is told when the file ends before its end.
 * @throws BenchError 'result-unreadable'
 */
export async function* sampleRows(
  path: string,
  onCut: () => void,
): AsyncGenerator<readonly SampleRow[]> {
  for await (const part of readSamples(path)) {
    if (part.kind === 'cut') onCut();
    if (part.kind === 'records') yield rowsOf(part.load, part.records);
  }
}

function rowsOf({ point, phases }: SampledLoad, records: readonly SampleRecord[]): SampleRow[] {
  const measuredFromNs = phases.at(-1)?.startNs ?? 0;
  return records.flatMap((record) => {
    if (record.kind !== 'request') return [];
    const { sample } = record;
    const phase = sample.dueNs < measuredFromNs ? 'warmup' : 'measured';
    return [{ ...sample, point, id: requestIdOf(point, sample.index), phase }];
  });
}
