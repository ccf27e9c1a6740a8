import type { Point } from '../../contract/point.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { configTable } from '../facts/config-table.ts';
import { environmentTable } from '../facts/environment-table.ts';
import { failuresTable } from '../facts/failures-table.ts';
import { gatesTable } from '../facts/gates-table.ts';
import { keyNumbers, numbersTable } from '../facts/key-numbers.ts';
import { latencyTable } from '../facts/latency-table.ts';
import { pointsTable } from '../facts/points-table.ts';
import { hasSeveralPoints, rowSubject } from '../facts/row-subject.ts';
import { rulesTable } from '../facts/rules-table.ts';
import { searchWords } from '../facts/search-words.ts';
import { serverTable } from '../facts/server-table.ts';
import { subject } from '../facts/subject.ts';
import type { Cell, Table } from '../facts/table.ts';
import { documentNotices, verdictWords } from '../facts/verdict-words.ts';
import { timePartsTable, whereTimeGoes } from '../facts/where-time-goes.ts';
import { fencedCode, markdownCode, markdownText } from '../render/escape.ts';
import { count } from '../render/quantity.ts';
import { type CommentSection, foldedSection, foldedTable, openSection } from './comment-section.ts';
import { commitName } from './commit-name.ts';

/** What a reader has to know of a result before its numbers. */
export function resultContext(document: ResultDocument): string {
  const [point] = document.points;
  const { cpuModel, cpuCount } = document.environment;
  const parts = [
    commitName(document),
    point ? markdownCode(point.workload.modelName) : '',
    markdownText(point && !hasSeveralPoints(document) ? subject(point) : rowSubject(document)),
    markdownText(`${cpuModel}, ${count(cpuCount)} CPUs`),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The parts of a result, the most important first: numbers and conditions open, the others folded. */
export function resultSections(document: ResultDocument): CommentSection[] {
  const isOneOfMany = hasSeveralPoints(document);
  return [
    ...notices(document),
    ...(isOneOfMany ? [pointsSection(document)] : document.points.flatMap(numbersSections)),
    ...document.points.flatMap((point) => foldedSections(point, isOneOfMany)),
    foldedSection('How to repeat', fencedCode(document.command)),
    foldedTable(environmentTable(document)),
    foldedTable(configTable(document)),
  ];
}

/** What must not be overlooked: a stand-in, an early end, rules that were broken. */
function notices(document: ResultDocument): CommentSection[] {
  const words = document.points.flatMap((point) =>
    point.verdict === 'valid' ? [] : verdictWords(point).sentences,
  );
  const lines = [...documentNotices(document), ...new Set(words)];
  if (lines.length === 0) return [];
  return [{ title: 'Notices', body: lines.map((line) => `- ${markdownText(line)}`).join('\n') }];
}

function pointsSection(document: ResultDocument): CommentSection {
  const { title, body } = openSection(pointsTable(document));
  const words = searchWords(document).map(markdownText);
  return { title, body: [...words, body].join('\n\n') };
}

function numbersSections(point: Point): CommentSection[] {
  return [
    openSection(numbersTable('Key numbers', keyNumbers(point))),
    ...(point.gates.length > 0 ? [openSection(conditionsTable(point))] : []),
  ];
}

function foldedSections(point: Point, isOneOfMany: boolean): CommentSection[] {
  const where = isOneOfMany ? `, ${point.name}` : '';
  const parts = whereTimeGoes(point);
  const server = serverTable(point);
  return [
    ...(isOneOfMany && point.gates.length > 0
      ? [foldedTable(conditionsTable(point), `Conditions${where}`)]
      : []),
    ...(parts ? [foldedTable(timePartsTable(parts), `Where the time goes${where}`)] : []),
    foldedTable(latencyTable(point), `Latency${where}`),
    ...(point.failures.length > 0 ? [foldedTable(failuresTable(point), `Failures${where}`)] : []),
    foldedTable(rulesTable(point), `Why these numbers can or cannot be believed${where}`),
    ...(server ? [foldedTable(server, `What the server counted${where}`)] : []),
  ];
}

/** A symbol beside the word: it is found faster among many. */
function conditionsTable(point: Point): Table {
  const table = gatesTable(point);
  const symbol = (cell: Cell): Cell => {
    if (typeof cell === 'string' || (cell.tone !== 'good' && cell.tone !== 'bad')) return cell;
    return { ...cell, text: `${cell.tone === 'good' ? '✅' : '❌'} ${cell.text}` };
  };
  const rows = table.rows.map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? symbol(cell) : cell)),
  );
  return { ...table, rows };
}
