import type { Point, Rule } from '../../contract/point.ts';
import { ruleOutcome } from './rule-outcome.ts';
import { ruleTitle } from './rule-title.ts';
import { type Cell, leftColumn, type Table } from './table.ts';

/** Why the run can be believed or not: every rule with what it saw and its limit. */
export function rulesTable(point: Point): Table {
  return {
    caption: 'Why these numbers can or cannot be believed',
    columns: [leftColumn('rule'), leftColumn('seen'), leftColumn('limit'), leftColumn('result')],
    rows: point.rules.map((rule) => [
      ruleTitle(rule),
      rule.value,
      { text: rule.limit, tone: 'quiet' },
      outcomeCell(rule),
    ]),
  };
}

const TONE = { ok: 'good', 'not judged': 'warn', saturated: 'bad', invalid: 'bad' } as const;

function outcomeCell(rule: Rule): Cell {
  const text = ruleOutcome(rule);
  return { text, tone: TONE[text] };
}
