import type { ResultDocument } from '../../../contract/result-document.ts';
import { htmlAttribute, htmlText, scriptJson } from '../escape.ts';
import { section } from './section.ts';

/** A page of more than this is slow to open; the seconds of the run are left to result.json then. */
const MOST_EMBEDDED_CHARACTERS = 1_500_000;

/** The exact command, for copying. */
export function repeatSection({ command }: ResultDocument): string {
  return section('repeat', 'How to repeat it', `<pre><code>${htmlText(command)}</code></pre>`);
}

/** The document itself, inside the page, and the files beside it. */
export function dataSection(doc: ResultDocument): string {
  const whole = JSON.stringify(doc);
  const isThinned = whole.length > MOST_EMBEDDED_CHARACTERS;
  const embedded = isThinned ? JSON.stringify(withoutIntervals(doc)) : whole;
  const thinned = isThinned
    ? '<p>The copy inside this page is without the single seconds; result.json has them.</p>'
    : '';
  return section(
    'data',
    'Data',
    `<p>Beside this page lie <a href="result.json">result.json</a>, the whole result, and
<a href="report.md">report.md</a>, this report as text.
<button type="button" id="save" data-name="${htmlAttribute(doc.id)}.json" hidden>Save the data inside this page</button></p>`,
    thinned,
    `<script type="application/json" id="result">${scriptJson(embedded)}</script>`,
  );
}

function withoutIntervals(doc: ResultDocument): ResultDocument {
  return { ...doc, points: doc.points.map((point) => ({ ...point, intervals: [] })) };
}
