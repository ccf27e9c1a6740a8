import type { Point } from '../../../contract/point.ts';
import {
  type ServerPanelData,
  serverPanels,
  serverPanelsTable,
} from '../../facts/server-panels.ts';
import { batchSizesTable } from '../../facts/server-table.ts';
import { type TimelineEntry, timeline } from '../../facts/timeline.ts';
import { batchSizesChart } from '../chart/batch-sizes-chart.ts';
import { seriesLook, serverPanelChart } from '../chart/server-panel-chart.ts';
import { columns } from './columns.ts';
import { figure } from './figure.ts';
import { htmlTable } from './html-table.ts';
import { panelReading } from './panel-reading.ts';
import { section } from './section.ts';

/** What the server told of its batches, its queue, its GPUs and its host while the load went on. */
export function batchingSection(point: Point, scope: string): string {
  const panels = serverPanels(point);
  const entries = panels.length > 0 ? timeline(point) : [];
  const charts = panels.map((panel, index) =>
    panelFigure(panel, entries, `server-${index}${scope}`),
  );
  const overTime = serverPanelsTable(point);
  return section(
    `batching${scope}`,
    'Batching, GPU and host',
    columns([...batchFigure(point, scope), ...charts]),
    overTime ? htmlTable(overTime) : '',
  );
}

function batchFigure(point: Point, scope: string): string[] {
  const table = batchSizesTable(point);
  if (table === null) return [];
  const chart = batchSizesChart(point.server?.batchSizes ?? [], `batch-sizes${scope}`);
  const caption = 'Share of the server’s executions; one execution serves a whole batch.';
  return chart === ''
    ? [htmlTable(table)]
    : [figure('Batches the server ran', chart, [], caption, table)];
}

function panelFigure(
  panel: ServerPanelData,
  entries: readonly TimelineEntry[],
  id: string,
): string {
  const { title, description, lines } = panel;
  const legend =
    lines.length > 1
      ? lines.map(({ name }, index) => ({ name: seriesLook(index), text: name }))
      : [];
  const chart = serverPanelChart(panel, entries, id);
  return figure(title, chart, legend, description, null, panelReading(panel, entries));
}
