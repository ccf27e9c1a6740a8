import type { TimelineEntry } from '../../facts/timeline.ts';
import { scriptJson } from '../escape.ts';
import { short } from './reading.ts';

/** A line that scripts may draw again to be hovered over and zoomed into. */
export interface LiveLine {
  readonly name: string;
  /** Custom property of the page's palette that it is drawn in. */
  readonly color: '--response' | '--service' | '--muted' | '--bad';
  readonly shape: 'steps' | 'straight' | 'dots';
  numberOf(entry: TimelineEntry): number | null;
}

/** Nothing to zoom into below. */
const FEWEST_SECONDS = 3;

/**
 * Every second of a chart over time, beside the static chart, for the script of the page: an hour is
 * 3,600 numbers a line. The page is whole without it. `stalls`: when the generator stood still, in
 * seconds since the start.
 */
export function liveChart(
  title: string,
  unit: 'time' | 'rate',
  isLogarithmic: boolean,
  entries: readonly TimelineEntry[],
  lines: readonly LiveLine[],
  stalls: readonly number[] = [],
): string {
  if (entries.length < FEWEST_SECONDS) return '';
  const data = {
    ...{ title, unit, isLogarithmic, stalls },
    asides: entries.flatMap(({ phase, startSecond, endSecond }) =>
      phase === 'measured' ? [] : [[startSecond, endSecond]],
    ),
    warmup: warmupOf(entries),
    end: entries.at(-1)?.endSecond ?? 0,
    seconds: entries.map(({ startSecond }) => startSecond),
    middles: entries.map(({ startSecond, endSecond }) => (startSecond + endSecond) / 2),
    lines: lines.map(({ name, color, shape, numberOf }) => ({
      ...{ name, color, shape },
      values: entries.map((entry) => short(numberOf(entry))),
    })),
  };
  return `<script type="application/json" class="live">${scriptJson(JSON.stringify(data))}</script>`;
}

function warmupOf(entries: readonly TimelineEntry[]): readonly [number, number] | null {
  const own = entries.filter(({ phase }) => phase === 'warmup');
  const [first, last] = [own[0], own.at(-1)];
  return first && last ? [first.startSecond, last.endSecond] : null;
}
