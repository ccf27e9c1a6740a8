import type { Comparison } from '../../contract/comparison.ts';
import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { changesTable, comparisonTable } from '../compare/comparison-table.ts';
import { comparisonWords } from '../compare/comparison-words.ts';
import { pairLines } from '../compare/pair-lines.ts';
import { configTable } from '../facts/config-table.ts';
import { environmentTable } from '../facts/environment-table.ts';
import { subject } from '../facts/subject.ts';
import { fencedCode, markdownCode, markdownText } from '../render/escape.ts';
import { count } from '../render/quantity.ts';
import { changesAtAGlance } from './change-rows.ts';
import { type CommentSection, foldedSection, foldedTable, openSection } from './comment-section.ts';
import { commitName } from './commit-name.ts';

/** What a reader has to know of a comparison before its table: what was held against what, and how. */
export function comparisonContext({ comparison, runs }: ComparisonDocument): string {
  const runOf = (id: string | undefined) => runs.find((run) => run.id === id);
  const [pair] = comparison?.pairs ?? [];
  const a = runOf(pair?.a);
  const b = runOf(pair?.b);
  const [point] = b?.points ?? runs[0]?.points ?? [];
  const pairs = comparison?.pairs.length ?? 0;
  const parts = [
    commitsOf(a, b),
    point ? markdownCode(point.workload.modelName) : '',
    point ? markdownText(subject(point)) : '',
    pairs === 1 ? '1 pair of runs' : `${count(pairs)} pairs of runs`,
    markdownText(machineOf(comparison, b ?? runs[0])),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** "B `1a2b3c4` against A `5d6e7f8`"; one name where both are of the same. */
function commitsOf(a: ResultDocument | undefined, b: ResultDocument | undefined): string {
  const [ofA, ofB] = [commitName(a), commitName(b)];
  if (ofA === ofB || ofA === '' || ofB === '') return ofB === '' ? ofA : ofB;
  return `B ${ofB} against A ${ofA}`;
}

function machineOf(comparison: Comparison | null, run: ResultDocument | undefined): string {
  if (comparison && comparison.unlike.length > 0) return '⚠️ the two sides were not made alike';
  if (!run) return '';
  const { cpuModel, cpuCount } = run.environment;
  return `${cpuModel}, ${count(cpuCount)} CPUs on both sides`;
}

/** The parts of a comparison, the most important first: the judged changes open, the others folded. */
export function comparisonSections(document: ComparisonDocument): CommentSection[] {
  const { comparison, runs, command } = document;
  const { sentences } = comparisonWords(document);
  const [first] = runs;
  return [
    ...(comparison ? [openSection(changesAtAGlance(comparison))] : []),
    ...(sentences.length > 0 ? [reservations(sentences)] : []),
    ...(comparison ? detailsOf(comparison) : []),
    foldedSection('How to repeat', fencedCode(command)),
    foldedSection('Runs', listOf(pairLines(document))),
    ...(first ? [foldedTable(environmentTable(first), 'Environment of the first run')] : []),
    ...(first ? [foldedTable(configTable(first), 'Configuration of the first run')] : []),
  ];
}

function detailsOf({ points, changed }: Comparison): CommentSection[] {
  return [
    ...points.map((point) => foldedTable(comparisonTable(point), `All metrics of ${point.name}`)),
    ...(changed.length > 0 ? [foldedTable(changesTable(changed), 'What else differs')] : []),
  ];
}

function reservations(sentences: readonly string[]): CommentSection {
  return { title: 'Reservations', body: listOf(sentences) };
}

function listOf(lines: readonly string[]): string {
  return lines.map((one) => `- ${markdownText(one)}`).join('\n');
}
