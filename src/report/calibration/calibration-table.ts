import type { CalibratedMetric, Calibration } from '../../contract/calibration.ts';
import { type Cell, leftColumn, rightColumn, type Table } from '../facts/table.ts';
import { count, share } from '../render/quantity.ts';

/** What this machine can tell with as many pairs as were measured. */
export function calibrationTable({ metrics, pairs }: Calibration): Table {
  return {
    caption: 'What this machine can tell',
    columns: [
      leftColumn('metric'),
      rightColumn('spread'),
      rightColumn('smallest change found'),
      rightColumn('least limit'),
      rightColumn('limit'),
      rightColumn('pairs for it'),
    ],
    rows: metrics.map(metricRow),
    footnotes: [
      `Spread: of ln(B/A) from pair to pair. Found four times in five, and called no change at the least, with ${count(pairs)} pairs.`,
    ],
  };
}

function metricRow(metric: CalibratedMetric): Cell[] {
  const { id, spread, limit, pairsForLimit } = metric;
  const pairs = pairsForLimit === null ? 'more than can be' : count(pairsForLimit);
  return [
    id,
    share(spread),
    share(metric.smallestChange),
    share(metric.leastLimit),
    limit === null ? '' : share(limit),
    limit === null ? '' : pairs,
  ];
}
