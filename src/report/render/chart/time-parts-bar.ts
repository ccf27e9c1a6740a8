import { scaleLinear } from 'd3-scale';
import type { TimePart } from '../../facts/where-time-goes.ts';
import { share, time } from '../quantity.ts';
import { bothVariants, type Canvas } from './canvas.ts';
import { element, hint, label } from './svg.ts';

const HEIGHT = 48;
const ROOM_FOR_LABEL = 64;

/** The mean response time as one bar, part beside part. '' when there is no time to show. */
export function timePartsBar(parts: readonly TimePart[], scope: string): string {
  if (parts.every(({ meanNs }) => meanNs === 0)) return '';
  const names = {
    id: `time-parts${scope}`,
    title: 'Mean response time, part by part',
    description:
      'One bar, cut into the parts of the mean response time; the table has the numbers.',
  };
  return bothVariants(names, (canvas) => draw(parts, canvas), HEIGHT);
}

function draw(parts: readonly TimePart[], { width }: Canvas): string {
  const totalNs = parts.reduce((sum, { meanNs }) => sum + meanNs, 0);
  const x = scaleLinear().domain([0, totalNs]).range([0, width]);
  let startNs = 0;
  const boxes = parts.map((part) => {
    const [left, right] = [x(startNs), x(startNs + part.meanNs)];
    startNs += part.meanNs;
    return box(part, left, right - left, totalNs);
  });
  return boxes.join('');
}

function box({ id, title, meanNs }: TimePart, x: number, width: number, totalNs: number): string {
  const words = `${title}: ${time(meanNs)}, ${share(meanNs / totalNs)}`;
  const area = { class: `part ${id}`, x, y: 0, width, height: HEIGHT };
  const rectangle = element('rect', area, hint(words));
  if (width < ROOM_FOR_LABEL) return rectangle;
  const place = { x: x + width / 2, y: HEIGHT / 2 + 5, 'text-anchor': 'middle' };
  return rectangle + label(time(meanNs), { class: 'part-label', ...place });
}
