import type { PointComparison } from '../../../contract/comparison.ts';
import type { ComparisonDocument } from '../../../contract/comparison-document.ts';
import { figure } from '../../render/html/figure.ts';
import { htmlTable } from '../../render/html/html-table.ts';
import { section } from '../../render/html/section.ts';
import { comparedCurvesChart } from '../chart/compared-curves-chart.ts';
import { forestChart } from '../chart/forest-chart.ts';
import { comparisonTable } from '../comparison-table.ts';
import { loadOfRun, pairsInTime } from '../pairs-in-time.ts';
import { runsOfLoadTable } from '../runs-of-load-table.ts';
import { signedVerdict } from '../verdict-symbol.ts';
import { pairFigures } from './pair-figures.ts';

/** All that was found of one load. `scope` keeps the anchors of several loads apart. */
export function loadSections(
  document: ComparisonDocument,
  load: PointComparison,
  scope: string,
): string {
  return [
    section(
      `metrics${scope}`,
      'What changed',
      htmlTable(comparisonTable(load, signedVerdict), { captionHidden: true }),
      forestFigure(load, scope),
    ),
    section(`latency${scope}`, 'Latency', curvesFigure(document, load, scope)),
    section(`ratios${scope}`, 'Pair by pair', pairFigures(document, load, scope)),
    section(
      `runs${scope}`,
      'Runs',
      htmlTable(runsOfLoadTable(document, load.name), { captionHidden: true }),
    ),
  ].join('\n');
}

function forestFigure({ metrics }: PointComparison, scope: string): string {
  const legend = metrics.some(({ limit, ratio }) => limit !== null && ratio !== null)
    ? [{ name: 'limit-band', text: 'within the limit' }]
    : [];
  const caption =
    'Dot: the change over all judged pairs. Line: its 95 % interval; an arrow at its end says that it goes on. ' +
    'More is worse, except for throughput.';
  const chart = forestChart(metrics, scope);
  return figure('Changes and limits', chart, legend, caption, null);
}

function curvesFigure(document: ComparisonDocument, { name }: PointComparison, scope: string) {
  const judged = pairsInTime(document).filter(({ pair }) => pair.judged);
  const a = judged.flatMap((pair) => (pair.a && loadOfRun(pair.a, name)) ?? []);
  const b = judged.flatMap((pair) => (pair.b && loadOfRun(pair.b, name)) ?? []);
  const isMerged = judged.length > 1;
  const legend = [
    { name: 'side-a', text: isMerged ? 'A, all its runs as one' : 'A' },
    { name: 'side-b', text: isMerged ? 'B, all its runs as one' : 'B' },
    ...(isMerged ? [{ name: 'single', text: 'thin: single runs' }] : []),
  ];
  const caption =
    'Response time of judged runs. Each line to the right holds ten times fewer requests. Dotted: fewer than 10 requests lie above.';
  return figure(
    'Latency by percentile',
    comparedCurvesChart({ a, b }, scope),
    legend,
    caption,
    null,
  );
}
