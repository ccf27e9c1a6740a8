/**
 * Data inside a panel, as Grafana's DataFrameJSON has it (grafana-data, src/dataframe/DataFrameJSON.ts):
 * one array of `values` for each field, all of one length; times are milliseconds since 1970; null is a
 * gap; what JSON has no word for stands as null, and its place in `entities`.
 */
export interface DataFrame {
  readonly schema: {
    readonly refId: string;
    readonly name: string;
    readonly meta?: Readonly<Record<string, unknown>>;
    readonly fields: readonly Field[];
  };
  readonly data: {
    readonly values: readonly (readonly unknown[])[];
    readonly entities?: readonly (Entities | null)[];
  };
}

interface Field {
  readonly name: string;
  readonly type: 'time' | 'number' | 'string' | 'boolean' | 'other';
  readonly typeInfo?: { readonly frame: string; readonly nullable?: true };
  readonly labels?: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, unknown>>;
}

interface Entities {
  readonly NaN?: readonly number[];
  readonly Inf?: readonly number[];
  readonly NegInf?: readonly number[];
}

/** One value at one time; null is a gap. */
export interface Sample {
  readonly at: number;
  readonly value: number | null;
}

/** A line of a chart, in the shape that Prometheus' range queries have in Grafana. */
export function lineFrame(name: string, samples: readonly Sample[], stepMs: number): DataFrame {
  const values = samples.map(({ value }) => value);
  const entities = entitiesOf(values);
  return {
    schema: {
      ...{ refId: 'A', name },
      meta: {
        ...{ type: 'timeseries-multi', typeVersion: [0, 1] },
        preferredVisualisationType: 'graph',
      },
      fields: [
        {
          ...{ name: 'Time', type: 'time', typeInfo: { frame: 'time.Time' } },
          config: { interval: stepMs },
        },
        {
          ...{ name: 'Value', type: 'number', typeInfo: { frame: 'float64', nullable: true } },
          ...{ labels: {}, config: { displayNameFromDS: name } },
        },
      ],
    },
    data: {
      values: [samples.map(({ at }) => Math.round(at)), values.map(finiteOrNull)],
      ...(entities && { entities: [null, entities] }),
    },
  };
}

/** One number or word, for a panel that shows a single thing. */
export function singleFrame(name: string, value: number | string, atMs: number): DataFrame {
  const type = typeof value === 'number' ? 'number' : 'string';
  return {
    schema: {
      ...{ refId: 'A', name },
      fields: [
        { name: 'Time', type: 'time', config: {} },
        { name, type, config: {} },
      ],
    },
    data: { values: [[Math.round(atMs)], [value]] },
  };
}

/** Numbers side by side, without a time. */
export function barsFrame(
  name: string,
  bars: readonly { readonly title: string; readonly value: number }[],
): DataFrame {
  return {
    schema: {
      ...{ refId: 'A', name },
      fields: bars.map(({ title }) => ({ name: title, type: 'number', config: {} })),
    },
    data: { values: bars.map(({ value }) => [value]) },
  };
}

/** Columns of words. */
export function wordsFrame(
  name: string,
  columns: readonly { readonly title: string; readonly words: readonly string[] }[],
): DataFrame {
  return {
    schema: {
      ...{ refId: 'A', name },
      fields: columns.map(({ title }) => ({ name: title, type: 'string', config: {} })),
    },
    data: { values: columns.map(({ words }) => words) },
  };
}

/** A stretch of time that charts show behind their lines. */
export interface Region {
  readonly fromMs: number;
  readonly toMs: number;
  readonly title: string;
}

/** Told apart from data by its topic: the viewer takes it for annotations. */
export function regionsFrame(regions: readonly Region[]): DataFrame {
  const all = <T>(value: T) => regions.map(() => value);
  const columns: readonly (readonly [string, Field['type'], readonly unknown[]])[] = [
    ['time', 'time', regions.map(({ fromMs }) => Math.round(fromMs))],
    ['timeEnd', 'time', regions.map(({ toMs }) => Math.round(toMs))],
    ['isRegion', 'boolean', all(true)],
    ['title', 'string', regions.map(({ title }) => title)],
    ['text', 'string', all('')],
    ['tags', 'other', all([])],
    ['color', 'string', all('rgba(0,211,255,1)')],
    ['id', 'string', regions.map((_, index) => `phase-${index}`)],
  ];
  return {
    schema: {
      ...{ refId: 'B', name: 'annotations', meta: { dataTopic: 'annotations' } },
      fields: columns.map(([name, type]) => ({ name, type, config: {} })),
    },
    data: { values: columns.map(([, , values]) => values) },
  };
}

function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function entitiesOf(values: readonly (number | null)[]): Entities | undefined {
  const placesOf = (wanted: number) =>
    values.flatMap((value, place) => (Object.is(value, wanted) ? [place] : []));
  const places = {
    NaN: placesOf(Number.NaN),
    Inf: placesOf(Number.POSITIVE_INFINITY),
    NegInf: placesOf(Number.NEGATIVE_INFINITY),
  };
  const kept = Object.entries(places).filter(([, found]) => found.length > 0);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
