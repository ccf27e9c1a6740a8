import {
  type MetricDefinition,
  type MetricScope,
  type ServerMetric,
  scopeOf,
} from '../../contract/metric-definitions.ts';

/** What a query is to read, and how finely it is to tell it. */
export interface QueryFrame {
  /** Range of every rate: '$__rate_interval', or a duration as Prometheus writes it. */
  readonly window: string;
  /** Which models: matchers as `matcher` makes them, laid on the families of scope model. */
  readonly models: readonly string[];
  /** Which servers: matchers laid on every family. */
  readonly servers: readonly string[];
  /** Labels that a number of each scope is told by, one series each. */
  readonly by: Readonly<Record<MetricScope, readonly string[]>>;
}

/** One model's series over one server, as the report tells them. */
export const REPORT_LABELS: QueryFrame['by'] = { model: [], gpu: ['gpu_uuid'], host: [] };

/** Every model and server that is there, as a dashboard tells them. */
export const DASHBOARD_LABELS: QueryFrame['by'] = {
  model: ['model', 'version'],
  gpu: ['gpu_uuid'],
  host: ['instance'],
};

/** A matcher of a label's exact value, whatever stands in it (PromQL strings escape as Go's do). */
export function matcher(label: string, value: string): string {
  const text = value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
  return `${label}="${text}"`;
}

/** Milliseconds as a PromQL duration, which has no fractions. */
export function promDuration(ms: number): string {
  return `${Math.ceil(ms)}ms`;
}

/**
 * The PromQL of a definition. Counters are summed over all labels that are not told, and that before
 * they are divided: a mean of versions' means would weigh them alike. A GPU is counted once, though two
 * servers on it may tell of it. 0/0 is NaN, which a panel draws as the gap it is.
 */
export function promqlOf(definition: MetricDefinition, frame: QueryFrame): string {
  const { source, scale } = definition;
  const scope = scopeOf(definition);
  const splitBy = definition.splitBy === undefined ? [] : [definition.splitBy];
  const by = scope === 'whole' ? [] : [...frame.by[scope], ...splitBy];
  const rate = (metric: ServerMetric) =>
    summed(metric, `rate(${selector(metric, frame, scope)}[${frame.window}])`, by);
  switch (source.kind) {
    case 'rate':
      return scaled(rate(source.counter), scale);
    case 'ratio':
      return scaled(`${rate(source.numerator)} / ${rate(source.denominator)}`, scale);
    case 'share': {
      const part = rate(source.part);
      return scaled(`${part} / (${part} + ${rate(source.rest)})`, scale);
    }
    case 'gauge':
      return scaled(summed(source.gauge, selector(source.gauge, frame, scope), by), scale);
  }
}

/** Asked for at one instant, this gives the samples themselves with the times they were scraped at. */
export function rawSamplesQuery(
  metric: ServerMetric,
  frame: Pick<QueryFrame, 'models' | 'servers'>,
  windowMs: number,
): string {
  return `${selector(metric, frame, metric.scope)}[${promDuration(windowMs)}]`;
}

/** What is told of the whole is told of every model. */
function selector(
  { name, scope }: ServerMetric,
  { models, servers }: Pick<QueryFrame, 'models' | 'servers'>,
  told: ReturnType<typeof scopeOf>,
): string {
  const matchers = [...servers, ...(scope === 'model' && told === 'model' ? models : [])];
  return matchers.length > 0 ? `${name}{${matchers.join(',')}}` : name;
}

function summed({ scope }: ServerMetric, vector: string, by: readonly string[]): string {
  if (scope === 'gpu') {
    const once = `max by (gpu_uuid) (${vector})`;
    return by.includes('gpu_uuid') ? once : `sum(${once})`;
  }
  const operator = scope === 'host' ? 'max' : 'sum';
  return by.length > 0 ? `${operator} by (${by.join(', ')}) (${vector})` : `${operator}(${vector})`;
}

function scaled(query: string, scale: number): string {
  return scale === 1 ? query : `${query} * ${scale}`;
}
