import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { configTable } from '../../facts/config-table.ts';
import { countersTable } from '../../facts/counters-table.ts';
import { environmentTable } from '../../facts/environment-table.ts';
import { failuresTable } from '../../facts/failures-table.ts';
import { gatesTable } from '../../facts/gates-table.ts';
import { generatorTable, workersTable } from '../../facts/generator-table.ts';
import { keyNumbers, numbersTable } from '../../facts/key-numbers.ts';
import { latencyTable, waitingTable } from '../../facts/latency-table.ts';
import { kneeWords, loadCurve } from '../../facts/load-curve.ts';
import { pointsTable } from '../../facts/points-table.ts';
import { hasSeveralPoints } from '../../facts/row-subject.ts';
import { rulesTable } from '../../facts/rules-table.ts';
import { searchWords } from '../../facts/search-words.ts';
import { serverPanelsTable } from '../../facts/server-panels.ts';
import { batchSizesTable, serverTable } from '../../facts/server-table.ts';
import { sparklineTable } from '../../facts/sparkline-table.ts';
import type { Table } from '../../facts/table.ts';
import { timeline } from '../../facts/timeline.ts';
import { timePartsTable, whereTimeGoes } from '../../facts/where-time-goes.ts';
import { workloadTable } from '../../facts/workload-table.ts';
import { fencedCode, markdownText } from '../escape.ts';
import { markdownTable } from './markdown-table.ts';
import { markdownVerdict } from './markdown-verdict.ts';
import { loadCurveMermaid, responseTimeMermaid } from './mermaid-charts.ts';

/** One part that can be left out as a whole. */
export interface MarkdownSection {
  readonly title: string;
  readonly body: string;
}

/** All sections of a document, the most important first. */
export function markdownSections(doc: ResultDocument): MarkdownSection[] {
  const points = doc.points.flatMap((point) => pointSections(doc, point));
  return [
    ...(hasSeveralPoints(doc) ? [sideBySide(doc)] : []),
    ...(points.length > 0 ? points : [NOTHING]),
    folded(environmentTable(doc)),
    folded(configTable(doc)),
    { title: 'How to repeat', body: `## How to repeat\n\n${fencedCode(doc.command)}` },
  ];
}

function sideBySide(doc: ResultDocument): MarkdownSection {
  const { title, body } = open(pointsTable(doc));
  const curve = loadCurve(doc.points);
  const drawn = curve ? [markdownText(kneeWords(curve)), loadCurveMermaid(curve)] : [];
  const parts = [...searchWords(doc).map(markdownText), body, ...drawn];
  return { title, body: parts.filter((part) => part !== '').join('\n\n') };
}

const NOTHING: MarkdownSection = { title: 'Verdict', body: '# Nothing was measured' };

function pointSections(doc: ResultDocument, point: Point): MarkdownSection[] {
  const parts = whereTimeGoes(point);
  return [
    { title: 'Verdict', body: markdownVerdict(doc, point) },
    open(numbersTable('Key numbers', keyNumbers(point))),
    open(latencyTable(point)),
    ...(point.gates.length > 0 ? [open(gatesTable(point))] : []),
    open(rulesTable(point)),
    ...overTime(point),
    open(countersTable(point)),
    ...(point.failures.length > 0 ? [open(failuresTable(point))] : []),
    ...notes(point),
    ...(parts ? [open(timePartsTable(parts))] : []),
    ...optional(serverTable(point)),
    ...optional(batchSizesTable(point)),
    ...optional(serverPanelsTable(point)),
    folded(waitingTable(point)),
    ...optional(generatorTable(point)),
    ...optional(workersTable(point)),
    folded(workloadTable(point)),
  ];
}

function overTime(point: Point): MarkdownSection[] {
  const entries = timeline(point);
  const table = sparklineTable(entries);
  if (table === null) return [];
  const { title, body } = open(table);
  const drawn = responseTimeMermaid(entries);
  return [{ title, body: drawn === '' ? body : `${body}\n\n${drawn}` }];
}

function open(table: Table): MarkdownSection {
  return { title: table.caption, body: `## ${table.caption}\n\n${markdownTable(table)}` };
}

/** The blank lines matter: without them the table inside would be taken for HTML. */
function folded(table: Table): MarkdownSection {
  const summary = `<details>\n<summary>${table.caption}</summary>`;
  return { title: table.caption, body: `${summary}\n\n${markdownTable(table)}\n\n</details>` };
}

function optional(table: Table | null): MarkdownSection[] {
  return table ? [folded(table)] : [];
}

function notes(point: Point): MarkdownSection[] {
  if (point.notes.length === 0) return [];
  const lines = point.notes.map((note) => `- ${markdownText(note)}`);
  return [{ title: 'Notes', body: `## Notes\n\n${lines.join('\n')}` }];
}
