import { scaleLinear } from 'd3-scale';
import type { ServerEvidence } from '../../../contract/server-evidence.ts';
import { count, share } from '../quantity.ts';
import { type Canvas, smallVariant } from './canvas.ts';
import { element, hint, label } from './svg.ts';

const ROW = 26;
const BAR = 16;
const ROOM_FOR_NAME = 74;
const ROOM_FOR_NUMBER = 60;
/** Dynamic batchers make at most a few dozen sizes; the table has all of them. */
const MOST_BARS = 16;

/** A bar for each batch size, as long as the share of executions it had. '' when none is known. */
export function batchSizesChart(sizes: ServerEvidence['batchSizes'], id: string): string {
  const shown = sizes.filter(({ executions }) => executions > 0);
  if (shown.length === 0 || shown.length > MOST_BARS) return '';
  const names = {
    id,
    title: 'Executions by batch size',
    description: 'A bar for each batch size the server ran. The table has the numbers.',
  };
  return smallVariant(names, (canvas) => draw(shown, canvas), shown.length * ROW);
}

function draw(sizes: ServerEvidence['batchSizes'], { width }: Canvas): string {
  const total = sizes.reduce((sum, { executions }) => sum + executions, 0);
  const most = Math.max(...sizes.map(({ executions }) => executions));
  const x = scaleLinear()
    .domain([0, most])
    .range([0, width - ROOM_FOR_NAME - ROOM_FOR_NUMBER]);
  const rows = sizes.map(({ batchSize, executions }, index) => {
    const y = index * ROW;
    const length = Math.max(1, x(executions));
    const area = { class: 'bar', x: ROOM_FOR_NAME, y: y + 5, width: length, height: BAR };
    const words = hint(`batch ${batchSize}: ${count(executions)} executions`);
    const name = { class: 'mark', x: ROOM_FOR_NAME - 8, y: y + 18, 'text-anchor': 'end' };
    const number = { class: 'tick', x: ROOM_FOR_NAME + length + 6, y: y + 18 };
    return (
      label(`batch ${batchSize}`, name) +
      element('rect', area, words) +
      label(share(executions / total), number)
    );
  });
  return rows.join('');
}
