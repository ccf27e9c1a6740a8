import type { Interval } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { htmlAttribute, htmlText, scriptJson } from '../escape.ts';
import { section } from './section.ts';

/** A page of more than this is slow to open: its copy of the result is thinned then. */
const MOST_EMBEDDED_CHARACTERS = 1_500_000;

/** The exact command, for copying. */
export function repeatSection({ command }: ResultDocument): string {
  return section('repeat', 'How to repeat it', `<pre><code>${htmlText(command)}</code></pre>`);
}

/** The document itself, inside the page, and the files beside it. */
export function dataSection(doc: ResultDocument): string {
  const { json, note } = embedded(doc);
  return section(
    'data',
    'Data',
    `<p>Beside this page lie <a href="result.json">result.json</a>, the whole result, and
<a href="report.md">report.md</a>, this report as text.
<button type="button" id="save" data-name="${htmlAttribute(doc.id)}.json" hidden>Save the data inside this page</button></p>`,
    note === '' ? '' : `<p>${note}</p>`,
    `<script type="application/json" id="result">${scriptJson(json)}</script>`,
  );
}

/** As much of the document as a page can hold. Counts of each second are small, their histograms not. */
function embedded(doc: ResultDocument): { readonly json: string; readonly note: string } {
  const whole = JSON.stringify(doc);
  if (whole.length <= MOST_EMBEDDED_CHARACTERS) return { json: whole, note: '' };
  const counts = JSON.stringify(
    withIntervals(doc, (intervals) =>
      intervals.map((one) => ({ ...one, response: '', service: '' })),
    ),
  );
  if (counts.length <= MOST_EMBEDDED_CHARACTERS) {
    const note =
      'The copy inside this page is without the histograms of single seconds; result.json has them.';
    return { json: counts, note };
  }
  const note = 'The copy inside this page is without the single seconds; result.json has them.';
  return { json: JSON.stringify(withIntervals(doc, () => [])), note };
}

function withIntervals(
  doc: ResultDocument,
  change: (intervals: readonly Interval[]) => Interval[],
): ResultDocument {
  const points = doc.points.map((point) => ({
    ...point,
    intervals: change(point.intervals),
  }));
  return { ...doc, points };
}
