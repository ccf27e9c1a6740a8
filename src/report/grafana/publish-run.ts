import { createHash } from 'node:crypto';
import {
  connectGrafana,
  type Grafana,
  type GrafanaCredentials,
} from '../../clients/grafana/grafana.ts';
import { addAnnotation, changeAnnotation } from '../../clients/grafana/grafana-annotations.ts';
import {
  type DashboardModel,
  findDashboard,
  saveDashboard,
} from '../../clients/grafana/grafana-dashboards.ts';
import { grafanaHealth } from '../../clients/grafana/grafana-health.ts';
import { shownUrl } from '../../clients/shown.ts';
import { BenchError } from '../../contract/bench-error.ts';
import type { Workload } from '../../contract/point.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { ANNOTATION_TAG, buildDashboard } from '../dashboard/build-dashboard.ts';
import { epochMs } from '../epoch-ms.ts';
import { htmlAttribute, htmlText } from '../render/escape.ts';
import { postSnapshot } from './post-snapshot.ts';
import { nameOf, snapshotBody } from './snapshot/snapshot-body.ts';

/** What a Grafana has of a run. */
export interface Publication {
  /** Where it is opened. */
  readonly url: string;
  /** 'dashboard': the same panels as an ordinary dashboard, where snapshots are disabled. */
  readonly kind: 'snapshot' | 'dashboard';
  /** What is needed to take it away again; secret. */
  readonly removal: Removal;
}

/** How a snapshot, or the dashboard in its place, is taken away. */
export type Removal =
  | { readonly kind: 'snapshot'; readonly deleteKey: string }
  | { readonly kind: 'dashboard'; readonly uid: string };

/** A Grafana that is told of runs. */
export interface PublishTarget {
  readonly baseUrl: string;
  readonly credentials: GrafanaCredentials;
  /** false: only the annotation. */
  readonly takesSnapshots: boolean;
}

/** A run on its way into a Grafana. Nothing here fails a run: what goes wrong is told to `warn`. */
export interface RunPublisher {
  /** The load begins: an annotation without an end yet. */
  begin(startedAtEpochMs: number, workload: Workload): Promise<void>;
  /** The run is over: the annotation's end, and a snapshot that was looked at once it was there. */
  finish(document: ResultDocument): Promise<Publication | null>;
}

/** @param warn a sentence, fit to be shown */
export function runPublisher(
  { baseUrl, credentials, takesSnapshots }: PublishTarget,
  warn: (message: string) => void,
): RunPublisher {
  const grafana = connectGrafana(baseUrl, credentials);
  let annotationId: number | undefined;
  const orWarn = async <T>(what: string, run: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      warn(`${what}: ${error.message}; ${error.hint}`);
      return undefined;
    }
  };
  return {
    begin: async (startedAtEpochMs, workload) => {
      annotationId = await orWarn('Grafana is not told that the run begins', async () => {
        await healthy(grafana);
        const text = `inferbench: ${htmlText(workload.modelName)}`;
        const tags = [ANNOTATION_TAG, modelTag(workload)];
        return addAnnotation(grafana, { timeEpochMs: startedAtEpochMs, text, tags });
      });
    },
    finish: async (document) => {
      const isUp = await orWarn(
        'this run is not in Grafana, its snapshot.json is in the report folder',
        () => healthy(grafana),
      );
      if (!isUp) return null;
      const published = takesSnapshots
        ? await orWarn(
            'Grafana has no snapshot of this run, its snapshot.json is in the report folder',
            () => publish(grafana, document, warn),
          )
        : undefined;
      await orWarn('Grafana has no end of this run', () =>
        endAnnotation(grafana, document, annotationId, published?.url ?? null),
      );
      return published ?? null;
    },
  };
}

async function healthy(grafana: Grafana): Promise<true> {
  const { healthy: isHealthy, words } = await grafanaHealth(grafana);
  if (isHealthy) return true;
  const message = `Grafana at ${shownUrl(grafana.baseUrl)} is failing ${words}`.trim();
  throw new BenchError('grafana-refused', message, { hint: 'its log may say more' });
}

async function publish(
  grafana: Grafana,
  document: ResultDocument,
  warn: (message: string) => void,
): Promise<Publication> {
  const known = await liveDashboard(grafana);
  const posted = await postSnapshot(grafana, snapshotBody(document, known), async () => {
    // Somebody deleted it in between.
    const { id, uid } = await saveDashboard(grafana, { ...buildDashboard() }, MESSAGE);
    return { id, uid };
  });
  if (posted === 'disabled') return bakedDashboard(grafana, document);
  if (posted.problem !== null) warn(`the snapshot ${posted.url} may be damaged: ${posted.problem}`);
  return {
    ...{ url: posted.url, kind: 'snapshot' },
    removal: { kind: 'snapshot', deleteKey: posted.deleteKey },
  };
}

const LONGEST_TAG = 100;
const MESSAGE = 'saved by inferbench for its snapshots';

/** What a snapshot has to name. One that is there stays as somebody may have changed it. */
async function liveDashboard(grafana: Grafana): Promise<{ id: number; uid: string }> {
  const model: DashboardModel = { ...buildDashboard() };
  const known =
    (await findDashboard(grafana, model.uid)) ?? (await saveDashboard(grafana, model, MESSAGE));
  return { id: known.id, uid: known.uid };
}

/** The snapshot's panels as a dashboard of its own: its data is inside of it too. */
async function bakedDashboard(grafana: Grafana, document: ResultDocument): Promise<Publication> {
  const { name, dashboard } = snapshotBody(document);
  const uid = bakedUid(document.id);
  const { url } = await saveDashboard(grafana, { ...dashboard, uid, title: name }, MESSAGE);
  return { url, kind: 'dashboard', removal: { kind: 'dashboard', uid } };
}

/** At most 40 letters, digits, - and _; an id may hold other characters, and more. */
function bakedUid(id: string): string {
  return `bench-${createHash('sha256').update(id).digest('hex').slice(0, 20)}`;
}

/** Grafana limits the length of all tags together. */
function modelTag({ modelName }: Workload): string {
  return `model:${modelName.slice(0, LONGEST_TAG)}`;
}

async function endAnnotation(
  grafana: Grafana,
  document: ResultDocument,
  annotationId: number | undefined,
  url: string | null,
): Promise<void> {
  const [first] = document.points;
  const words = htmlText(`${nameOf(document)}: ${document.verdict}`);
  const link = url === null ? '' : ` <a href="${htmlAttribute(url)}">${htmlText(document.id)}</a>`;
  const annotation = {
    timeEpochMs: epochMs(first?.startedAt ?? document.startedAt),
    timeEndEpochMs: epochMs(document.finishedAt),
    tags: [
      ...[ANNOTATION_TAG, `run:${document.id}`, `verdict:${document.verdict}`],
      ...(first ? [modelTag(first.workload)] : []),
    ],
    // Grafana takes it for HTML, and lets links through.
    text: words + link,
  };
  if (annotationId === undefined) await addAnnotation(grafana, annotation);
  else await changeAnnotation(grafana, annotationId, annotation);
}
