/** The load room's door. */
export { LoadCrash } from './load-crash.ts';
export type { LoadPlan } from './load-plan.ts';
export { type PreparedLoad, prepareLoad } from './prepare-load.ts';
export { type LoadEvents, runLoad } from './run-load.ts';
