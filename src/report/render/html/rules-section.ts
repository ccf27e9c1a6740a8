import type { Point, Rule } from '../../../contract/point.ts';
import { ruleOutcome } from '../../facts/rule-outcome.ts';
import { ruleTitle } from '../../facts/rule-title.ts';
import { htmlText } from '../escape.ts';
import { section } from './section.ts';

/** Each rule with what it saw and its limit: the reader's means to check the verdict. */
export function rulesSection(point: Point, scope: string): string {
  const items = point.rules.map(ruleItem).join('\n');
  return section(
    `rules${scope}`,
    'Why these numbers can or cannot be believed',
    items === '' ? '' : `<ul class="rules">\n${items}\n</ul>`,
  );
}

function ruleItem(rule: Rule): string {
  const { value, limit } = rule;
  const outcome = ruleOutcome(rule);
  return `<li class="${outcome.replace(' ', '-')}"><span class="state">${outcome}</span>
<span class="rule">${htmlText(ruleTitle(rule))}</span>
<span class="seen">${htmlText(value)} <span class="quiet">(limit ${htmlText(limit)})</span></span></li>`;
}
