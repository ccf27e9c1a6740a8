import type { ResultDocument } from '../../../contract/result-document.ts';
import { csvText } from '../escape.ts';
import { latencyColumns } from './latency-columns.ts';
import { type Column, missingCells, pointColumns } from './point-columns.ts';

const LINE_END = '\r\n';

/**
 * One row for each point, and for each load that could not be measured: numbers in the unit that the
 * header names, an empty cell where there is none. RFC 4180, fit for a spreadsheet.
 */
export function csv(doc: ResultDocument): string {
  const columns: readonly Column[] = [...pointColumns(doc), ...latencyColumns(doc.points)];
  const rows = doc.points.map((point) => columns.map(({ value }) => cell(value(point))));
  const missing = (doc.missing ?? []).map((one) => {
    const known = missingCells(doc, one);
    return columns.map(({ title }) => cell(known[title] ?? null));
  });
  const lines = [columns.map(({ title }) => title), ...rows, ...missing];
  return lines.map((line) => line.join(',') + LINE_END).join('');
}

function cell(value: string | number | null): string {
  if (typeof value === 'string') return csvText(value);
  return value === null || !Number.isFinite(value) ? '' : String(value);
}
