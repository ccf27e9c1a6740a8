import { simulateLoad } from '../../src/load/simulator/simulate-load.ts';
import { hasFired, queue, thePlan } from './scenes.ts';
import type { Study } from './study.ts';

/** What a server is asked for, as a multiple of what it can take. */
export const LOADS = [0.5, 0.8, 0.9, 0.95, 0.99, 1, 1.02, 1.05, 1.1, 1.5] as const;

/** Whether the backlog of an M/M/1 server grows, as the rule sees it. */
export const growthStudy: Study = {
  title: 'The growing-backlog rule, M/M/1, 30 s at 200/s',
  rows: LOADS.map((load) => ({
    label: `offered ${load} of what the server can take`,
    trial: async (seed) => {
      const { point } = await simulateLoad({
        plan: thePlan(seed),
        server: queue(seed, load),
        seed,
      });
      return {
        fired: hasFired(point, 'growing-backlog'),
        invalid: Number(point.verdict === 'invalid'),
      };
    },
  })),
};
