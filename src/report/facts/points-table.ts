import type { Point } from '../../contract/point.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import { rate, share } from '../render/quantity.ts';
import { measuredPhase, notCompleted } from './measured-phase.ts';
import { percentileName, percentileWords } from './percentile-words.ts';
import { type Cell, leftColumn, rightColumn, type Table, textOf } from './table.ts';
import { verdictWords } from './verdict-words.ts';

const DOUBT = '†';
const FINDING_TONE = { met: 'good', missed: 'warn', unsure: 'bad' } as const;
const SHOWN_PERCENTS = [50, 99];

type SearchRun = NonNullable<ResultDocument['search']>['runs'][number];

/** Several loads side by side, a row each: what was asked, what came of it, and what it is worth. */
export function pointsTable({ points, missing = [], search }: ResultDocument): Table {
  const rows = points.map((point, index) => pointRow(point, search?.runs[index]));
  const hasFaults = points.some((point) => faults(point).length > 0);
  const hasDoubts = rows.some((row) => row.some((cell) => textOf(cell).endsWith(DOUBT)));
  return {
    caption: 'Points',
    columns: [
      leftColumn('load'),
      ...(search ? [leftColumn('run'), leftColumn('conditions')] : []),
      leftColumn('verdict'),
      rightColumn('due'),
      rightColumn('served'),
      ...SHOWN_PERCENTS.map((percent) => rightColumn(percentileName(percent))),
      rightColumn('not good'),
      ...(hasFaults ? [leftColumn('not as it should be')] : []),
    ],
    rows: rows.map((row, index) => {
      const point = points[index];
      return hasFaults && point ? [...row, faults(point).join('; ')] : row;
    }),
    footnotes: [
      `${SHOWN_PERCENTS.map(percentileName).join(' and ')} of the response time.`,
      ...(hasDoubts ? [`${DOUBT}: see the doubts in the latency table of that point.`] : []),
      ...missing.map(({ name, reason }) => `${name} was not measured: ${reason}.`),
    ],
  };
}

function pointRow(point: Point, run: SearchRun | undefined): Cell[] {
  const { word, tone } = verdictWords(point);
  const { counters } = measuredPhase(point);
  const { duePerSecond, servedPerSecond } = point.rates;
  return [
    point.name,
    ...(run ? [run.role, { text: run.finding, tone: FINDING_TONE[run.finding] }] : []),
    { text: word, tone },
    rate(duePerSecond),
    rate(servedPerSecond),
    ...SHOWN_PERCENTS.map((percent) => percentileCell(point, percent)),
    counters.planned === 0 ? '–' : share(notCompleted(counters) / counters.planned),
  ];
}

function percentileCell({ latency, phases }: Point, percent: number): Cell {
  const percentile = latency.response.percentiles.find((one) => one.percent === percent);
  if (!percentile) return '–';
  const seconds = (phases.at(-1)?.durationNs ?? 0) / NS_PER_SECOND;
  const { value, doubts, tone } = percentileWords(percentile, seconds);
  return { text: doubts.length > 0 ? `${value} ${DOUBT}` : value, ...(tone && { tone }) };
}

/** Rules that fired and conditions that were missed, by name. */
function faults({ rules, gates }: Point): string[] {
  return [
    ...rules.filter(({ fired }) => fired).map(({ rule }) => rule),
    ...gates.filter(({ passed }) => !passed).map(({ expression }) => `${expression} missed`),
  ];
}
