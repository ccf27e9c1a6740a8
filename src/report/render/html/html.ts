import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { hasSeveralPoints } from '../../facts/row-subject.ts';
import { verdictWords } from '../../facts/verdict-words.ts';
import { htmlText } from '../escape.ts';
import { batchingSection } from './batching-section.ts';
import { dataSection, repeatSection } from './data-section.ts';
import { environmentSection } from './environment-section.ts';
import { keyNumbersSection } from './key-numbers-section.ts';
import { latencySection } from './latency-section.ts';
import { overTimeSection } from './over-time-section.ts';
import { page } from './page.ts';
import { pointsSection } from './points-section.ts';
import { requestsSection } from './requests-section.ts';
import { rulesSection } from './rules-section.ts';
import { section } from './section.ts';
import { serverSection } from './server-section.ts';
import { loadHead, rowHead, verdictSection } from './verdict-section.ts';

/** The report as one file that needs no network and no script. */
export function html(doc: ResultDocument): string {
  const [first] = doc.points;
  const title = first ? `${first.workload.modelName}: ${doc.verdict}` : doc.id;
  return page(title, [
    ...(hasSeveralPoints(doc) ? severalLoads(doc) : oneLoad(doc, first)),
    environmentSection(doc),
    repeatSection(doc),
    dataSection(doc),
  ]);
}

function oneLoad(doc: ResultDocument, point: Point | undefined): string[] {
  if (!point) return ['<h1>Nothing was measured</h1>'];
  return [verdictSection(doc, point), pointSections(point, '')];
}

/** All of them side by side; what was measured of each is folded away until asked for. */
function severalLoads(doc: ResultDocument): string[] {
  const loads = doc.points.map((point, index) => {
    const { word, tone } = verdictWords(point);
    const summary = `<summary><span class="load">${htmlText(point.name)}</span> <span class="${tone}">${word}</span></summary>`;
    const content = `${loadHead(point)}\n${pointSections(point, `-${index + 1}`)}`;
    return `<details class="load">${summary}\n${content}\n</details>`;
  });
  return [rowHead(doc), pointsSection(doc), section('loads', 'Load by load', ...loads)];
}

/** `scope` keeps the anchors of several points apart. */
function pointSections(point: Point, scope: string): string {
  return [
    rulesSection(point, scope),
    keyNumbersSection(point, scope),
    latencySection(point, scope),
    overTimeSection(point, scope),
    serverSection(point, scope),
    batchingSection(point, scope),
    requestsSection(point, scope),
  ].join('\n');
}
