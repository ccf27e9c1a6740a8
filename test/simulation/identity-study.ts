import { unaccounted } from '../../src/contract/accounting.ts';
import type { Workload } from '../../src/contract/point.ts';
import type { Random } from '../../src/load/pacing/random.ts';
import { type Scene, simulateLoad } from '../../src/load/simulator/simulate-load.ts';
import type { LoopPause } from '../../src/load/simulator/simulated-loop.ts';
import type { Span } from '../../src/load/simulator/simulated-server.ts';
import { aLoadPlan } from '../support/a-load-plan.ts';
import { drawsOf, exponential, MS, S } from './scenes.ts';
import type { Study } from './study.ts';

const LASTS_S = 5;

/** Any load before any server on any machine, of 1 + 3 s and at most 1 s of drain. */
export function anyScene(seed: number): Scene {
  const random = drawsOf(seed, 3);
  const isOpen = random() < 0.7;
  const workload: Partial<Workload> = {
    model: isOpen ? 'open' : 'closed',
    arrivals: !isOpen ? 'on-answer' : random() < 0.7 ? 'poisson' : 'constant',
    ratePerSecond: isOpen ? whole(random, 1, 400) : null,
    concurrency: isOpen ? null : whole(random, 3, 20),
    maxInFlight: whole(random, 3, 100),
    connections: whole(random, 3, 50),
    workers: whole(random, 1, 3),
    timeoutNs: whole(random, 20, 2000) * MS,
    pacing: random() < 0.7 ? 'precise' : 'economic',
    seed,
  };
  const meanNs = 10 ** (3 * random() + 5.5);
  const failing = () => (random() < 0.3 ? 0.2 * random() : 0);
  const server = {
    places: whole(random, 1, 8),
    pauses: spans(random, 3, 1500),
    restarts: spans(random, 2, 800),
    failureShares: {
      'timed-out': failing(),
      'http-5xx': failing(),
      'wrong-answer': failing(),
      'closed-mid-answer': failing(),
    },
  };
  return {
    plan: aLoadPlan({ ...workload, warmupS: 1, measuredS: 3, drainS: random() }),
    server: () => ({ ...server, serviceNs: () => exponential(random, meanNs) }),
    loop: { pauses: somePauses(random), costNs: random() < 0.2 ? 2 * MS * random() : 0 },
    cutsNs: Array.from({ length: whole(random, 0, 3) }, () => random() * LASTS_S * S),
    ...(random() < 0.2 ? { interruptNs: random() * LASTS_S * S } : {}),
    seed,
  };
}

/** Whether every request of any scene is accounted for, in each phase, at its end. */
export const identityStudy: Study = {
  title: 'Random faults of server, network and loop, 4 s',
  rows: [
    {
      label: 'any load, any fault',
      trial: async (seed) => {
        const scene = anyScene(seed);
        const { point } = await simulateLoad(scene);
        const planned = scene.plan.phases.map(({ requests }) => requests);
        const isWhole = point.workload.model === 'closed' || scene.interruptNs !== undefined;
        return {
          requests: point.phases.reduce((sum, { counters }) => sum + counters.planned, 0),
          'identity broken': Number(
            point.phases.some(({ counters }) => unaccounted(counters) !== 0),
          ),
          'unlike its schedule': Number(
            !isWhole && point.phases.some(({ counters }, i) => counters.planned !== planned[i]),
          ),
          'counts disagree with the server': Number(
            point.rules.some(({ rule, fired }) => rule === 'accounting' && fired),
          ),
        };
      },
    },
  ],
};

function whole(random: Random, from: number, to: number): number {
  return from + Math.ceil(random() * (to - from + 1)) - 1;
}

function spans(random: Random, most: number, longestMs: number): Span[] {
  const found: Span[] = [];
  let fromNs = 0;
  for (let left = whole(random, 0, most); left > 0; left -= 1) {
    fromNs += random() * 2 * S;
    const toNs = fromNs + random() * longestMs * MS;
    found.push({ fromNs, toNs });
    fromNs = toNs + 1;
  }
  return found;
}

function somePauses(random: Random): LoopPause[] {
  return Array.from({ length: whole(random, 0, 5) }, () => ({
    atNs: random() * LASTS_S * S,
    forNs: exponential(random, 10 ** (3 * random()) * MS),
    cause: random() < 0.5 ? 'gc' : 'steal',
  }));
}
