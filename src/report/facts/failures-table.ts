import type { Failure, Point } from '../../contract/point.ts';
import { count, time } from '../render/quantity.ts';
import { leftColumn, rightColumn, type Table } from './table.ts';

const MOST_KINDS = 20;
const MOST_CHARACTERS = 300;

/** How requests failed, most frequent first, with one message of each kind. */
export function failuresTable(point: Pick<Point, 'failures'>): Table {
  const failures = [...point.failures].sort((a, b) => b.count - a.count);
  const others = failures.slice(MOST_KINDS);
  return {
    caption: 'Failures',
    columns: [
      leftColumn('reason'),
      rightColumn('requests'),
      rightColumn('first at'),
      rightColumn('last at'),
      leftColumn('one message'),
    ],
    rows: failures
      .slice(0, MOST_KINDS)
      .map((failure) => [
        { text: failure.reason, code: true },
        count(failure.count),
        time(failure.firstNs),
        time(failure.lastNs),
        { text: sampleOf(failure), code: true },
      ]),
    footnotes: othersNote(others),
  };
}

/** One message; the document has the whole of it. */
function sampleOf({ sample, message, reason }: Failure): string {
  const text = sample || message || reason;
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function othersNote(others: readonly Failure[]): string[] {
  if (others.length === 0) return [];
  const requests = others.reduce((sum, failure) => sum + failure.count, 0);
  return [`${count(others.length)} rarer kinds (${count(requests)} requests) are in result.json.`];
}
