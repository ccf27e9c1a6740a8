/** The load room's door. */
export type { LoadPlan } from './load-plan.ts';
