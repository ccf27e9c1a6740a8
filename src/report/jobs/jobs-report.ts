import { comparisonTable } from '../compare/comparison-table.ts';
import { comparisonWords } from '../compare/comparison-words.ts';
import type { Table } from '../facts/table.ts';
import { markdownCode, markdownText, terminalText } from '../render/escape.ts';
import { markdownTable } from '../render/markdown/markdown-table.ts';
import type { RenderOptions } from '../render/renderer.ts';
import { paint } from '../render/text/paint.ts';
import { textLines } from '../render/text/text-lines.ts';
import { textTable } from '../render/text/text-table.ts';
import type { JobOutcome, JobsOutcome } from './job-outcome.ts';
import { jobReasons, jobsHeadline, jobWord } from './job-words.ts';
import { jobGates, jobsTable } from './jobs-table.ts';

/** What is said of one job below the overview. */
interface JobPart {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly tables: readonly Table[];
  readonly folder: string | null;
}

function partOf(job: JobOutcome): JobPart {
  const { comparison } = job;
  const words = comparison ? comparisonWords(comparison) : null;
  const changes = (comparison?.comparison?.points ?? []).map((point) => ({
    ...comparisonTable(point),
    caption: `A ${comparison?.targets.a} against B ${comparison?.targets.b}, ${point.name}`,
  }));
  return {
    title: `${job.name}: ${jobWord(job).text}`,
    sentences: [
      ...jobReasons(job),
      ...(job.problem === null ? [] : [`What to do: ${job.problem.hint}.`]),
      ...(words ? [words.headline, ...words.sentences] : []),
    ],
    tables: [...jobGates(job), ...changes],
    folder: job.folder,
  };
}

/**
 * All jobs as Markdown: an overview, then each with its gates and its changes.
 * @param fits whether a text is short enough for where it goes; jobs are left out from the end until it does
 */
export function jobsMarkdown(
  outcome: JobsOutcome,
  fits: (text: string) => boolean = () => true,
): string {
  const head = [
    '# Benchmark jobs',
    `**${markdownText(jobsHeadline(outcome))}**`,
    markdownTable(jobsTable(outcome)),
  ];
  const parts = outcome.jobs.map(markdownPart);
  for (let kept = parts.length; kept > 0; kept -= 1) {
    const text = joined([...head, ...parts.slice(0, kept), ...leftOut(parts.length - kept)]);
    if (fits(text)) return text;
  }
  return joined([...head, ...leftOut(parts.length)]);
}

function markdownPart(job: JobOutcome): string {
  const { title, sentences, tables, folder } = partOf(job);
  const parts = [
    `## ${markdownText(title)}`,
    sentences.map((sentence) => `- ${markdownText(sentence)}`).join('\n'),
    ...tables.flatMap((table) => [`### ${markdownText(table.caption)}`, markdownTable(table)]),
    folder === null ? '' : `Report: ${markdownCode(folder)}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function leftOut(count: number): string[] {
  return count === 0 ? [] : [`*Left out to stay below the size limit: the last ${count} jobs.*`];
}

function joined(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

/** All jobs for a terminal. */
export function jobsText(outcome: JobsOutcome, options: RenderOptions): string {
  const parts = outcome.jobs.map((job) => {
    const { title, sentences, tables, folder } = partOf(job);
    const head = [
      paint(terminalText(title), 'strong', options.color),
      ...sentences.flatMap((sentence) => textLines(sentence, options)),
      // A path that was cut in two could not be copied.
      ...(folder === null ? [] : [`  ${paint(terminalText(folder), 'quiet', options.color)}`]),
    ].join('\n');
    return [head, ...tables.map((table) => textTable(table, options))].join('\n\n');
  });
  const headline = paint(terminalText(jobsHeadline(outcome)), 'strong', options.color);
  const files = (options.files ?? []).map((file) => `  ${terminalText(file)}`);
  const places = files.length > 0 ? [['Files', ...files].join('\n')] : [];
  const all = [headline, textTable(jobsTable(outcome), options), ...parts, ...places];
  return `${all.join('\n\n')}\n`;
}
