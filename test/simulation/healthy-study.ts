import type { Scene } from '../../src/load/simulator/simulate-load.ts';
import {
  drawsOf,
  exponential,
  gate,
  MS,
  normal,
  ownPauses,
  queue,
  S,
  thePlan,
  verdictOf,
} from './scenes.ts';
import type { Study, StudyRow } from './study.ts';

const row = (label: string, sceneOf: (seed: number) => Omit<Scene, 'seed'>): StudyRow => ({
  label,
  trial: (seed) => verdictOf({ ...sceneOf(seed), seed }),
});

/** Nothing is wrong: a run must not be called invalid. */
export const healthyStudy: Study = {
  title: 'A healthy run of 30 s at 200/s',
  rows: [
    row('M/M/1, 10 % busy', (seed) => ({ plan: thePlan(seed), server: queue(seed, 0.1) })),
    row('M/M/1, 50 % busy', (seed) => ({ plan: thePlan(seed), server: queue(seed, 0.5) })),
    row('M/M/1, 80 % busy', (seed) => ({ plan: thePlan(seed), server: queue(seed, 0.8) })),
    row('M/M/4, 80 % busy', (seed) => ({ plan: thePlan(seed), server: queue(seed, 0.8, 4) })),
    row('fixed service time of 2 ms', (seed) => ({
      plan: thePlan(seed),
      server: () => ({ places: 1, serviceNs: () => 2 * MS }),
    })),
    row('service times over three decades, 8 places', (seed) => ({
      plan: thePlan(seed),
      server: () => {
        const random = drawsOf(seed);
        return { places: 8, serviceNs: () => 2 * MS * Math.exp(1.2 * normal(random)) };
      },
    })),
    row('with a gate near its p99', (seed) => ({
      plan: thePlan(seed),
      server: queue(seed, 0.5),
      gates: [gate('p99<23ms')],
    })),
    row('closed loop, 4 in flight, M/M/4', (seed) => ({
      plan: thePlan(seed, {
        ...{ model: 'closed', arrivals: 'on-answer', ratePerSecond: null, concurrency: 4 },
      }),
      server: queue(seed, 0.8, 4),
    })),
  ],
};

/** Our own loop stands still now and then, as loops do on a shared machine. */
export const ownStallsStudy: Study = {
  title: 'Standstills of our own loop, M/M/1 50 % busy, 30 s at 200/s',
  rows: [
    ...[5, 10, 20, 50, 100].map((meanMs) =>
      row(`one a second, ${meanMs} ms on average`, (seed) => ({
        plan: thePlan(seed),
        server: queue(seed, 0.5),
        loop: { pauses: ownPauses(seed, 1, meanMs) },
      })),
    ),
    row('ten a second, 20 ms on average', (seed) => ({
      plan: thePlan(seed),
      server: queue(seed, 0.5),
      loop: { pauses: ownPauses(seed, 10, 20) },
    })),
    row('timers alone (`--pacing economic`), service of 2 ms', (seed) => ({
      plan: thePlan(seed, { pacing: 'economic' }),
      server: shortService(seed, 2),
    })),
    row('timers alone, service of 20 ms', (seed) => ({
      plan: thePlan(seed, { pacing: 'economic' }),
      server: shortService(seed, 20),
    })),
  ],
};

function shortService(seed: number, meanMs: number): Scene['server'] {
  return () => {
    const random = drawsOf(seed);
    return { places: 400, serviceNs: () => exponential(random, meanMs * MS) };
  };
}

const STALL = [{ fromNs: 20 * S, toNs: 21.4 * S }];

function stalled(seed: number): Scene['server'] {
  return () => ({ ...shortService(seed, 5)(), pauses: STALL });
}

/** The server stands still: the truth, however ugly, and no fault of the measurement. */
export const serverStallStudy: Study = {
  title: 'A server that stands still for 1.4 s, service of 5 ms, 30 s at 200/s',
  rows: [
    row('our loop well', (seed) => ({ plan: thePlan(seed), server: stalled(seed) })),
    row('our loop stands still once a second for 10 ms', (seed) => ({
      plan: thePlan(seed),
      server: stalled(seed),
      loop: { pauses: ownPauses(seed, 1, 10, 'gc') },
    })),
    row('our loop stands still once a second for 30 ms', (seed) => ({
      plan: thePlan(seed),
      server: stalled(seed),
      loop: { pauses: ownPauses(seed, 1, 30, 'steal') },
    })),
    row('our loop stands still three times a second for 30 ms', (seed) => ({
      plan: thePlan(seed),
      server: stalled(seed),
      loop: { pauses: ownPauses(seed, 3, 30, 'steal') },
    })),
  ],
};
