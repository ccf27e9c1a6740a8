import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { percentileDistribution } from '../../facts/histogram.ts';
import { measuredPhase } from '../../facts/measured-phase.ts';
import { documentNotices } from '../../facts/verdict-words.ts';
import { terminalText } from '../escape.ts';

/**
 * Response times of the measured phase in milliseconds as HDR tools print and plot them: a block for
 * each point, what it is and what must not be overlooked in comments after it.
 * Source: org.HdrHistogram.AbstractHistogram#outputPercentileDistribution.
 */
export function hgrm(doc: ResultDocument): string {
  if (doc.points.length === 0) return '#[Nothing was measured]\n';
  return doc.points.map((point) => block(doc, point)).join('\n');
}

function block(doc: ResultDocument, point: Point): string {
  const comments = [
    `Point   = ${point.name}, response time in ms, ${point.verdict}`,
    ...neverCameBack(point),
    ...documentNotices(doc),
  ];
  const lines = comments.map((comment) => `#[${terminalText(comment)}]\n`);
  return percentileDistribution(point.histograms.response) + lines.join('');
}

/** The layout has no place for them, and without them its percentiles are too good. */
function neverCameBack(point: Point): string[] {
  const { timedOut, aborted, unsent } = measuredPhase(point).counters;
  return [
    ...(timedOut > 0 ? [`Timed out: ${timedOut} requests, above as if they had ended then`] : []),
    ...(aborted + unsent > 0
      ? [`Never came back: ${aborted + unsent} more requests, which are left out above`]
      : []),
  ];
}
