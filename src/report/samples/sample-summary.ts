import type { ReplayedLoad, ReplayedSamples } from '../../contract/sample.ts';
import { countersTable } from '../facts/counters-table.ts';
import { failuresTable } from '../facts/failures-table.ts';
import { latencyTable, waitingTable } from '../facts/latency-table.ts';
import { subject } from '../facts/subject.ts';
import type { Table } from '../facts/table.ts';
import { isoTime } from '../iso-time.ts';
import { count } from '../render/quantity.ts';
import type { RenderOptions } from '../render/renderer.ts';
import { paint } from '../render/text/paint.ts';
import { textLines } from '../render/text/text-lines.ts';
import { textTable } from '../render/text/text-table.ts';

/** What the samples of a run say by themselves, for the terminal. */
export function sampleSummary(samples: ReplayedSamples, options: RenderOptions): string {
  const { path, run, loads } = samples;
  const lines = (sentences: readonly string[]) =>
    sentences.flatMap((sentence) => textLines(sentence, options));
  const head = [
    paint('Samples', 'strong', options.color),
    ...lines([
      path,
      `run of ${isoTime(run.startedAtEpochMs)}, inferbench ${run.tool.version}`,
      ...provenance(samples),
    ]),
  ];
  const parts = loads.flatMap((load) => loadParts(load, options, lines));
  if (loads.length === 0) parts.push('No load was begun.');
  return `${[head.join('\n'), ...parts].join('\n\n')}\n`;
}

/** The same for programs: one JSON document. */
export function sampleSummaryJson({ path, run, loads, ...rest }: ReplayedSamples): string {
  return `${JSON.stringify({ path, ...run, ...rest, loads }, null, 2)}\n`;
}

function provenance({ resultId, isCut }: ReplayedSamples): string[] {
  if (isCut) {
    return [
      'The file ends before its end: the run was killed, or the disk took no more. Below is what it holds.',
    ];
  }
  if (resultId === null) return ['The result of this run could not be written.'];
  return [`Verdict, server and generator stand in the result: bench report ${resultId}`];
}

function loadParts(
  { load, outcome, lost }: ReplayedLoad,
  options: RenderOptions,
  lines: (sentences: readonly string[]) => string[],
): string[] {
  const table = (one: Table) => textTable(one, options);
  const head = [
    paint(`${load.point}: ${load.name}`, 'strong', options.color),
    ...lines([subject(outcome), ...whatIsMissing(lost)]),
  ];
  return [
    head.join('\n'),
    table(latencyTable(outcome)),
    table(waitingTable(outcome)),
    table(countersTable(outcome)),
    ...(outcome.failures.length > 0 ? [table(failuresTable(outcome))] : []),
  ];
}

function whatIsMissing(lost: number | null): string[] {
  if (lost === null) return ['The file ends in the middle of this load.'];
  if (lost === 0) return [];
  return [`${count(lost)} requests are missing: the disk did not keep up or failed.`];
}
