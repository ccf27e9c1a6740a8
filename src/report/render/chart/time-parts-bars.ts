import { scaleLinear } from 'd3-scale';
import type { TimePart } from '../../facts/where-time-goes.ts';
import { share, time } from '../quantity.ts';
import { bothVariants, type Canvas } from './canvas.ts';
import { element, hint, label } from './svg.ts';

/** The mean response time of one load, cut into its parts. */
export interface TimePartsRow {
  readonly name: string;
  readonly parts: readonly TimePart[];
}

const ROW = 46;
const BAR = 24;
const ROOM_FOR_LABEL = 60;

/** A stacked bar for each load on one axis, so that it can be seen which part grows. */
export function timePartsBars(rows: readonly TimePartsRow[]): string {
  const longest = Math.max(0, ...rows.map(totalOf));
  if (longest === 0) return '';
  const names = {
    id: 'time-parts-of-loads',
    title: 'Mean response time of each load, part by part',
    description: 'A bar for each load, cut into the parts of its mean response time.',
  };
  return bothVariants(names, (canvas) => draw(rows, longest, canvas), rows.length * ROW);
}

function totalOf({ parts }: TimePartsRow): number {
  return parts.reduce((sum, { meanNs }) => sum + meanNs, 0);
}

function draw(rows: readonly TimePartsRow[], longestNs: number, { width }: Canvas): string {
  const x = scaleLinear().domain([0, longestNs]).range([0, width]);
  return rows.map((row, index) => bar(row, index * ROW, x)).join('');
}

function bar(row: TimePartsRow, y: number, x: (ns: number) => number): string {
  const total = totalOf(row);
  const name = label(`${row.name}: ${time(total)}`, { class: 'mark', x: 0, y: y + 14 });
  let startNs = 0;
  const boxes = row.parts.map((part) => {
    const [left, right] = [x(startNs), x(startNs + part.meanNs)];
    startNs += part.meanNs;
    return box(part, left, right - left, y + ROW - BAR, total);
  });
  return name + boxes.join('');
}

function box(part: TimePart, x: number, width: number, y: number, totalNs: number): string {
  const words = `${part.title}: ${time(part.meanNs)}, ${share(part.meanNs / totalNs)}`;
  const area = { class: `part ${part.id}`, x, y, width, height: BAR };
  const rectangle = element('rect', area, hint(words));
  if (width < ROOM_FOR_LABEL) return rectangle;
  const place = { x: x + width / 2, y: y + BAR / 2 + 5, 'text-anchor': 'middle' };
  return rectangle + label(time(part.meanNs), { class: 'part-label', ...place });
}
