import type { ComparisonDocument } from '../../../contract/comparison-document.ts';
import { subject } from '../../facts/subject.ts';
import { htmlText } from '../../render/escape.ts';
import { verdictBox } from '../../render/html/verdict-box.ts';
import { count } from '../../render/quantity.ts';
import { comparisonWords } from '../comparison-words.ts';
import { decidingSentences } from '../deciding-sentences.ts';
import { loadOfRun } from '../pairs-in-time.ts';
import { signedVerdict } from '../verdict-symbol.ts';

/** What was compared, and what came of it and why. */
export function headSection(document: ComparisonDocument): string {
  const { comparison, verdict } = document;
  const words = comparisonWords(document);
  const why = comparison ? decidingSentences(comparison) : [];
  const box = {
    ...words,
    word: signedVerdict(verdict).text,
    sentences: [...why, ...words.sentences],
  };
  return `<header class="head">
<p class="eyebrow">inferbench comparison · ${htmlText(startedWords(document))}</p>
<h1>${htmlText(titleOf(document))}</h1>
<p class="subject">${htmlText(subjectOf(document))}</p>
${verdictBox(box)}
</header>`;
}

/** "mnist: B against A" */
export function titleOf({ runs }: ComparisonDocument): string {
  const models = runs.flatMap(({ points }) => points.map(({ workload }) => workload.modelName));
  return `${[...new Set(models)].join(', ') || 'Nothing was measured'}: B against A`;
}

function subjectOf({ comparison, runs, pairs }: ComparisonDocument): string {
  const judged = comparison?.pairs.length ?? 0;
  const number = judged === 1 ? '1 pair of runs' : `${count(judged)} pairs of runs`;
  const measured = pairs.length > judged ? ` judged of ${count(pairs.length)}` : '';
  const loads = comparison?.points ?? [];
  const [first] = runs;
  const point = first && loads[0] && loadOfRun(first, loads[0].name);
  const load = loads.length > 1 ? `${count(loads.length)} loads` : point ? subject(point) : '';
  return [`${number}${measured}`, load].filter((part) => part !== '').join(' · ');
}

/** "2026-11-23 14:30 UTC" */
function startedWords({ startedAt }: ComparisonDocument): string {
  return `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
}
