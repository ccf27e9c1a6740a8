/** The load room's door. */
export { findingOf } from './finding-of.ts';
export { LoadCrash } from './load-crash.ts';
export { openFileLimit } from './open-file-limit.ts';
export { planAgain } from './plan-again.ts';
export { type PreparedLoad, prepareLoad } from './prepare-load.ts';
export { probeDurationMs } from './probe-duration.ts';
export { runLoad } from './run-load.ts';
export { RunningTotals } from './running-totals.ts';
export { replaySamples } from './samples/replay-samples.ts';
export { SampleFile, unfinishedName } from './samples/sample-file.ts';
export { sampleRows } from './samples/sample-rows.ts';
export { nextSearchStep, type SearchStep } from './search.ts';
export { type SecondPercentiles, secondPercentiles } from './second-percentiles.ts';
export { cutOffPoint } from './stats/cut-off-point.ts';
export { judge } from './stats/judge.ts';
export type { SecondDetail } from './stats/second-detail.ts';
