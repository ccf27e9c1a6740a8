import type {
  ComparisonVerdict,
  Difference,
  MetricComparison,
  PointComparison,
} from '../../contract/comparison.ts';
import { type Cell, leftColumn, rightColumn, type Table } from '../facts/table.ts';
import { margin, share } from '../render/quantity.ts';
import { bandText, metricText } from './band-text.ts';
import { verdictCell } from './comparison-words.ts';
import { pairsNeededWords } from './pairs-needed-words.ts';

const BAND_NOTE =
  'Noise band: where 19 of 20 runs like the earlier ones would lie. The verdict is that of B against it.';
const NOTHING: Cell = { text: '–', tone: 'quiet' };

/**
 * One load: A beside B, metric by metric.
 * @param wordsOf how a verdict is written
 */
export function comparisonTable(
  { name, metrics }: PointComparison,
  wordsOf: (verdict: ComparisonVerdict) => Cell = verdictCell,
): Table {
  // A single pair has no interval; where there is a band, it stands in its place.
  const hasBand = metrics.some(({ band }) => band);
  return {
    caption: name,
    columns: [
      leftColumn('metric'),
      rightColumn('A'),
      rightColumn('B'),
      rightColumn('change'),
      rightColumn(hasBand ? 'noise band' : '95 % interval'),
      rightColumn('limit'),
      leftColumn('verdict'),
    ],
    rows: metrics.map((metric) => metricRow(metric, wordsOf)),
    footnotes: [
      'Response time, unless it says service. A and B are geometric means over the runs.',
      ...(hasBand ? [BAND_NOTE] : []),
      ...metrics.flatMap(notesOf),
    ],
  };
}

/** What a comparison may be about. */
export function changesTable(changed: readonly Difference[]): Table {
  return {
    caption: 'Changed',
    columns: [leftColumn(''), leftColumn('A'), leftColumn('B')],
    rows: changed.map(({ field, a, b }) => [field, literal(a), literal(b)]),
  };
}

function literal(text: string): Cell {
  return { text, code: true };
}

function metricRow(
  metric: MetricComparison,
  wordsOf: (verdict: ComparisonVerdict) => Cell,
): Cell[] {
  const { id, a, b, ratio, limit, verdict } = metric;
  return [
    id,
    valueCell(a, metric),
    valueCell(b, metric),
    ratio === null ? NOTHING : margin(ratio - 1),
    rangeCell(metric),
    limit === null ? '' : share(limit),
    verdict === null ? '' : wordsOf(verdict),
  ];
}

function rangeCell(metric: MetricComparison): Cell {
  const { interval, band, unit } = metric;
  if (band) return bandText(band, unit);
  if (interval === null) return NOTHING;
  return `${margin(interval.low - 1)} … ${margin(interval.high - 1)}`;
}

function valueCell(value: number | null, { unit }: MetricComparison): Cell {
  return value === null ? NOTHING : metricText(value, unit);
}

function notesOf({ id, reason, pairsNeeded, limit }: MetricComparison): string[] {
  const doubt = reason === null ? [] : [`${id}: ${reason}.`];
  if (pairsNeeded === null || limit === null) return doubt;
  return [...doubt, `${id}: ${pairsNeededWords(pairsNeeded, limit)}.`];
}
