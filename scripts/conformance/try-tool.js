import { createServer } from 'node:net';
import { badServer } from '../../dist/test/support/bad-servers/bad-server.js';

const PATH = '/v2/models/stub/infer';

/** One tool against one scenario's server: what it said, what the server saw, which checks hold. */
export async function tryTool(tool, scenario) {
  if (scenario.behaviour === null) {
    const said = await ask(tool, `http://127.0.0.1:${await closedPort()}`, scenario.load);
    return judged(scenario, said, { arrived: 0, answered: 0 });
  }
  const server = await badServer(scenario.behaviour);
  try {
    const said = await ask(tool, server.url, scenario.load);
    return judged(scenario, said, {
      arrived: server.arrivalsMs.length,
      answered: server.answered(),
      ...arrivalErrors(server.arrivalsMs, scenario.load.rate),
    });
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

/** Undefined where a tool has no such option. */
function ask(tool, url, load) {
  const run = load.sweep ? tool.sweep : tool.run;
  return run?.(tool.knowsModels ? url : url + PATH, load);
}

function judged(scenario, said, saw) {
  const checks = scenario.checks.map(({ what, holds }) => ({
    ...{ what, holds: said && holds(said, saw) },
  }));
  return { said, saw, checks };
}

/** Distances from an even schedule through the median; its start is the tool's own affair. */
function arrivalErrors(arrivalsMs, rate) {
  if (!rate || arrivalsMs.length === 0) return {};
  const offsets = arrivalsMs.map((ms, i) => ms - (i * 1000) / rate);
  const middle = quantile(offsets, 0.5);
  const errors = offsets.map((ms) => Math.abs(ms - middle));
  return {
    p50ErrorMs: quantile(errors, 0.5),
    p99ErrorMs: quantile(errors, 0.99),
    calmestP50Ms: calmestSecond(offsets, rate),
  };
}

/**
 * The least p50 of any second, behind the run's earliest arrival: what a tool can do on a machine that
 * has other work for most of the time. Falling behind counts, as the schedule is that of the whole run.
 */
function calmestSecond(offsets, rate) {
  const earliest = quantile(offsets, 0);
  let least = Number.POSITIVE_INFINITY;
  for (let from = 0; from + rate <= offsets.length; from += rate) {
    const late = offsets.slice(from, from + rate).map((ms) => ms - earliest);
    least = Math.min(least, quantile(late, 0.5));
  }
  return least;
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function closedPort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
