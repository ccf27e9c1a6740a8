import { pointNameOf } from '../../src/contract/point-name.ts';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import { cutOffPoint } from '../../src/load/index.ts';
import { aPoint, aResult, gate } from './a-result.ts';

const MS = 1e6;

/** Text that would break any place that forgets to escape. */
export const HOSTILE =
  '<img src=x onerror=alert(1)> | `code` ``` **bold** </details></script> @name #1 [a](http://e.example) $x$ \u001b[31mred\u001b[0m \u0007\u202eright-to-left\r\n# head "quoted" \'single\' &amp; =1+1';

/** Every shape of a result that a report has to survive, by name. */
export const RESULT_SHAPES: Readonly<Record<string, () => ResultDocument>> = {
  valid: () =>
    aResult({
      gates: [
        gate('p99<20ms', 11.2 * MS, 20 * MS, 0.44, true),
        gate('errors<=1%', 0, 0.01, 1, true),
      ],
      notes: ['1 standstill of the generator over 20 ms (24 ms).'],
      labels: { branch: 'main' },
    }),
  saturated: () =>
    aResult({
      verdict: 'saturated',
      fired: ['lost-requests', 'growing-backlog'],
      endingOf: (random, second) =>
        second < 5 || random > 0.6 ? 'completed' : random > 0.3 ? 'timedOut' : 'unsent',
      serviceNs: (random, second) => Math.round(3 * MS + second * 180 * MS * (0.9 + random * 0.2)),
      gates: [gate('p99<10ms', null, 10 * MS, null, false, 'never came back')],
    }),
  invalid: () => {
    const doc = aResult({
      verdict: 'invalid',
      fired: ['distortion', 'busy-loop', 'lost-requests'],
      gates: [gate('p99<10ms', 12 * MS, 10 * MS, -0.2, false, 'passes on clean requests only')],
    });
    const [first] = doc.points[0]?.latency.response.percentiles ?? [];
    if (first?.state === 'measured') first.distorted = true;
    return { ...doc, exitCode: 6 };
  },
  interrupted: () =>
    aResult({
      status: 'interrupted',
      seconds: 2.5,
      endingOf: (r) => (r > 0.99 ? 'aborted' : 'completed'),
    }),
  'broken-off': () => ({
    ...aResult({ status: 'failed', seconds: 2, notes: ['a worker ended by itself'] }),
    exitCode: 4,
  }),
  partial: () => partialResult(),
  sweep: () => sweepResult(),
  search: () => searchResult(),
  gpu: () => gpuResult(),
  'zero-requests': () =>
    aResult({ status: 'interrupted', ratePerSecond: 0.01, seconds: 0, server: null }),
  'all-failed': () => aResult({ endingOf: () => 'failed', server: null, seconds: 4 }),
  'one-sample': () => aResult({ ratePerSecond: 1, seconds: 1, warmupSeconds: 0 }),
  hostile: () =>
    aResult({
      modelName: HOSTILE,
      seconds: 3,
      endingOf: (random) => (random > 0.5 ? 'failed' : 'completed'),
      failure: { reason: 'http-5xx', message: HOSTILE, sample: HOSTILE },
      notes: [HOSTILE],
      labels: { [HOSTILE]: HOSTILE },
      command: `bench run --model '${HOSTILE}'`,
    }),
  unicode: () =>
    aResult({
      modelName: '模型_数字·ÄÖü·👩‍🔬',
      seconds: 3,
      notes: ['その他の負荷: 3 件 — naïve café'],
      labels: { stadt: 'Zürich', رقم: 'سبعة' },
    }),
};

/** Cut off in its sixth second, the fourth of the measured phase, and recovered. */
function partialResult(): ResultDocument {
  const whole = aPoint({ endingOf: (random) => (random > 0.995 ? 'failed' : 'completed') });
  const load = {
    startedAtEpochMs: Date.parse('2026-11-23T14:30:15.000Z'),
    workload: whole.workload,
    phases: whole.phases.map(({ name, startNs, durationNs }) => ({ name, startNs, durationNs })),
    percentiles: [50, 90, 95, 99, 99.9],
    conditions: ['p90<5ms', 'accuracy>=0.9'],
  };
  const point = cutOffPoint(load, whole.intervals.slice(0, 6));
  const { verdict } = point;
  return { ...aResult({ status: 'partial' }), points: [point], verdict, exitCode: 130 };
}

function atRate(ratePerSecond: number, met: boolean) {
  const gates = [gate('p90<5ms', met ? 2 * MS : 9 * MS, 5 * MS, met ? 0.6 : -0.8, met)];
  const point = aPoint({ ratePerSecond, seconds: 3, warmupSeconds: 1, gates });
  return { ...point, name: pointNameOf(point.workload) };
}

function sweepResult(): ResultDocument {
  const points = [atRate(50, true), atRate(200, true), atRate(400, false)];
  const missing = [{ name: 'qps=800', reason: 'connection refused' }];
  const command = 'bench run --sweep qps=50,200,400,800 --slo p90<5ms';
  return { ...aResult({ command }), points, missing, exitCode: 4 };
}

function searchResult(): ResultDocument {
  const runs = [
    { role: 'probe', ratePerSecond: 50, finding: 'met' },
    { role: 'probe', ratePerSecond: 400, finding: 'missed' },
    { role: 'confirmation', ratePerSecond: 50, finding: 'met' },
  ] as const;
  const points = runs.map(({ ratePerSecond, finding }) => atRate(ratePerSecond, finding === 'met'));
  const search = {
    ...{ lowPerSecond: 50, highPerSecond: 400, precision: 0.05, conditions: ['p90<5ms'] },
    ...{ outcome: 'found' as const, ratePerSecond: 50, missedPerSecond: 400, confirmed: true },
    runs: [...runs],
  };
  return { ...aResult({ command: 'bench run --search 50..400 --slo p90<5ms' }), points, search };
}

/** A server with two GPUs that tells all it can, its labels as hostile as labels get. */
function gpuResult(): ResultDocument {
  const doc = aResult({ seconds: 5 });
  const [point] = doc.points;
  if (!point) return doc;
  const gpus = ['GPU-0a1b', 'GPU-"<2c>'];
  const ofGpu = (metric: string, base: number) =>
    gpus.map((gpu_uuid, index) => ({
      metric,
      labels: { gpu_uuid },
      values: [base, base * 1.2, null, base * (1.1 + index / 10), base, base * 1.3, base],
    }));
  const series = [
    { metric: 'server.batch-size', labels: {}, values: [1, 1.5, 2.25, 2.5, 2.4, null, 1.2] },
    { metric: 'server.pending', labels: {}, values: [0, 4, 2, 9, 3, 1, 0] },
    { metric: 'server.cache-hits', labels: {}, values: [0, 0.1, 0.2, 0.2, 0.25, 0.25, 0.25] },
    ...ofGpu('server.gpu-utilization', 0.6),
    ...ofGpu('server.gpu-memory-used', 4e9),
    ...ofGpu('server.gpu-memory-total', 16e9),
    ...ofGpu('server.gpu-power', 71.5),
    { metric: 'server.energy-per-inference', labels: {}, values: [2, 1.5, 1.4, 1.3, 1.4, 1.5, 2] },
  ];
  const atNs = series[0]?.values.map((_, index) => (index + 1) * 1e9) ?? [];
  const serverSeries = { source: 'scrapes' as const, windowNs: 1e9, atNs, series };
  return { ...doc, points: [{ ...point, serverSeries }] };
}
