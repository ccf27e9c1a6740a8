import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import { pointsReliedOn } from '../../contract/points-relied-on.ts';
import { verdictCell } from '../compare/comparison-words.ts';
import { gatesTable } from '../facts/gates-table.ts';
import { type Cell, leftColumn, rightColumn, type Table } from '../facts/table.ts';
import { summaryOfResult } from '../list/run-summary.ts';
import { time } from '../render/quantity.ts';
import type { JobOutcome, JobsOutcome } from './job-outcome.ts';
import { jobWord } from './job-words.ts';

const NOTHING: Cell = { text: '–', tone: 'quiet' };

/** All jobs, a row each. */
export function jobsTable({ jobs }: JobsOutcome): Table {
  return {
    caption: 'Jobs',
    columns: [
      leftColumn('job'),
      leftColumn('result'),
      rightColumn('p50'),
      rightColumn('p99'),
      leftColumn('run'),
      leftColumn('change'),
    ],
    rows: jobs.map((job) => [
      job.name,
      jobWord(job),
      ...numbersOf(job),
      changeCell(job.comparison),
    ]),
  };
}

function numbersOf({ result }: JobOutcome): Cell[] {
  if (!result) return [NOTHING, NOTHING, NOTHING];
  const { p50Ns, p99Ns, verdict } = summaryOfResult(result, { id: result.id, folder: '' });
  return [cellOf(p50Ns), cellOf(p99Ns), verdict ?? NOTHING];
}

function cellOf(ns: number | null): Cell {
  return ns === null ? NOTHING : time(ns);
}

function changeCell(comparison: ComparisonDocument | null): Cell {
  return comparison ? verdictCell(comparison.verdict) : NOTHING;
}

/** Every gate of a job: limit, value, margin. One table for each load; none where nothing was measured. */
export function jobGates({ result }: JobOutcome): Table[] {
  if (!result) return [];
  return pointsReliedOn(result.points, result.search).map((point) => ({
    ...gatesTable(point),
    caption: `Conditions, ${point.workload.modelName} ${point.name}`,
  }));
}
