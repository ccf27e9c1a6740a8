import type { MetricDefinition } from '../../../contract/metric-definitions.ts';
import type { ServerPanelData } from '../../facts/server-panels.ts';
import type { TimelineEntry } from '../../facts/timeline.ts';
import { lastSecond } from '../chart/time-axis.ts';
import { type ReadingUnit, reading, short } from './reading.ts';

/** An hour's panels would be half a megabyte; their table and their static charts have to do. */
const MOST_READINGS = 400;

const UNIT: Readonly<Record<MetricDefinition['unit'], ReadingUnit>> = {
  ...{ ns: 'time', '/s': 'rate', '1': 'number', share: 'share', bytes: 'bytes', W: 'W', J: 'J' },
};

/** Each reading of what the server told; '' for long runs. */
export function panelReading(
  { title, unit, lines }: ServerPanelData,
  entries: readonly TimelineEntry[],
): string {
  const times = lines[0]?.samples.map(({ at }) => at) ?? [];
  if (times.length < 2 || times.length > MOST_READINGS) return '';
  const end = lastSecond(entries);
  return reading({
    ...{ kind: 'lines', title, unit: UNIT[unit] },
    places: times.map((at) => ({ at: Number((at / end).toFixed(4)), name: `${at.toFixed(1)} s` })),
    lines: lines.map(({ name, samples }) => ({
      name,
      values: samples.map(({ value }) => short(value)),
    })),
  });
}
