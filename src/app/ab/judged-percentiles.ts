import type { RunConfig } from '../../contract/run-config.ts';
import type { Limits } from '../../report/index.ts';
import type { AbTargets } from './ab-targets.ts';

const PERCENTILE = /p(\d+(?:\.\d+)?)$/;

/** Both sides with every percentile that has a limit among those that are printed. */
export function judgedPercentiles({ a, b }: AbTargets, limits: Limits): AbTargets {
  const judged = Object.keys(limits).flatMap((id) => {
    const percent = PERCENTILE.exec(id)?.[1];
    return percent === undefined ? [] : [Number(percent)];
  });
  const widened = (config: RunConfig) => ({
    ...config,
    percentiles: [...new Set([...config.percentiles, ...judged])].sort((x, y) => x - y),
  });
  return { a: { ...a, config: widened(a.config) }, b: { ...b, config: widened(b.config) } };
}
