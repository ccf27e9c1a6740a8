import type { TimePart } from '../../facts/where-time-goes.ts';
import { share, time } from '../quantity.ts';
import { element, hint, label } from './svg.ts';

const HEIGHT = 44;
const WIDTH = 960;
const ROOM_FOR_LABEL = 90;

/** The mean response time as one bar, part beside part; the table below it has the numbers. */
export function timePartsBar(parts: readonly TimePart[]): string {
  const totalNs = parts.reduce((sum, { meanNs }) => sum + meanNs, 0);
  if (totalNs === 0) return '';
  let left = 0;
  const boxes = parts.map((part) => {
    const width = (part.meanNs / totalNs) * WIDTH;
    const box = partBox(part, left, width, totalNs);
    left += width;
    return box;
  });
  return element(
    'svg',
    {
      class: 'bar',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': 'Mean response time, part by part',
    },
    boxes.join(''),
  );
}

function partBox(
  { id, title, meanNs }: TimePart,
  x: number,
  width: number,
  totalNs: number,
): string {
  const words = `${title}: ${time(meanNs)}, ${share(meanNs / totalNs)}`;
  const box = element('rect', { class: `part ${id}`, x, y: 0, width, height: HEIGHT }, hint(words));
  if (width < ROOM_FOR_LABEL) return box;
  return (
    box +
    label(time(meanNs), {
      class: 'part-label',
      x: x + width / 2,
      y: HEIGHT / 2 + 5,
      'text-anchor': 'middle',
    })
  );
}
