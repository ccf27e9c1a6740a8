import type { GateResult, Point } from '../../contract/point.ts';
import { parseGate } from '../../contract/slo.ts';
import { exactRate, exactTime, margin, rate, share, time } from '../render/quantity.ts';
import { type Cell, leftColumn, rightColumn, type Table } from './table.ts';

type Words = Readonly<Record<'time' | 'rate', (value: number) => string>>;

export const MEASURED: Words = { time, rate };
/** What somebody chose is shown with every digit of it. */
export const CHOSEN: Words = { time: exactTime, rate: exactRate };

/** The conditions of the run: value, limit, and the share of the limit that is left. */
export function gatesTable(point: Point): Table {
  return {
    caption: 'Conditions',
    columns: [
      leftColumn('condition'),
      rightColumn('value'),
      rightColumn('limit'),
      rightColumn('margin'),
      leftColumn('result'),
    ],
    rows: point.gates.map((gate) => [
      { text: gate.expression, code: true },
      gate.value === null ? { text: '–', tone: 'quiet' } : inUnitOf(gate, gate.value, MEASURED),
      inUnitOf(gate, gate.limit, CHOSEN),
      gate.margin === null ? { text: '–', tone: 'quiet' } : margin(gate.margin),
      resultCell(gate),
    ]),
  };
}

function resultCell({ passed, reason }: GateResult): Cell {
  const word = passed ? 'met' : 'missed';
  return {
    text: reason === null ? word : `${word}: ${reason}`,
    tone: passed ? 'good' : 'bad',
  };
}

/** A number of a gate in the unit its metric has; the expression says which metric that is. */
export function inUnitOf(
  { expression }: Pick<GateResult, 'expression'>,
  value: number,
  words: Words,
): string {
  const gate = parseGate(expression);
  if (typeof gate === 'string') return String(value);
  switch (gate.metric.kind) {
    case 'percentile':
    case 'mean':
    case 'max':
      return words.time(value);
    case 'errors':
    case 'accuracy':
      return share(value);
    case 'throughput':
      return words.rate(value);
  }
}
