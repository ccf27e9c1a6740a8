import { createHash } from 'node:crypto';
import type { Calibration } from '../../contract/calibration.ts';
import type { Comparison } from '../../contract/comparison.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { conditionsInWords } from '../compare/unlike-fields.ts';
import { leastLimit, pairsFor, smallestChange, spreadOf } from '../regression/smallest-change.ts';

/** What has to be the same for a calibration to tell of a run: machine, server and load; its name. */
export interface Conditions {
  readonly fingerprint: string;
  readonly conditions: Readonly<Record<string, string>>;
}

/** Of a run of one load; null where it has several, or none. */
export function conditionsOfRun(document: ResultDocument): Conditions | null {
  const [point, ...others] = document.points;
  if (!point || others.length > 0) return null;
  const conditions = conditionsInWords({ document, point });
  const sorted = Object.entries(conditions).sort(([x], [y]) => (x < y ? -1 : 1));
  const fingerprint = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
  return { fingerprint: fingerprint.slice(0, 16), conditions };
}

/**
 * What the pairs of a target against itself say of the machine.
 * @param run one of them
 * @param at when, as in documents
 * @returns null where there are too few pairs, or several loads
 */
export function buildCalibration(
  { pairs, points }: Comparison,
  run: ResultDocument,
  at: string,
): Calibration | null {
  const conditions = conditionsOfRun(run);
  const [point] = points;
  const count = pairs.length;
  if (!conditions || !point || count < 2) return null;
  const metrics = point.metrics.flatMap(({ id, interval, limit }) => {
    if (interval === null) return [];
    const spread = spreadOf(interval, count);
    return [
      {
        ...{ id, spread, limit },
        smallestChange: smallestChange(spread, count),
        leastLimit: leastLimit(spread, count),
        pairsForLimit: limit === null ? null : pairsFor(spread, limit),
      },
    ];
  });
  return {
    ...{ version: 1, at, load: point.name, pairs: count },
    fingerprint: conditions.fingerprint,
    conditions: { ...conditions.conditions },
    metrics,
  };
}
