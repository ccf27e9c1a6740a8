import { extreme, stretches } from '../../../contract/sparkline.ts';
import type { LoadCurve } from '../../facts/load-curve.ts';
import { tailName } from '../../facts/load-curve.ts';
import type { TimelineEntry } from '../../facts/timeline.ts';

/**
 * Charts that GitHub and GitLab draw: `xychart-beta` of Mermaid. It has no legend, no gaps and no
 * logarithmic axis, so there is one bar and one line at most, named in the title. Only our own words and
 * numbers get in.
 */

const MOST_BARS = 40;
const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
] as const;
const DIGITS = 3;

/** Slowest answer and median of the measured seconds; '' where not each of them has a median. */
export function responseTimeMermaid(entries: readonly TimelineEntry[]): string {
  const measured = entries.filter(({ phase }) => phase === 'measured');
  const groups = stretches(measured, MOST_BARS);
  const slowest = groups.map((group) =>
    extreme(
      group.map(({ maxNs }) => maxNs),
      'highest',
    ),
  );
  const median = groups.map((group) =>
    extreme(
      group.map(({ p50Ns }) => p50Ns),
      'highest',
    ),
  );
  if (groups.length < 2 || !isWhole(slowest) || !isWhole(median)) return '';
  // The first bar stands at the axis' start and the last at its end: each at the second it begins in.
  const [first, last] = [groups[0]?.[0], groups.at(-1)?.[0]];
  return chart({
    title: 'Response time: slowest (bars) and median (line) of each stretch',
    xAxis: `x-axis "seconds since the start" ${first?.startSecond ?? 0} --> ${last?.startSecond ?? 0}`,
    bars: slowest,
    line: median,
  });
}

/** Tail and median of each load over the rate that was served; '' where a load lacks one of them. */
export function loadCurveMermaid(curve: LoadCurve): string {
  const bars = curve.points.map(({ tailNs }) => tailNs);
  const line = curve.points.map(({ p50Ns }) => p50Ns);
  if (!isWhole(bars) || !isWhole(line)) return '';
  const served = curve.points.map(({ servedPerSecond }) => `"${number(servedPerSecond)}/s"`);
  return chart({
    title: `Response time by rate served: ${tailName(curve)} (bars) and median (line)`,
    xAxis: `x-axis "served" [${served.join(', ')}]`,
    bars,
    line,
  });
}

function isWhole(values: readonly (number | null)[]): values is readonly number[] {
  return values.every((value) => value !== null);
}

interface ChartParts {
  readonly title: string;
  readonly xAxis: string;
  readonly bars: readonly number[];
  readonly line: readonly number[];
}

function chart({ title, xAxis, bars, line }: ChartParts): string {
  const most = Math.max(...bars, ...line);
  const [unit, size] = UNITS.find(([, from]) => most >= from) ?? ['ns', 1];
  const values = (list: readonly number[]) => list.map((ns) => number(ns / size)).join(', ');
  return [
    '```mermaid',
    'xychart-beta',
    `    title "${title}"`,
    `    ${xAxis}`,
    `    y-axis "${unit}" 0 --> ${number((most / size) * 1.05)}`,
    `    bar [${values(bars)}]`,
    `    line [${values(line)}]`,
    '```',
  ].join('\n');
}

/** Never in exponent form, which Mermaid does not read. */
function number(value: number): string {
  const rounded = Number(value.toPrecision(DIGITS));
  return rounded.toFixed(
    Math.max(0, Math.min(6, DIGITS - 1 - Math.floor(Math.log10(rounded || 1)))),
  );
}
