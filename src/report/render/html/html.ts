import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { dataSection, repeatSection } from './data-section.ts';
import { environmentSection } from './environment-section.ts';
import { keyNumbersSection } from './key-numbers-section.ts';
import { latencySection } from './latency-section.ts';
import { overTimeSection } from './over-time-section.ts';
import { page } from './page.ts';
import { pointsSection } from './points-section.ts';
import { requestsSection } from './requests-section.ts';
import { rulesSection } from './rules-section.ts';
import { serverSection } from './server-section.ts';
import { verdictSection } from './verdict-section.ts';

/** The report as one file that needs no network and no script. */
export function html(doc: ResultDocument): string {
  const [first] = doc.points;
  const title = first ? `${first.workload.modelName}: ${doc.verdict}` : doc.id;
  const points = doc.points
    .map((point, index) => pointSections(doc, point, index === 0 ? '' : `-${index + 1}`))
    .join('\n');
  return page(title, [
    pointsSection(doc),
    points || '<h1>Nothing was measured</h1>',
    environmentSection(doc),
    repeatSection(doc),
    dataSection(doc),
  ]);
}

/** `scope` keeps the anchors of several points apart. */
function pointSections(doc: ResultDocument, point: Point, scope: string): string {
  return [
    verdictSection(doc, point),
    rulesSection(point, scope),
    keyNumbersSection(point, scope),
    latencySection(point, scope),
    overTimeSection(point, scope),
    serverSection(point, scope),
    requestsSection(point, scope),
  ].join('\n');
}
