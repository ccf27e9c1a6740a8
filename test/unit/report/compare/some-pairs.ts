import type { ResultDocument } from '../../../../src/contract/result-document.ts';
import { aResult, type RunShape } from '../../../support/a-result.ts';

const MINUTE_MS = 60_000;
const FIRST_MS = 1_795_444_215_000;

/** A run whose service time is `factor` times the ordinary one; the n-th run that was measured. */
export function aRun(factor: number, nth: number, shape: RunShape = {}): ResultDocument {
  const serviceNs = (random: number) => Math.round(factor * (4e6 + 4e6 * random));
  const document = aResult({ ratePerSecond: 200, serviceNs, ...shape });
  const startedAt = new Date(FIRST_MS + nth * MINUTE_MS).toISOString();
  return { ...document, id: `run-${nth}`, startedAt };
}

/** A1 B1 A2 B2 …: noise of ±0.5 % on both sides, B slower by `factor`. */
export function somePairs(pairs: number, factor: number, shape: RunShape = {}): ResultDocument[] {
  return Array.from({ length: pairs }, (_, pair) => {
    const noise = 1 + 0.005 * ((pair % 3) - 1);
    return [aRun(1, 2 * pair, shape), aRun(factor * noise, 2 * pair + 1, shape)];
  }).flat();
}
