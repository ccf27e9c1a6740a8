import { z } from 'zod';
import { isLoopback } from '../loopback.ts';
import type { Grafana } from './grafana.ts';

/** The body of POST /api/snapshots. */
export interface SnapshotBody {
  readonly name: string;
  /** Seconds; 0: fifty years. */
  readonly expires: number;
  /** true would push it to another server, on the internet by default. */
  readonly external: false;
  readonly dashboard: Readonly<Record<string, unknown>> & { readonly panels: readonly unknown[] };
}

/** A snapshot that Grafana has taken in. `deleteKey` is a secret: whoever has it can delete. */
export interface TakenSnapshot {
  readonly key: string;
  readonly deleteKey: string;
  /** Where it is opened, by anybody. */
  readonly url: string;
}

/** 'disabled': this Grafana takes none. 'no-dashboard': the uid or the id in it names none. */
export type SnapshotAnswer = TakenSnapshot | 'disabled' | 'no-dashboard';

/** Up to 2 MB on their way through whatever is in between. */
const UPLOAD_TIMEOUT_MS = 30_000;
const options = z.object({ snapshotEnabled: z.boolean().default(true) });
const taken = z.object({
  key: z.string().min(1),
  deleteKey: z.string().min(1),
  url: z.string().default(''),
});
const panel = z.object({
  targets: z.array(z.object({ snapshot: z.array(z.unknown()).default([]) })).default([]),
});
const shown = z.object({ dashboard: z.object({ panels: z.array(panel).default([]) }) });

/** Older versions do not tell; then it is tried. */
export async function takesSnapshots(grafana: Grafana): Promise<boolean> {
  const path = '/api/snapshot/shared-options';
  const answer = await grafana.ask({
    method: 'GET',
    path,
    purpose: 'tell how snapshots are shared',
  });
  if (answer.status === 403) return false;
  return answer.status === 404 || answer.read(options).snapshotEnabled;
}

export async function createSnapshot(
  grafana: Grafana,
  body: SnapshotBody,
): Promise<SnapshotAnswer> {
  const answer = await grafana.ask({
    ...{ method: 'POST', path: '/api/snapshots', purpose: 'keep a snapshot', body },
    timeoutMs: UPLOAD_TIMEOUT_MS,
  });
  const { status, words } = answer;
  if (status === 403 && /snapshots are disabled/i.test(words)) return 'disabled';
  if (status === 400 && /dashboard/i.test(words)) return 'no-dashboard';
  const { key, deleteKey, url } = answer.read(taken);
  return { key, deleteKey, url: reachable(grafana, key, url) };
}

/** A fresh container calls itself localhost:3000, wherever it is. */
function reachable({ baseUrl }: Grafana, key: string, url: string): string {
  const isElsewhere =
    /^https?:/.test(url) && URL.canParse(url) && !isLoopback(new URL(url).hostname);
  return isElsewhere ? url : `${baseUrl}/dashboard/snapshot/${encodeURIComponent(key)}`;
}

/** What somebody who opens it gets: how many panels, and how many frames of data in them. */
export async function countSnapshot(
  grafana: Grafana,
  key: string,
): Promise<{ readonly panels: number; readonly frames: number }> {
  const path = `/api/snapshots/${encodeURIComponent(key)}`;
  const answer = await grafana.ask({ method: 'GET', path, purpose: 'show the snapshot' });
  return countsOf(answer.read(shown).dashboard.panels);
}

function countsOf(panels: readonly z.output<typeof panel>[]) {
  const frames = panels.flatMap(({ targets }) => targets.flatMap(({ snapshot }) => snapshot));
  return { panels: panels.length, frames: frames.length };
}

/** The same counts of a body that was not sent yet. */
export function countBody({ dashboard }: SnapshotBody) {
  return countsOf(z.array(panel).parse(dashboard.panels));
}

/**
 * By the delete key, which needs no login and works on 13.0.2, where deleting by key does not (#127233).
 * False where it was gone already.
 */
export async function deleteSnapshot(grafana: Grafana, deleteKey: string): Promise<boolean> {
  const answer = await grafana.ask({
    ...{ method: 'GET', path: `/api/snapshots-delete/${encodeURIComponent(deleteKey)}` },
    purpose: 'delete a snapshot',
    secrets: [deleteKey],
  });
  if (answer.status === 404) return false;
  answer.read(z.unknown());
  return true;
}
