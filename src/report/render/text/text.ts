import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { countersTable } from '../../facts/counters-table.ts';
import { failuresTable } from '../../facts/failures-table.ts';
import { gatesTable } from '../../facts/gates-table.ts';
import { loadNumbers, numbersTable } from '../../facts/key-numbers.ts';
import { latencyTable, waitingTable } from '../../facts/latency-table.ts';
import { hasSeveralPoints } from '../../facts/row-subject.ts';
import { serverSentences } from '../../facts/server-sentences.ts';
import type { Table } from '../../facts/table.ts';
import type { RenderOptions } from '../renderer.ts';
import { paint } from './paint.ts';
import { textLines } from './text-lines.ts';
import { textRow } from './text-row.ts';
import { textTable } from './text-table.ts';
import { textVerdict } from './text-verdict.ts';

/** The summary on the terminal: the verdict first, then the numbers, then where the files are. */
export function text(doc: ResultDocument, options: RenderOptions): string {
  const parts = hasSeveralPoints(doc)
    ? textRow(doc, options)
    : doc.points.flatMap((point) => pointParts(doc, point, options));
  if (doc.points.length === 0) parts.push('Nothing was measured.');
  const grafana = doc.grafana ? [`${doc.grafana.kind}: ${doc.grafana.url}`] : [];
  // A path that was cut in two could not be copied.
  const unwrapped = { ...options, width: Number.POSITIVE_INFINITY };
  const places = [
    ...list('Grafana', grafana, unwrapped, ''),
    ...list('Files', options.files ?? [], unwrapped, ''),
  ];
  return `${[...parts, ...places].join('\n\n')}\n`;
}

function pointParts(doc: ResultDocument, point: Point, options: RenderOptions): string[] {
  const table = (one: Table) => textTable(one, options);
  return [
    textVerdict(doc, point, options),
    table(numbersTable('Load', loadNumbers(point))),
    table(latencyTable(point)),
    table(waitingTable(point)),
    table(countersTable(point)),
    ...(point.failures.length > 0 ? [table(failuresTable(point))] : []),
    ...list('Server', serverSentences(point), options, ''),
    ...list('Notes', point.notes, options, '- '),
    ...(point.gates.length > 0 ? [table(gatesTable(point))] : []),
  ];
}

function list(
  title: string,
  sentences: readonly string[],
  options: RenderOptions,
  bullet: string,
): string[] {
  if (sentences.length === 0) return [];
  const lines = sentences.flatMap((one) => textLines(one, options, undefined, bullet));
  return [[paint(title, 'strong', options.color), ...lines].join('\n')];
}
