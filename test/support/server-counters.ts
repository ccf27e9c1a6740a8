import { setTimeout as sleep } from 'node:timers/promises';
import { httpExchange } from './http-exchange.ts';

export interface ServerCounters {
  readonly requests: number;
  readonly inferences: number;
  readonly executions: number;
  readonly failures: number;
}

const METRIC_OF: Readonly<Record<keyof ServerCounters, string>> = {
  requests: 'nv_inference_request_success',
  inferences: 'nv_inference_count',
  executions: 'nv_inference_exec_count',
  failures: 'nv_inference_request_failure',
};

const MODEL = /[{,]model="([^"]*)"/;
const SETTLED_READS = 3;
const SETTLE_TIMEOUT_MS = 20_000;

/**
 * A model's counters off a Triton's metrics page, read without the tool's own parser: the tests'
 * second opinion. Triton counts a request after it has answered it, so the page is read until it
 * has said the same three times.
 */
export async function serverCounters(metricsUrl: string, model: string): Promise<ServerCounters> {
  const deadline = performance.now() + SETTLE_TIMEOUT_MS;
  let last = await readCounters(metricsUrl, model);
  for (let same = 1; same < SETTLED_READS; ) {
    if (performance.now() > deadline) throw new Error(`${metricsUrl} never came to rest`);
    await sleep(100);
    const next = await readCounters(metricsUrl, model);
    same = JSON.stringify(next) === JSON.stringify(last) ? same + 1 : 1;
    last = next;
  }
  return last;
}

async function readCounters(metricsUrl: string, model: string): Promise<ServerCounters> {
  const page = (await httpExchange(metricsUrl)).body.toString('utf8').split('\n');
  const own = page.filter((line) => MODEL.exec(line)?.[1] === model);
  const sum = (metric: string) =>
    own
      .filter((line) => line.startsWith(`${metric}{`))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf('}') + 1)), 0);
  return {
    requests: sum(METRIC_OF.requests),
    inferences: sum(METRIC_OF.inferences),
    executions: sum(METRIC_OF.executions),
    failures: sum(METRIC_OF.failures),
  };
}

/** What was counted between two readings. */
export function counted(before: ServerCounters, after: ServerCounters): ServerCounters {
  return {
    requests: after.requests - before.requests,
    inferences: after.inferences - before.inferences,
    executions: after.executions - before.executions,
    failures: after.failures - before.failures,
  };
}
