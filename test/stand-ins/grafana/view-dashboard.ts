import { type ReadFrame, readFrame } from './read-frame.ts';

/** A panel as somebody who opens the dashboard gets it. */
export interface ViewedPanel {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly frames: readonly ReadFrame[];
}

interface RawPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly fieldConfig: {
    readonly defaults: { readonly unit?: string };
    readonly overrides: unknown[];
  };
  readonly options: Readonly<Record<string, unknown>>;
  readonly links: readonly unknown[];
  readonly targets: readonly {
    readonly refId: string;
    readonly datasource: { readonly uid: string };
    readonly queryType: string;
    readonly snapshot: readonly unknown[];
  }[];
}

/** Every panel with its data; what a viewer would trip over is refused. */
export function viewDashboard(dashboard: Readonly<Record<string, unknown>>): ViewedPanel[] {
  const panels = dashboard.panels as readonly RawPanel[];
  const isV1 = !('elements' in dashboard) && !('layout' in dashboard);
  check(isV1 && Number(dashboard.schemaVersion) >= 36, 'a dashboard of the v1 model');
  const { list } = dashboard.templating as { list: readonly unknown[] };
  check(list.length === 0, 'no variables: nobody would answer their queries');
  const ids = panels.map(({ id }) => id);
  check(new Set(ids).size === ids.length && ids.every((id) => id >= 1), 'ids of their own');
  panels.forEach(({ gridPos }, index) => {
    checkPlace(gridPos, panels.slice(0, index));
  });
  const { from, to } = dashboard.time as { from: string; to: string };
  check(Date.parse(from) <= Date.parse(to), 'a stretch of time from its start to its end');
  return panels.map(view);
}

function check(holds: boolean, expected: string): void {
  if (!holds) throw new Error(`expected ${expected}`);
}

function checkPlace(place: RawPanel['gridPos'], others: readonly RawPanel[]): void {
  const { x, y, w, h } = place;
  check(x >= 0 && y >= 0 && w >= 1 && h >= 1 && x + w <= 24, 'a place in the grid');
  const isApart = others.every(
    ({ gridPos: other }) =>
      x + w <= other.x || other.x + other.w <= x || y + h <= other.y || other.y + other.h <= y,
  );
  check(isApart, 'a place of its own');
}

function view(panel: RawPanel): ViewedPanel {
  const { type, title, description = '', datasource, options, targets, links } = panel;
  check(datasource.uid === 'grafana' && datasource.type === 'datasource', 'the built-in source');
  check(links.length === 0, 'no links');
  check(targets.length <= 1, 'one target');
  for (const target of targets) {
    check(target.queryType === 'snapshot' && target.refId === 'A', 'a target that holds its data');
    check(target.datasource.uid === 'grafana', 'the built-in source of its target');
  }
  const frames = targets.flatMap(({ snapshot }) => snapshot.map(readFrame));
  check(type === 'text' || frames.length > 0, `data in ${title}`);
  const { unit } = panel.fieldConfig.defaults;
  return { type, title, description, unit, options, frames };
}
