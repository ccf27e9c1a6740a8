import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import type { Percentile, Point } from '../../contract/point.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { measuredPhase, notCompleted } from '../facts/measured-phase.ts';
import { type Cell, leftColumn, rightColumn, type Table, type Tone } from '../facts/table.ts';
import { count, rate, share, time } from '../render/quantity.ts';
import { loadOfRun, pairsInTime } from './pairs-in-time.ts';

const TONE: Readonly<Record<Point['verdict'], Tone>> = {
  valid: 'good',
  saturated: 'warn',
  invalid: 'bad',
};
const NOTHING: Cell = { text: '–', tone: 'quiet' };

/** Every run of one load with its own verdict and what is at fault with it. */
export function runsOfLoadTable(document: ComparisonDocument, load: string): Table {
  const rows = pairsInTime(document).flatMap(({ number, pair, a, b }) => {
    const both = [
      { side: 'A', run: a },
      { side: 'B', run: b },
    ];
    const inOrder = pair.order === 'AB' ? both : both.toReversed();
    return inOrder.flatMap(({ side, run }) =>
      run === null ? [] : [runRow(`${count(number)} ${side}`, run, loadOfRun(run, load))],
    );
  });
  return {
    caption: 'Runs, in the order in which they were measured',
    columns: [
      leftColumn('run'),
      leftColumn('verdict'),
      rightColumn('p50'),
      rightColumn('p99'),
      rightColumn('served'),
      rightColumn('not good'),
      rightColumn('CPU stolen'),
      leftColumn('faults'),
    ],
    rows,
  };
}

function runRow(name: string, run: ResultDocument, point: Point | undefined): Cell[] {
  if (!point) return [name, { text: 'not measured', tone: 'warn' }, ...Array(6).fill(NOTHING)];
  const { counters } = measuredPhase(point);
  const stolen = point.generator?.stealShare ?? null;
  const status = run.status === 'complete' ? '' : `, ${run.status}`;
  return [
    name,
    { text: `${point.verdict}${status}`, tone: status === '' ? TONE[point.verdict] : 'warn' },
    percentileCell(point, 50),
    percentileCell(point, 99),
    rate(point.rates.servedPerSecond),
    counters.planned === 0 ? NOTHING : share(notCompleted(counters) / counters.planned),
    stolen === null ? NOTHING : share(stolen),
    faultsOf(point),
  ];
}

function percentileCell({ latency }: Point, wanted: number): Cell {
  const found: Percentile | undefined = latency.response.percentiles.find(
    ({ percent }) => percent === wanted,
  );
  return found?.state === 'measured' ? time(found.valueNs) : NOTHING;
}

function faultsOf({ rules }: Point): string {
  return rules
    .filter(({ fired }) => fired)
    .map(({ title, value }) => `${title}: ${value}`)
    .join('; ');
}
