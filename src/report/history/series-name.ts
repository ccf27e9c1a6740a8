import type { ResultDocument } from '../../contract/result-document.ts';
import { summaryOfResult } from '../list/run-summary.ts';

const LONGEST = 100;

/** The series of a result that names none: its label "job", else its model and load: "mnist_mlp qps=200". */
export function seriesName(result: ResultDocument): string {
  const { model, load } = summaryOfResult(result, { id: result.id, folder: '' });
  const name = result.labels.job ?? [model ?? 'no model', load].join(' ');
  return name.replace(/[\p{Cc}\p{Cs}]/gu, '_').slice(0, LONGEST) || 'unnamed';
}
