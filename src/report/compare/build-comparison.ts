import { createHash } from 'node:crypto';
import type { Comparison } from '../../contract/comparison.ts';
import {
  COMPARISON_VERSION,
  type ComparisonDocument,
  comparisonDocumentSchema,
} from '../../contract/comparison-document.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { epochMs } from '../epoch-ms.ts';
import { isoTime } from '../iso-time.ts';

/** Everything that is known about a comparison; what a document repeats of itself is added. */
export type ComparisonParts = Omit<ComparisonDocument, 'schemaVersion' | 'kind' | 'tool'> & {
  readonly toolVersion: string;
};

/** A comparison as a document that the schema accepts: what is written can be read again. */
export function buildComparison({ toolVersion, ...parts }: ComparisonParts): ComparisonDocument {
  return comparisonDocumentSchema.parse({
    schemaVersion: COMPARISON_VERSION,
    kind: 'comparison',
    tool: { name: 'inferbench', version: toolVersion },
    ...parts,
  });
}

/**
 * Name of a comparison: UTC time, the command, four digits of what it was made from:
 * 20261123-143015-ab-a1b2.
 */
export function comparisonId(
  startedAt: string,
  origin: ComparisonDocument['origin'],
  madeFrom: readonly (string | number)[],
): string {
  const [day = '', clock = ''] = startedAt.replace(/[-:]|\..*$/g, '').split('T');
  const fingerprint = JSON.stringify([startedAt, origin, ...madeFrom]);
  const digits = createHash('sha256').update(fingerprint).digest('hex').slice(0, 4);
  return [day, clock, origin, digits].join('-');
}

/** What stored results say together; times are those of the runs, so that it always reads the same. */
export function comparisonOfResults(
  results: readonly ResultDocument[],
  comparison: Comparison,
  parts: Pick<ComparisonParts, 'toolVersion' | 'command' | 'targets' | 'exitCode'> &
    Partial<Pick<ComparisonParts, 'notes'>>,
): ComparisonDocument {
  const startedAt = isoTime(Math.min(...results.map((one) => epochMs(one.startedAt))));
  const runs = [...results].sort((x, y) => epochMs(x.startedAt) - epochMs(y.startedAt));
  const placeOf = (id: string) => runs.findIndex((run) => run.id === id);
  return buildComparison({
    ...parts,
    origin: 'compare',
    id: comparisonId(
      startedAt,
      'compare',
      results.map(({ id }) => id),
    ),
    startedAt,
    finishedAt: isoTime(Math.max(...results.map((one) => epochMs(one.finishedAt)))),
    status: 'complete',
    labels: commonLabels(results),
    runs,
    pairs: comparison.pairs.map(({ a, b }) => ({
      ...{ a, b, role: 'first', judged: true, why: null },
      order: placeOf(a) <= placeOf(b) ? 'AB' : 'BA',
    })),
    comparison,
    notes: parts.notes ?? [],
    verdict: comparison.verdict,
  });
}

/** Those that every run has, with the same value. */
function commonLabels(runs: readonly ResultDocument[]): Record<string, string> {
  const [first, ...others] = runs.map(({ labels }) => labels);
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([key, value]) =>
      others.every((labels) => labels[key] === value),
    ),
  );
}
