import { formatDurationMs, NS_PER_MS, parseDurationMs } from './units.ts';

/** Which clock a latency gate reads; `response` is what a user would feel and needs no prefix. */
export const LATENCY_CLOCKS = ['response', 'service', 'lateness', 'queueing'] as const;
export type LatencyClock = (typeof LATENCY_CLOCKS)[number];

export type GateMetric =
  | { readonly kind: 'percentile'; readonly clock: LatencyClock; readonly percent: number }
  | { readonly kind: 'mean' | 'max'; readonly clock: LatencyClock }
  | { readonly kind: 'errors' | 'accuracy' | 'throughput' };

export type Comparison = '<' | '<=' | '>' | '>=';

/** One condition a run has to meet. The limit is in base units: ns, a share of 1, requests/s. */
export interface Gate {
  readonly metric: GateMetric;
  readonly comparison: Comparison;
  readonly limit: number;
}

const SLO_EXAMPLES =
  'p99<10ms, mean<2ms, service.p99<8ms, errors<0.1%, throughput>=199/s, accuracy>=0.95';

const GATE = /^\s*([a-z0-9.]+)\s*(<=|>=|<|>)\s*(\S+)\s*$/i;

/** Text → gate; a string says what is wrong with it (for the error message), and how to write it. */
export function parseGate(text: string): Gate | string {
  const parts = GATE.exec(text);
  if (!parts) return `"${text}" is not a condition; write one like ${SLO_EXAMPLES}`;
  const [, name = '', comparison = '', limitText = ''] = parts;
  const metric = parseMetric(name.toLowerCase());
  if (typeof metric === 'string') return metric;
  const limit = parseLimit(metric, limitText);
  if (limit === undefined) return badLimit(metric, limitText);
  return { metric, comparison: comparison as Comparison, limit };
}

function parseMetric(name: string): GateMetric | string {
  if (name === 'errors' || name === 'accuracy' || name === 'throughput') return { kind: name };
  const dot = name.indexOf('.');
  const prefix = dot < 0 ? '' : name.slice(0, dot);
  const clock = LATENCY_CLOCKS.find((known) => known === prefix);
  const statistic = clock ? name.slice(dot + 1) : name;
  if (statistic === 'mean' || statistic === 'max') {
    return { kind: statistic, clock: clock ?? 'response' };
  }
  const percent = /^p(\d{1,2}(?:\.\d+)?)$/.exec(statistic)?.[1];
  if (percent === undefined || Number(percent) <= 0) {
    return `"${name}" is no metric of a gate; known are p50…p99.99, mean, max (with service., lateness. or queueing. before them), errors, throughput, accuracy`;
  }
  return { kind: 'percentile', clock: clock ?? 'response', percent: Number(percent) };
}

function parseLimit(metric: GateMetric, text: string): number | undefined {
  switch (metric.kind) {
    case 'percentile':
    case 'mean':
    case 'max': {
      const ms = parseDurationMs(text);
      return ms === undefined ? undefined : Math.round(ms * NS_PER_MS);
    }
    case 'throughput':
      return parseNumber(/^(.+?)(?:\/s)?$/.exec(text)?.[1]);
    case 'errors':
    case 'accuracy':
      return parseShare(text);
  }
}

function parseShare(text: string): number | undefined {
  const percent = /^(.+)%$/.exec(text)?.[1];
  const value = percent === undefined ? parseNumber(text) : parseNumber(percent);
  if (value === undefined) return undefined;
  const share = percent === undefined ? value : Number((value / 100).toPrecision(15));
  return share >= 0 && share <= 1 ? share : undefined;
}

function parseNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function badLimit(metric: GateMetric, text: string): string {
  const wanted = {
    percentile: 'a duration such as 10ms',
    mean: 'a duration such as 2ms',
    max: 'a duration such as 100ms',
    throughput: 'a rate such as 199/s',
    errors: 'a share such as 0.1% or 0.001',
    accuracy: 'a share such as 95% or 0.95',
  }[metric.kind];
  return `"${text}" is not a limit for ${printMetric(metric)}; write ${wanted}`;
}

/** The metric as a user writes it; `parseGate` reads it back. */
function printMetric(metric: GateMetric): string {
  if (!('clock' in metric)) return metric.kind;
  const prefix = metric.clock === 'response' ? '' : `${metric.clock}.`;
  return metric.kind === 'percentile' ? `${prefix}p${metric.percent}` : prefix + metric.kind;
}

/** The gate as a user writes it; `parseGate(printGate(g))` is g again. */
export function printGate(gate: Gate): string {
  return printMetric(gate.metric) + gate.comparison + printLimit(gate);
}

function printLimit({ metric, limit }: Gate): string {
  switch (metric.kind) {
    case 'percentile':
    case 'mean':
    case 'max':
      return formatDurationMs(limit / NS_PER_MS);
    case 'throughput':
      return `${limit}/s`;
    case 'errors':
    case 'accuracy':
      return printShare(limit);
  }
}

/** In per cent where that reads back as the same share. */
function printShare(share: number): string {
  const percent = `${Number((share * 100).toPrecision(12))}%`;
  return parseShare(percent) === share ? percent : String(share);
}

/** Whether a value meets a gate. Infinity (a request that never came back) meets no upper limit. */
export function meets(value: number, gate: Pick<Gate, 'comparison' | 'limit'>): boolean {
  switch (gate.comparison) {
    case '<':
      return value < gate.limit;
    case '<=':
      return value <= gate.limit;
    case '>':
      return value > gate.limit;
    case '>=':
      return value >= gate.limit;
  }
}
