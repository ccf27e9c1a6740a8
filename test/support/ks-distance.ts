/** Kolmogorov–Smirnov: the largest distance between sorted samples and their distribution, × √n. */
export function ksDistance(sorted: readonly number[], cdf: (x: number) => number): number {
  const n = sorted.length;
  const distances = sorted.map((x, i) => Math.max(cdf(x) - i / n, (i + 1) / n - cdf(x)));
  return Math.max(...distances) * Math.sqrt(n);
}

/** √n·D above this happens in one of a thousand fair samples. */
export const KS_LIMIT = 1.95;
