import type { ResultDocument } from '../../../contract/result-document.ts';
import { latencyLimits } from '../../facts/latency-limits.ts';
import { kneeWords, loadCurve, tailName } from '../../facts/load-curve.ts';
import { pointsTable } from '../../facts/points-table.ts';
import { hasSeveralPoints } from '../../facts/row-subject.ts';
import { searchWords } from '../../facts/search-words.ts';
import { whereTimeGoes } from '../../facts/where-time-goes.ts';
import { loadCurveChart } from '../chart/load-curve-chart.ts';
import { timePartsBars } from '../chart/time-parts-bars.ts';
import { htmlText } from '../escape.ts';
import { figure } from './figure.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** Several points side by side, above all that was measured of each; nothing for one. */
export function pointsSection(doc: ResultDocument): string {
  if (!hasSeveralPoints(doc)) return '';
  const words = searchWords(doc).map((one) => `<p>${htmlText(one)}</p>`);
  return section(
    'points',
    'All loads',
    ...words,
    curveFigure(doc),
    htmlTable(pointsTable(doc), { captionHidden: true }),
    barsFigure(doc),
  );
}

function curveFigure({ points }: ResultDocument): string {
  const curve = loadCurve(points);
  if (curve === null) return '';
  const limits = points.flatMap(latencyLimits);
  const distinct = limits.filter(
    (limit, index) =>
      limits.findIndex(({ name, ns }) => name === limit.name && ns === limit.ns) === index,
  );
  const has = (verdict: string) => curve.points.some((point) => point.verdict === verdict);
  const legend = [
    ...(curve.tailPercent === null ? [] : [{ name: 'p99', text: tailName(curve) }]),
    { name: 'p50', text: 'median' },
    ...(has('saturated') ? [{ name: 'ring', text: 'the server was saturated' }] : []),
    ...(has('invalid') ? [{ name: 'cross', text: 'invalid: not to be relied on' }] : []),
  ];
  const caption = `Response time of each load over the rate that was served, in the order of the load. ${kneeWords(curve)}`;
  return figure(
    'Latency against throughput',
    loadCurveChart(curve, distinct),
    legend,
    caption,
    null,
  );
}

function barsFigure({ points }: ResultDocument): string {
  const rows = points.flatMap((point) => {
    const parts = whereTimeGoes(point);
    return parts ? [{ name: point.name, parts }] : [];
  });
  const [first] = rows;
  if (!first) return '';
  const legend = first.parts.map(({ id, title }) => ({ name: `part ${id}`, text: title }));
  const left = points.length - rows.length;
  const missing = left === 0 ? '' : ` Loads without a bar (${left}) lack a mean.`;
  const caption = `Means, because a server’s counters hold sums and tell nothing of its percentiles.${missing}`;
  return figure('Where the time goes', timePartsBars(rows), legend, caption, null);
}
