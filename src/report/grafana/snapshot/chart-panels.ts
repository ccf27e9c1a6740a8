import type { Point } from '../../../contract/point.ts';
import { NS_PER_SECOND } from '../../../contract/units.ts';
import { regionsFrame } from './data-frame.ts';
import type { RunLines } from './run-timeline.ts';
import { type Chart, chartPanel, type SnapshotPanel } from './snapshot-panel.ts';

/** What the generator itself saw, second by second. */
export function clientCharts(lines: RunLines): SnapshotPanel[] {
  return [
    chart(lines, {
      title: 'Requests each second',
      description: 'Due by the schedule; served in time; failed or timed out.',
      unit: 'suffix:/s',
      frames: [
        lines.line('due', ({ duePerSecond }) => duePerSecond),
        lines.line('served', ({ servedPerSecond }) => servedPerSecond),
        lines.line('failed or timed out', ({ badPerSecond }) => badPerSecond),
      ],
    }),
    chart(lines, {
      title: 'Response time',
      description:
        'Of the answers of each second, done − due. A percentile is a gap where too few answers came for it.',
      unit: 'ns',
      frames: [
        lines.line('p50', ({ p50Ns }) => p50Ns),
        lines.line('p90', ({ p90Ns }) => p90Ns),
        lines.line('p99', ({ p99Ns }) => p99Ns),
        lines.line('max', ({ maxNs }) => maxNs),
      ],
    }),
    chart(lines, {
      title: 'Requests on their way',
      description: 'At the end of each second: sent and unanswered; due and not sent.',
      unit: 'short',
      frames: [
        lines.lineOf('in flight', (point) => countsOf(point, 'inFlight')),
        lines.lineOf('waiting', (point) => countsOf(point, 'waiting')),
      ],
    }),
    chart(lines, {
      title: 'Standstills of the load generator',
      description: 'The longest of each second: where it is large, the numbers are our fault.',
      unit: 'ns',
      frames: [lines.line('standstill', ({ stallNs }) => stallNs)],
    }),
  ];
}

function countsOf(point: Point, name: 'inFlight' | 'waiting') {
  return point.intervals.map((interval) => ({
    at: interval.second * NS_PER_SECOND,
    value: interval[name],
  }));
}

/** With the phases behind its lines. */
export function chart({ regions }: RunLines, parts: Chart): SnapshotPanel {
  return chartPanel({ ...parts, frames: [...parts.frames, regionsFrame(regions)] });
}
