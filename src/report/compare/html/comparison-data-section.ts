import type { ComparisonDocument } from '../../../contract/comparison-document.ts';
import { htmlAttribute, scriptJson } from '../../render/escape.ts';
import { section } from '../../render/html/section.ts';

const NO_HISTOGRAMS = {
  ...{ response: '', service: '', lateness: '', queueing: '', clean: '', failed: '' },
};

/** The document inside the page, without what is only large: a page of megabytes is slow to open. */
export function comparisonDataSection(document: ComparisonDocument): string {
  const json = JSON.stringify({ ...document, runs: document.runs.map(withoutBulk) });
  return section(
    'data',
    'Data',
    `<p>This page holds the comparison with its runs, without their histograms and single seconds; the results themselves,
and the form that <code>--format json</code> writes, have those too.
<button type="button" id="save" data-name="${htmlAttribute(document.id)}.json" hidden>Save the data inside this page</button></p>
<script type="application/json" id="result">${scriptJson(json)}</script>`,
  );
}

function withoutBulk(run: ComparisonDocument['runs'][number]) {
  const points = run.points.map(({ serverSeries: _, ...point }) => ({
    ...point,
    histograms: NO_HISTOGRAMS,
    intervals: [],
  }));
  return { ...run, points };
}
