import type { HeatCell } from '../../facts/latency-heatmap.ts';
import { BINS_PER_DECADE, type TimelineEntry } from '../../facts/timeline.ts';
import type { HeatPlot } from '../chart/heatmap-chart.ts';
import { lastSecond } from '../chart/time-axis.ts';
import { reading } from './reading.ts';

/** Each cell of the heat map. */
export function heatReading(
  entries: readonly TimelineEntry[],
  { cells, endsNs }: HeatPlot,
): string {
  const columns = columnsOf(cells);
  return reading({
    ...{ kind: 'cells', title: 'Every answer', endsNs, binsPerDecade: BINS_PER_DECADE },
    endSecond: lastSecond(entries),
    columns: columns.map((column) => ({
      from: column[0].startSecond,
      to: column[0].endSecond,
      bins: column.flatMap((cell) => [binOf(cell), cell.count]),
    })),
  });
}

/** Cells come column by column. */
function columnsOf(cells: readonly HeatCell[]): [HeatCell, ...HeatCell[]][] {
  const columns: [HeatCell, ...HeatCell[]][] = [];
  for (const cell of cells) {
    const last = columns.at(-1);
    if (last?.[0].startSecond === cell.startSecond) last.push(cell);
    else columns.push([cell]);
  }
  return columns;
}

function binOf({ lowNs }: HeatCell): number {
  return Math.round(Math.log10(lowNs) * BINS_PER_DECADE);
}
