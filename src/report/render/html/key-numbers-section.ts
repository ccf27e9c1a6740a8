import type { Point } from '../../../contract/point.ts';
import { gatesTable } from '../../facts/gates-table.ts';
import { type KeyNumber, keyNumbers } from '../../facts/key-numbers.ts';
import { htmlText } from '../escape.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** The few numbers a reader came for, each with its interval and its limits; then all conditions. */
export function keyNumbersSection(point: Point, scope: string): string {
  const tiles = keyNumbers(point).map(tile).join('\n');
  const gates = point.gates.length > 0 ? htmlTable(gatesTable(point)) : '';
  return section(
    `key-numbers${scope}`,
    'Key numbers',
    `<dl class="tiles">\n${tiles}\n</dl>`,
    gates,
  );
}

function tile({ label, value, detail, limits, tone }: KeyNumber): string {
  const [digits = '', ...unit] = value.split(/(?<=\d)(?=\s|\/)/);
  const limitLines = limits.map((limit) => `<dd class="limit">${htmlText(limit)}</dd>`).join('');
  return `<div class="tile"><dt>${htmlText(label)}</dt>
<dd class="value ${tone ?? ''}">${htmlText(digits)}<span class="unit">${htmlText(unit.join(''))}</span></dd>
<dd class="detail">${htmlText(detail)}</dd>${limitLines}</div>`;
}
