import type { Rule } from '../../src/contract/point.ts';
import { type Scene, simulateLoad } from '../../src/load/simulator/simulate-load.ts';
import type { ServerNature } from '../../src/load/simulator/simulated-server.ts';
import { drawsOf, exponential, hasFired, MS, ownPauses, queue, S, thePlan } from './scenes.ts';
import type { Study } from './study.ts';

type Case = readonly [rule: Rule['rule'], fault: SceneOf, twin: SceneOf];
type SceneOf = (seed: number) => Omit<Scene, 'seed'>;

const withServer =
  (over: Partial<ServerNature>, timeoutS = 3600): SceneOf =>
  (seed) => ({
    plan: thePlan(seed, { timeoutNs: timeoutS * S }),
    server: () => {
      const random = drawsOf(seed);
      return { places: 4, serviceNs: () => exponential(random, 4 * MS), ...over };
    },
  });

const withLoop =
  (loop: (seed: number) => Scene['loop']): SceneOf =>
  (seed) => ({
    plan: thePlan(seed),
    server: queue(seed, 0.3),
    loop: loop(seed) ?? {},
  });

const atLoad =
  (load: number): SceneOf =>
  (seed) => ({
    plan: thePlan(seed),
    server: queue(seed, load),
  });

const withCuts: SceneOf = (seed) => ({
  ...withServer({})(seed),
  cutsNs: [8, 15, 22].map((s) => s * S + seed),
});

/** A rule, the fault that it is for, and its twin: the same kind of thing below the limit. */
const CASES: readonly Case[] = [
  [
    'distortion',
    withLoop((seed) => ({ pauses: ownPauses(seed, 20, 30) })),
    withLoop((seed) => ({ pauses: ownPauses(seed, 1, 10) })),
  ],
  ['busy-loop', withLoop(() => ({ costNs: 2.2 * MS })), withLoop(() => ({ costNs: 0.05 * MS }))],
  ['accounting', withServer({ uncounted: 1 }), withServer({ failureShares: { 'http-5xx': 0.05 } })],
  [
    'wrong-answers',
    withServer({ failureShares: { 'wrong-answer': 0.002 } }),
    withServer({ failureShares: { 'malformed-answer': 0.002 } }),
  ],
  ['server-restart', withServer({ restarts: [{ fromNs: 15 * S, toNs: 15.5 * S }] }), withCuts],
  [
    'lost-requests',
    withServer({ failureShares: { 'timed-out': 0.02 } }, 1),
    withServer({ failureShares: { 'timed-out': 0.005 } }, 1),
  ],
  ['growing-backlog', atLoad(1.1), atLoad(0.95)],
];

/** Each rule meets its fault, and a run that is like it but for the fault. */
export const rulesStudy: Study = {
  title: 'Each rule with its fault and with its twin, 30 s at 200/s',
  rows: CASES.map(([rule, fault, twin]) => ({
    label: rule,
    trial: async (seed) => {
      const [bad, good] = [
        await simulateLoad({ ...fault(seed), seed }),
        await simulateLoad({ ...twin(seed), seed }),
      ];
      return {
        'fired on its fault': hasFired(bad.point, rule),
        'fired on its twin': hasFired(good.point, rule),
        'any rule fired on the twin': Number(good.point.rules.some(({ fired }) => fired)),
      };
    },
  })),
};
