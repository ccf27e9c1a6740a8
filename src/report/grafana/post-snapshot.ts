import type { Grafana } from '../../clients/grafana/grafana.ts';
import {
  countBody,
  countSnapshot,
  createSnapshot,
  type SnapshotBody,
  type TakenSnapshot,
  takesSnapshots,
} from '../../clients/grafana/grafana-snapshots.ts';
import { BenchError } from '../../contract/bench-error.ts';
import type { SnapshotOrigin } from './snapshot/snapshot-body.ts';

/** A snapshot that is there; `problem` says in what it is not what was sent, null: in nothing. */
export type PostedSnapshot = TakenSnapshot & { readonly problem: string | null };

/**
 * Posts a snapshot and looks at it as a viewer would.
 * @param saveOrigin saves the dashboard it names, asked once when Grafana does not find it
 * @throws BenchError 'grafana-refused', 'server-unreachable'
 */
export async function postSnapshot(
  grafana: Grafana,
  body: SnapshotBody,
  saveOrigin: () => Promise<SnapshotOrigin>,
): Promise<PostedSnapshot | 'disabled'> {
  if (!(await takesSnapshots(grafana))) return 'disabled';
  let posted = await createSnapshot(grafana, body);
  if (posted === 'no-dashboard') {
    const origin = await saveOrigin();
    posted = await createSnapshot(grafana, {
      ...body,
      dashboard: { ...body.dashboard, ...origin },
    });
  }
  if (posted === 'disabled') return posted;
  if (posted === 'no-dashboard') {
    const message = `Grafana at ${grafana.baseUrl} takes no snapshot of a dashboard that it has just saved`;
    throw new BenchError('grafana-refused', message, {
      hint: 'may the token read dashboards? its role must be Editor',
    });
  }
  return { ...posted, problem: await problemOf(grafana, posted, body) };
}

async function problemOf(
  grafana: Grafana,
  { key }: TakenSnapshot,
  body: SnapshotBody,
): Promise<string | null> {
  const sent = countBody(body);
  try {
    const there = await countSnapshot(grafana, key);
    const isWhole = there.panels === sent.panels && there.frames === sent.frames;
    if (isWhole) return null;
    return `${there.panels} of ${sent.panels} panels and ${there.frames} of ${sent.frames} frames came through`;
  } catch (error) {
    if (error instanceof BenchError) return error.message;
    throw error;
  }
}
