import { resolve } from 'node:path';
import { replaySamples, sampleRows } from '../load/index.ts';
import {
  type RenderOptions,
  SAMPLE_ROWS,
  type SampleRowFormat,
  sampleSummary,
  sampleSummaryJson,
} from '../report/index.ts';

/** text and json: each load recorded anew from its requests; csv and ndjson: the requests themselves. */
export type SampleFormat = 'text' | 'json' | SampleRowFormat;

/**
 * A file of samples in a readable form, piece by piece: rows are as many as requests were.
 * `onWarning` is told when the file ends before its end.
 * @throws BenchError 'result-unreadable' that says what is wrong with the file
 */
export async function* showSamples(
  file: string,
  format: SampleFormat,
  look: RenderOptions,
  { cwd, onWarning }: { readonly cwd: string; readonly onWarning: (sentence: string) => void },
): AsyncGenerator<string> {
  const path = resolve(cwd, file);
  if (format === 'text' || format === 'json') {
    const samples = await replaySamples(path);
    yield format === 'text' ? sampleSummary(samples, look) : sampleSummaryJson(samples);
    return;
  }
  const { head, row } = SAMPLE_ROWS[format];
  yield head;
  const onCut = () =>
    onWarning(`${path} ends before its end: the run was killed, or the disk took no more`);
  for await (const rows of sampleRows(path, onCut)) yield rows.map(row).join('');
}
