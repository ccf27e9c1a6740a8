import type { DataFrame } from './data-frame.ts';

/** The built-in data source: it gives back what stands in the panel and asks nobody. */
const BUILT_IN = { type: 'datasource', uid: 'grafana' } as const;
const PLAIN_COLOR = 'text';

/** A panel before it has a place: its size, and what it shows. */
export interface SnapshotPanel {
  readonly size: { readonly w: number; readonly h: number };
  readonly body: Readonly<Record<string, unknown>>;
}

/** `content` is Markdown: everything from outside in it is escaped already. */
export function textPanel(content: string, h: number): SnapshotPanel {
  return panel('text', '', { w: 24, h }, { options: { mode: 'markdown', content } });
}

export interface Stat {
  readonly title: string;
  readonly description: string;
  /** Base unit of Grafana: ns, percentunit, suffix:/s; '' for words. */
  readonly unit: string;
  /** Above it is bad (`isFloor`: below it), as the user said. */
  readonly limit?: { readonly value: number; readonly isFloor: boolean };
  readonly frame: DataFrame;
}

export function statPanel(
  { title, description, unit, limit, frame }: Stat,
  w: number,
): SnapshotPanel {
  const isWords = unit === '';
  return panel(
    'stat',
    title,
    { w, h: 4 },
    {
      description,
      defaults: { ...(!isWords && { unit }), thresholds: thresholds(limit), mappings: [] },
      options: {
        // A number is found by itself; words only by name.
        reduceOptions: {
          ...{ values: false, calcs: ['lastNotNull'] },
          fields: isWords ? '/^(?!Time$)/' : '',
        },
        ...{ colorMode: limit ? 'value' : 'none', graphMode: 'none', textMode: 'value' },
        ...{ justifyMode: 'auto', orientation: 'auto' },
      },
      frames: [frame],
    },
  );
}

function thresholds(limit: Stat['limit']) {
  const [below, above] = limit?.isFloor ? ['red', 'green'] : ['green', 'red'];
  const first = { color: limit ? below : PLAIN_COLOR, value: null };
  return {
    mode: 'absolute',
    steps: limit ? [first, { color: above, value: limit.value }] : [first],
  };
}

export interface Chart {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly frames: readonly DataFrame[];
}

/** Lines over time; gaps stay gaps. */
export function chartPanel({ title, description, unit, frames }: Chart): SnapshotPanel {
  return panel(
    'timeseries',
    title,
    { w: 12, h: 8 },
    {
      description,
      defaults: {
        ...{ unit, min: 0, color: { mode: 'palette-classic' } },
        custom: {
          ...{ drawStyle: 'line', lineWidth: 1, fillOpacity: 0 },
          ...{ showPoints: 'auto', spanNulls: false },
        },
        ...{ thresholds: thresholds(undefined), mappings: [] },
      },
      options: {
        legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
      frames,
    },
  );
}

export function barsPanel(title: string, description: string, frame: DataFrame): SnapshotPanel {
  return panel(
    'bargauge',
    title,
    { w: 12, h: 8 },
    {
      description,
      defaults: {
        ...{ unit: 'ns', min: 0, color: { mode: 'fixed', fixedColor: 'blue' } },
        ...{ thresholds: thresholds(undefined), mappings: [] },
      },
      options: {
        reduceOptions: { values: false, calcs: ['lastNotNull'], fields: '' },
        ...{ orientation: 'horizontal', displayMode: 'basic', valueMode: 'text' },
        ...{ showUnfilled: false, minVizHeight: 10, minVizWidth: 0, namePlacement: 'auto' },
      },
      frames: [frame],
    },
  );
}

/** Words in columns. `h`: enough for its rows. */
export function wordsPanel(
  title: string,
  description: string,
  frame: DataFrame,
  size: SnapshotPanel['size'],
): SnapshotPanel {
  return panel('table', title, size, {
    description,
    defaults: {
      custom: { align: 'auto', cellOptions: { type: 'auto' }, inspect: true, filterable: false },
      ...{ thresholds: thresholds(undefined), mappings: [] },
    },
    options: { showHeader: true, cellHeight: 'sm' },
    frames: [frame],
  });
}

interface Parts {
  readonly description?: string;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly frames?: readonly DataFrame[];
}

function panel(
  type: string,
  title: string,
  size: SnapshotPanel['size'],
  { description = '', defaults = {}, options, frames = [] }: Parts,
): SnapshotPanel {
  const target = { refId: 'A', datasource: BUILT_IN, queryType: 'snapshot', snapshot: frames };
  return {
    size,
    body: {
      ...{ type, title, description, datasource: BUILT_IN },
      ...{ fieldConfig: { defaults, overrides: [] }, options, transformations: [], links: [] },
      targets: frames.length === 0 ? [] : [target],
    },
  };
}
