import { finiteOrInfinite, type Population } from './population.ts';

/** How far done − due may lie above clean: by this share, or by this much. */
export const MAX_DISTORTION_SHARE = 0.1;
export const MAX_DISTORTION_NS = 50_000;
/** At least this share of the requests has to be clean. */
export const MIN_CLEAN_SHARE = 0.5;

/** Whether enough requests were untouched by our own lateness to judge the others by them. */
export function enoughClean(actual: Population, clean: Population): boolean {
  return clean.histogram.count >= MIN_CLEAN_SHARE * actual.histogram.count;
}

/** Whether a percentile is what requests saw that our own lateness did not touch. A percentile that
 * nobody knows, in either, is supported: there is nothing to distort. */
export function isSupported(actual: Population, clean: Population, percent: number): boolean {
  if (!enoughClean(actual, clean)) return false;
  const seenNs = finiteOrInfinite(actual, percent);
  const cleanNs = finiteOrInfinite(clean, percent);
  return seenNs <= Math.max(cleanNs * (1 + MAX_DISTORTION_SHARE), cleanNs + MAX_DISTORTION_NS);
}
