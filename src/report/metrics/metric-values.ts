import type { MetricSample } from '../../contract/measurements.ts';
import {
  METRIC_DEFINITIONS,
  type MetricDefinition,
  metricsOf,
  type ServerMetric,
  scopeOf,
} from '../../contract/metric-definitions.ts';
import { REPORT_LABELS } from './promql.ts';

/** The samples of one reading of a page that definitions are made of, by family. */
export type IndexedPage = ReadonlyMap<string, readonly MetricSample[]>;

/** Whose numbers are wanted; version null: all versions together. */
export interface ModelSelection {
  readonly modelName: string;
  readonly modelVersion: string | null;
}

/** A number, and the labels that tell it from others of the same definition. */
interface LabelledValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NEEDED: ReadonlySet<string> = new Set(
  METRIC_DEFINITIONS.flatMap(metricsOf).map(({ name }) => name),
);

export function indexPage(samples: readonly MetricSample[]): IndexedPage {
  const index = new Map<string, MetricSample[]>();
  for (const sample of samples) {
    if (!NEEDED.has(sample.name)) continue;
    const family = index.get(sample.name);
    if (family) family.push(sample);
    else index.set(sample.name, [sample]);
  }
  return index;
}

/**
 * A definition between two readings `seconds` apart, as its PromQL tells it over that window, without
 * extrapolation: rates and means of what was counted in between, gauges as they were last told. Numbers
 * that would be 0/0, or whose families are not there, are left out.
 */
export function valuesBetween(
  definition: MetricDefinition,
  earlier: IndexedPage,
  later: IndexedPage,
  seconds: number,
  selection: ModelSelection,
): readonly LabelledValue[] {
  const { source, scale } = definition;
  const isWanted = wanted(definition, selection);
  const by = labelsToldBy(definition);
  const total = (metric: ServerMetric) =>
    grouped(deltas(earlier.get(metric.name) ?? [], later.get(metric.name) ?? []), isWanted, by);
  const ratio = (part: Groups, whole: (key: string) => number) =>
    [...part.values()].flatMap(({ key, labels, value }) =>
      whole(key) > 0 ? [{ labels, value: (value / whole(key)) * scale }] : [],
    );
  switch (source.kind) {
    case 'rate':
      return scaled(total(source.counter), scale / seconds);
    case 'ratio': {
      const whole = total(source.denominator);
      return ratio(total(source.numerator), (key) => whole.get(key)?.value ?? 0);
    }
    case 'share': {
      const part = total(source.part);
      const rest = total(source.rest);
      const sum = (key: string) => (part.get(key)?.value ?? 0) + (rest.get(key)?.value ?? 0);
      return ratio(part, sum);
    }
    case 'gauge':
      return scaled(grouped(later.get(source.gauge.name) ?? [], isWanted, by), scale);
  }
}

type Groups = ReadonlyMap<string, LabelledValue & { readonly key: string }>;

function labelsToldBy(definition: MetricDefinition): readonly string[] {
  const scope = scopeOf(definition);
  const own = scope === 'whole' ? [] : REPORT_LABELS[scope];
  return definition.splitBy === undefined ? own : [...own, definition.splitBy];
}

/** What is told of the whole is told of every model. */
function wanted(
  definition: MetricDefinition,
  { modelName, modelVersion }: ModelSelection,
): (sample: MetricSample) => boolean {
  if (scopeOf(definition) !== 'model') return () => true;
  return ({ labels }) =>
    labels.model === modelName && (modelVersion === null || labels.version === modelVersion);
}

/** What each series grew by; one that began again, or is new, grew from 0. */
function deltas(
  earlier: readonly MetricSample[],
  later: readonly MetricSample[],
): readonly MetricSample[] {
  const before = new Map(earlier.map((sample) => [keyOf(sample.labels), sample.value]));
  return later.map((sample) => {
    const then = before.get(keyOf(sample.labels)) ?? 0;
    return { ...sample, value: sample.value < then ? sample.value : sample.value - then };
  });
}

function grouped(
  samples: readonly MetricSample[],
  isWanted: (sample: MetricSample) => boolean,
  by: readonly string[],
): Groups {
  const groups = new Map<string, LabelledValue & { readonly key: string }>();
  for (const sample of samples.filter(isWanted)) {
    const labels = Object.fromEntries(
      by.flatMap((label) => (sample.labels[label] ? [[label, sample.labels[label]]] : [])),
    );
    const key = keyOf(labels);
    groups.set(key, { key, labels, value: (groups.get(key)?.value ?? 0) + sample.value });
  }
  return groups;
}

function scaled(groups: Groups, factor: number): LabelledValue[] {
  return [...groups.values()].map(({ labels, value }) => ({ labels, value: value * factor }));
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
