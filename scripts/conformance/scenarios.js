import * as behave from '../../dist/test/support/bad-servers/behaviours.js';

/**
 * Servers that misbehave in a known way, and what must be said of each. A check gets what a tool
 * `said` and what the server `saw`; it answers true, false, or undefined where it does not apply.
 * Checks are counts and bounds that hold on any machine, apart from those of the arrivals.
 */

const sentAll = (count) => ({
  what: `all ${count.toLocaleString('en')} arrive, at most one more`,
  holds: (_said, saw) => saw.arrived === count || saw.arrived === count + 1,
});
const countsAgree = {
  what: 'reports as many requests as arrived',
  holds: (said, saw) => said.sent === saw.arrived,
};
const failuresAgree = {
  what: 'reports exactly the requests that were not answered as failed',
  holds: (said, saw) => said.failed === saw.arrived - saw.answered,
};
const oneSampleEach = {
  what: 'one latency for each answer',
  holds: (said, saw) => said.samples === saw.answered,
};
const atLeast = (percentile, ms) => ({
  what: `${percentile} ≥ ${ms} ms`,
  holds: (said) => said[percentile] === undefined || said[percentile].ms >= ms * 0.999,
});
const saysSo = (what) => ({ what, holds: (said) => said.exitCode !== 0 });
const arrivalsWithin = (ms) => ({
  what: `half the arrivals within ${ms} ms of the schedule`,
  holds: (_said, saw) => saw.p50ErrorMs <= ms,
});

const FROZEN = behave.frozenOnce(1500, 1400);
const NO_PERCENTILE_BELOW = {
  what: 'no p50 below the time-out of 1 s',
  holds: (said) => said.p50 === undefined || said.p50.ms >= 999,
};

export const SCENARIOS = [
  {
    title: 'The server stands still for 1.4 s',
    truth:
      '200/s for 6 s: 280 of 1,200 requests are due while nobody answers. p99 = 1.34 s, p95 = 1.10 s.',
    behaviour: FROZEN,
    load: { rate: 200, seconds: 6 },
    checks: [sentAll(1200), atLeast('p95', 1050), atLeast('p99', 1290)],
  },
  {
    title: 'The same, with 16 in flight at most',
    truth: 'Users waited just as long; the cap is ours. p99 = 1.34 s, p95 = 1.10 s.',
    behaviour: FROZEN,
    load: { rate: 200, seconds: 6, cap: 16 },
    checks: [sentAll(1200), atLeast('p95', 1050), atLeast('p99', 1290)],
  },
  {
    title: 'Every answer takes 100 ms',
    truth: '200/s for 5 s. No latency is below 100 ms, and there are as many as answers.',
    behaviour: behave.after(100),
    load: { rate: 200, seconds: 5, room: 100 },
    checks: [sentAll(1000), atLeast('p50', 100), countsAgree, oneSampleEach],
  },
  {
    title: '1 ms, every tenth time 100 ms',
    truth: '200/s for 5 s. p95 ≥ 100 ms, p50 a few ms.',
    behaviour: behave.everySlow(10, 100, 1),
    load: { rate: 200, seconds: 5, room: 100 },
    checks: [sentAll(1000), atLeast('p99', 100), countsAgree, oneSampleEach],
  },
  {
    title: 'Takes every request and never answers',
    truth: '50/s for 4 s, time-out 1 s. 200 failures, no p50 below 1 s, and no green exit.',
    behaviour: behave.never,
    load: { rate: 50, seconds: 4, timeoutSeconds: 1, room: 100 },
    checks: [sentAll(200), failuresAgree, NO_PERCENTILE_BELOW, saysSo('exit code is not 0')],
  },
  {
    title: 'One of 8 connections is hung',
    truth: '100/s for 4 s, time-out 1 s. Every request is sent; those swallowed are reported.',
    behaviour: behave.hungConnection(3),
    load: { rate: 100, seconds: 4, cap: 8, timeoutSeconds: 1 },
    checks: [sentAll(400), countsAgree, failuresAgree],
  },
  {
    title: 'Every tenth request costs its connection',
    truth: '100/s for 3 s. 300 requests, 30 of them failures.',
    behaviour: behave.resetEvery(10),
    load: { rate: 100, seconds: 3, cap: 8 },
    checks: [
      sentAll(300),
      countsAgree,
      failuresAgree,
      saysSo('10 % of errors is not a green exit'),
    ],
  },
  ...[
    [1, 5],
    [200, 5],
    [5000, 3],
  ].map(([rate, seconds]) => ({
    title: `Arrivals at ${rate.toLocaleString('en')}/s`,
    truth: `Constant, ${seconds} s: ${(rate * seconds).toLocaleString('en')} requests, evenly spaced. Stamped by the server; error = distance from the schedule that fits best.`,
    behaviour: behave.atOnce,
    load: { rate, seconds, room: 50 },
    checks: [sentAll(rate * seconds), arrivalsWithin(1)],
  })),
  {
    title: 'The generator gets a tenth of its CPU time',
    truth:
      '200/s for 5 s, the tool stopped for 90 of every 100 ms: what it measures is itself, and it should say so.',
    behaviour: behave.atOnce,
    load: { rate: 200, seconds: 5, starved: true, room: 50 },
    checks: [saysSo('does not end as if all were well')],
  },
  {
    title: 'Fewer requests than connections',
    truth: '5 requests over 64 connections: 5 arrive.',
    behaviour: behave.atOnce,
    load: { requests: 5, cap: 64 },
    checks: [sentAll(5), countsAgree],
  },
  {
    title: 'The tool is killed in the middle of a sweep',
    truth:
      '100, 150 and 200/s for 2 s each, killed with -9 once the first load is measured, and started again: 900 requests are measured, and of those only the 300 of the load that was cut off may be sent twice.',
    behaviour: behave.atOnce,
    load: { sweep: [100, 150, 200], seconds: 2 },
    checks: [
      { what: 'all three loads are in the result', holds: (said) => said.sent === 900 },
      {
        what: 'what was measured is not sent again',
        holds: (_said, saw) => saw.arrived >= 900 && saw.arrived <= 900 + 300,
      },
    ],
  },
  {
    title: 'Nobody listens',
    truth: '10/s for 2 s at a closed port: not one answer, and no green exit.',
    behaviour: null,
    load: { rate: 10, seconds: 2, room: 20 },
    checks: [saysSo('exit code is not 0')],
  },
];
