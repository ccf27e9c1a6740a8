import type { ComparisonDocument } from '../../../contract/comparison-document.ts';
import { calibrationTable } from '../../calibration/calibration-table.ts';
import { configTable } from '../../facts/config-table.ts';
import { environmentTable } from '../../facts/environment-table.ts';
import { workloadTable } from '../../facts/workload-table.ts';
import { htmlText } from '../../render/escape.ts';
import { columns } from '../../render/html/columns.ts';
import { htmlTable } from '../../render/html/html-table.ts';
import { type PageAssets, page } from '../../render/html/page.ts';
import { PRINT_SCRIPT } from '../../render/html/print-script.ts';
import { SAVE_SCRIPT } from '../../render/html/save-script.ts';
import { section } from '../../render/html/section.ts';
import { STYLE } from '../../render/html/style.ts';
import { loadsTable } from '../loads-table.ts';
import { pairsTable } from '../pairs-table.ts';
import { undecidedSentences } from '../undecided-sentences.ts';
import { signedVerdict } from '../verdict-symbol.ts';
import { comparedSection } from './compared-section.ts';
import { comparisonDataSection } from './comparison-data-section.ts';
import { headSection, titleOf } from './head-section.ts';
import { loadSections } from './load-section.ts';
import { COMPARISON_STYLE } from './style-comparison.ts';

const ASSETS: PageAssets = {
  style: STYLE + COMPARISON_STYLE,
  script: `(() => {${SAVE_SCRIPT}${PRINT_SCRIPT}})();
`,
};

/** A comparison as one file that needs no network and no script. */
export function comparisonHtml(document: ComparisonDocument): string {
  const parts = [
    headSection(document),
    comparedSection(document),
    undecided(document),
    ...loads(document),
    calibration(document),
    section(
      'pairs',
      'Pairs',
      document.pairs.length > 0 ? htmlTable(pairsTable(document), { captionHidden: true }) : '',
    ),
    environment(document),
    section('repeat', 'How to repeat it', `<pre><code>${htmlText(document.command)}</code></pre>`),
    comparisonDataSection(document),
  ];
  return page(`${titleOf(document)}, ${document.verdict}`, parts, ASSETS);
}

/** One load stands open; several stand side by side, each folded away until asked for. */
function loads(document: ComparisonDocument): string[] {
  const { comparison } = document;
  const [first, ...others] = comparison?.points ?? [];
  if (!comparison || !first) return [];
  if (others.length === 0) return [loadSections(document, first, '')];
  const folded = comparison.points.map((load, index) => {
    const verdicts = [...new Set(load.metrics.flatMap(({ verdict }) => verdict ?? []))];
    const words = verdicts.map((verdict) => {
      const { text, tone } = signedVerdict(verdict);
      return `<span class="${tone}">${text}</span>`;
    });
    const summary = `<summary><span class="load">${htmlText(load.name)}</span> ${words.join(' ')}</summary>`;
    return `<details class="load">${summary}\n${loadSections(document, load, `-${index + 1}`)}\n</details>`;
  });
  return [
    section('all-loads', 'All loads', htmlTable(loadsTable(comparison), { captionHidden: true })),
    section('loads', 'Load by load', ...folded),
  ];
}

function undecided({ comparison }: ComparisonDocument): string {
  const sentences = comparison ? undecidedSentences(comparison) : [];
  const lines = sentences.map((sentence) => `<li>${htmlText(sentence)}</li>`);
  return section(
    'undecided',
    'What was not decided',
    lines.length === 0 ? '' : `<ul class="notes">\n${lines.join('\n')}\n</ul>`,
  );
}

function calibration({ calibration: found }: ComparisonDocument): string {
  return section(
    'calibration',
    'What this machine can see',
    found ? htmlTable(calibrationTable(found), { captionHidden: true }) : '',
  );
}

/** Of the first run: whatever is not the same in all of them is named further up. */
function environment({ runs }: ComparisonDocument): string {
  const [first] = runs;
  if (!first) return '';
  return section(
    'environment',
    'Environment and configuration',
    '<p>Of the run that was measured first. What is not the same in all runs is named under “What was compared”.</p>',
    columns([
      htmlTable(environmentTable(first)),
      ...first.points.map((point) => htmlTable(workloadTable(point))),
      htmlTable(configTable(first)),
    ]),
  );
}
