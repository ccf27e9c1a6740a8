import type { ComparisonDocument } from '../../../contract/comparison-document.ts';
import { type Cell, leftColumn, rightColumn, type Table } from '../../facts/table.ts';
import { htmlTable } from '../../render/html/html-table.ts';
import { section } from '../../render/html/section.ts';
import { count } from '../../render/quantity.ts';
import { changesTable } from '../comparison-table.ts';

/** The two sides as they were named, and all in which they differ. */
export function comparedSection(document: ComparisonDocument): string {
  const { changed = [], unlike = [] } = document.comparison ?? {};
  const difference = { ...changesTable(changed), caption: 'What differs between A and B' };
  const conditions = {
    ...changesTable(unlike),
    caption: 'Not made alike: what should be the same and is not',
  };
  return section(
    'compared',
    'What was compared',
    htmlTable(targetsTable(document)),
    unlike.length > 0 ? htmlTable(conditions) : '',
    changed.length > 0
      ? htmlTable(difference)
      : '<p>Neither the revision nor the model’s version, the address or a label differs between A and B.</p>',
  );
}

function targetsTable({ targets, pairs, origin }: ComparisonDocument): Table {
  const runsOf = (side: 'a' | 'b') => pairs.filter((pair) => pair[side] !== null).length;
  const nameOf = (side: 'a' | 'b'): Cell =>
    origin === 'compare' && pairs.length > 1
      ? 'stored results, listed under Pairs'
      : { text: targets[side], code: true };
  return {
    caption: 'Targets',
    columns: [leftColumn('side'), leftColumn('target'), rightColumn('runs')],
    rows: [
      ['A', nameOf('a'), count(runsOf('a'))],
      ['B', nameOf('b'), count(runsOf('b'))],
    ],
  };
}
