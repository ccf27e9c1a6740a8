import { metricDefinition } from '../../../contract/metric-definitions.ts';
import type { Point } from '../../../contract/point.ts';
import { GRAFANA_UNIT } from '../../dashboard/panel.ts';
import { SERVER_ROWS, type ServerPanel } from '../../dashboard/server-rows.ts';
import { terminalText } from '../../render/escape.ts';
import { chart } from './chart-panels.ts';
import type { DataFrame, Sample } from './data-frame.ts';
import type { RunLines } from './run-timeline.ts';
import type { SnapshotPanel } from './snapshot-panel.ts';

type Series = NonNullable<Point['serverSeries']>['series'][number];

const NOTHING: readonly Sample[] = [];

/** The charts of the live dashboard that the server gave numbers for, with those numbers inside. */
export function serverCharts(points: readonly Point[], lines: RunLines): SnapshotPanel[] {
  return SERVER_ROWS.flatMap(({ panels }) =>
    panels.flatMap((panel) => {
      const frames = panel.metrics.flatMap((metric) => framesOf(points, metric, panel, lines));
      if (frames.length === 0) return [];
      const unit = GRAFANA_UNIT[metricDefinition(panel.metrics[0]).unit];
      return [chart(lines, { title: panel.title, description: panel.description, unit, frames })];
    }),
  );
}

/** A line for each set of labels that any load has of this metric. */
function framesOf(
  points: readonly Point[],
  metric: string,
  panel: ServerPanel,
  lines: RunLines,
): DataFrame[] {
  const all = points.flatMap(({ serverSeries }) => serverSeries?.series ?? []);
  const labels = new Set(all.filter((one) => one.metric === metric).map(labelsOf));
  return [...labels].map((words) => {
    const name = panel.metrics.length > 1 || words === '' ? metricDefinition(metric).title : '';
    return lines.lineOf([name, words].filter((part) => part !== '').join(' '), (point) =>
      samplesOf(point, (one) => one.metric === metric && labelsOf(one) === words),
    );
  });
}

function labelsOf({ labels }: Series): string {
  return terminalText(Object.values(labels).join(' '));
}

function samplesOf({ serverSeries }: Point, isIt: (one: Series) => boolean): readonly Sample[] {
  const found = serverSeries?.series.find(isIt);
  if (!serverSeries || !found) return NOTHING;
  return serverSeries.atNs.map((at, index) => ({ at, value: found.values[index] ?? null }));
}
