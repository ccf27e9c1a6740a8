/** The load room's door. */
export { LoadCrash } from './load-crash.ts';
export { planAgain } from './plan-again.ts';
export { type PreparedLoad, prepareLoad } from './prepare-load.ts';
export { runLoad } from './run-load.ts';
export { type SecondPercentiles, secondPercentiles } from './second-percentiles.ts';
export { judge } from './stats/judge.ts';
