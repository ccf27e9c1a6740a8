import { Buffer } from 'node:buffer';
import type { SnapshotBody } from '../../../clients/grafana/grafana-snapshots.ts';
import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { parseDurationMs } from '../../../contract/units.ts';
import { ANNOTATION_TAG, DASHBOARD_UID } from '../../dashboard/build-dashboard.ts';
import { failuresTable } from '../../facts/failures-table.ts';
import { gatesTable } from '../../facts/gates-table.ts';
import { latencyTable } from '../../facts/latency-table.ts';
import { pointsTable } from '../../facts/points-table.ts';
import { hasSeveralPoints } from '../../facts/row-subject.ts';
import { rulesTable } from '../../facts/rules-table.ts';
import { loadInWords } from '../../facts/subject.ts';
import type { Table } from '../../facts/table.ts';
import { whereTimeGoes } from '../../facts/where-time-goes.ts';
import { isoTime } from '../../iso-time.ts';
import { terminalText } from '../../render/escape.ts';
import { clientCharts } from './chart-panels.ts';
import { barsFrame } from './data-frame.ts';
import { placePanels } from './place-panels.ts';
import { type RunLines, type RunTimeline, runTimeline } from './run-timeline.ts';
import { serverCharts } from './server-charts.ts';
import { barsPanel, type SnapshotPanel, textPanel } from './snapshot-panel.ts';
import { statPanels } from './stat-panels.ts';
import { tablePanel } from './table-panel.ts';
import { verdictText } from './verdict-text.ts';

/** What Grafana has of the live dashboard: a snapshot has to name one that is there. */
export interface SnapshotOrigin {
  readonly id: number;
  readonly uid: string;
}

/** A reverse proxy often takes little more; Grafana itself 16 MiB. */
const MOST_BYTES = 2_000_000;
/** Groups of neighbours that each line is thinned to, the first that fits. */
const COLUMNS = [500, 250, 120, 60, 30, 12];
/** Loads of a run that are told one by one; the table of points has all. */
const DETAILED = [12, 4, 1, 0];
const MODEL_VERSION = 41;
const LONGEST_NAME = 200;
/** Of a result from before there was an option for it. */
const DEFAULT_EXPIRY_MS = 604_800_000;

/**
 * The whole body of POST /api/snapshots: every panel holds its own data, nothing is asked of a server when
 * it is opened. At most 2 MB: lines are thinned to their lows and highs, then loads of a long row told
 * in the table of points alone. Same document, same bytes.
 * @param origin without it 1 and the uid that the live dashboard always has, for a body that is kept
 */
export function snapshotBody(
  doc: ResultDocument,
  origin: SnapshotOrigin = { id: 1, uid: DASHBOARD_UID },
): SnapshotBody {
  const sizes = DETAILED.flatMap((detailed) => COLUMNS.map((columns) => ({ columns, detailed })));
  const timeline = runTimeline(doc);
  let body = bodyOf(doc, timeline, { columns: 1, detailed: 0 });
  for (const size of sizes) {
    const tried = bodyOf(doc, timeline, size);
    if (Buffer.byteLength(JSON.stringify(tried)) > MOST_BYTES) continue;
    body = tried;
    break;
  }
  const { name, dashboard } = body;
  const { id, uid } = origin;
  return {
    name,
    expires: expirySeconds(doc),
    external: false,
    dashboard: { ...dashboard, id, uid },
  };
}

/** As the run was told; 0: fifty years. */
function expirySeconds({ config }: ResultDocument): number {
  const ms = parseDurationMs(String(config.snapshotExpires ?? '')) ?? DEFAULT_EXPIRY_MS;
  return Math.round(ms / 1000);
}

interface Size {
  readonly columns: number;
  readonly detailed: number;
}

function bodyOf(
  doc: ResultDocument,
  timeline: RunTimeline,
  { columns, detailed }: Size,
): Pick<SnapshotBody, 'name' | 'dashboard'> {
  const name = nameOf(doc);
  return {
    name,
    dashboard: {
      ...{ id: 0, uid: '', title: name, schemaVersion: MODEL_VERSION, version: 0 },
      ...{ editable: false, graphTooltip: 1, timezone: 'browser', weekStart: '' },
      ...{ fiscalYearStartMonth: 0, liveNow: false, preload: false, refresh: '' },
      ...{ tags: [ANNOTATION_TAG], links: [] },
      ...{ templating: { list: [] }, annotations: { list: [] } },
      time: { from: isoTime(timeline.fromMs), to: isoTime(timeline.toMs) },
      timepicker: { hidden: true },
      panels: placePanels(panelsOf(doc, timeline, timeline.thinned(columns), detailed)),
    },
  };
}

/** "resnet50 · open loop, 200/s offered, Poisson arrivals · 2026-11-23 14:30Z · 7a2c5f7" */
export function nameOf({ points, startedAt, environment }: ResultDocument): string {
  const [first] = points;
  const what =
    first && points.length === 1 ? loadInWords(first.workload) : `${points.length} loads`;
  const name = [
    first?.workload.modelName ?? 'nothing measured',
    what,
    `${startedAt.slice(0, 16).replace('T', ' ')}Z`,
    ...(environment.gitRevision === null ? [] : [environment.gitRevision.slice(0, 7)]),
  ].map((part) => terminalText(part));
  return name.join(' · ').slice(0, LONGEST_NAME);
}

function panelsOf(
  doc: ResultDocument,
  { toMs }: RunTimeline,
  lines: RunLines,
  detailed: number,
): SnapshotPanel[] {
  const isRow = hasSeveralPoints(doc);
  const [only] = doc.points;
  const told = doc.points.slice(0, isRow ? detailed : 1);
  return [
    textPanel(verdictText(doc), 7),
    ...(isRow ? [tablePanel(pointsTable(doc))] : []),
    ...(only && !isRow ? statPanels(only, toMs) : []),
    ...(doc.points.length > 0 ? clientCharts(lines) : []),
    ...serverCharts(doc.points, lines),
    ...told.flatMap((point) => pointPanels(point, isRow)),
  ];
}

function pointPanels(point: Point, isRow: boolean): SnapshotPanel[] {
  const named = (table: Table) =>
    isRow ? { ...table, caption: `${table.caption}: ${plain(point.name)}` } : table;
  const parts = whereTimeGoes(point);
  return [
    tablePanel(named(latencyTable(point)), 12),
    ...(parts ? [timePartsPanel(parts, isRow ? `: ${plain(point.name)}` : '')] : []),
    ...(point.failures.length > 0 ? [tablePanel(named(failuresTable(point)))] : []),
    ...(point.gates.length > 0 ? [tablePanel(named(gatesTable(point)), 12)] : []),
    ...(isRow ? [] : [tablePanel(rulesTable(point))]),
  ];
}

/** A panel's title may hold variables. */
function plain(name: string): string {
  return terminalText(name).replaceAll('$', '').replaceAll('[[', '[');
}

function timePartsPanel(
  parts: NonNullable<ReturnType<typeof whereTimeGoes>>,
  suffix: string,
): SnapshotPanel {
  const bars = parts.map(({ title, meanNs }) => ({ title, value: meanNs }));
  return barsPanel(
    `Where the mean response time goes${suffix}`,
    'Means: a server’s counters hold sums, so they tell nothing of its percentiles.',
    barsFrame('parts', bars),
  );
}
