import { connectGrafana } from '../../clients/grafana/grafana.ts';
import { deleteDashboard } from '../../clients/grafana/grafana-dashboards.ts';
import { grafanaHealth } from '../../clients/grafana/grafana-health.ts';
import { deleteSnapshot } from '../../clients/grafana/grafana-snapshots.ts';
import type { Removal } from './publish-run.ts';

/**
 * Takes a run out of a Grafana again. False where it was gone: it has expired, or somebody was quicker.
 * @param token a dashboard needs it, role Editor; a snapshot goes by its own key
 * @throws BenchError 'grafana-refused', 'server-unreachable'
 */
export async function removePublished(
  baseUrl: string,
  token: string | undefined,
  removal: Removal,
): Promise<boolean> {
  const grafana = connectGrafana(
    baseUrl,
    token === undefined || removal.kind === 'snapshot'
      ? { kind: 'none' }
      : { kind: 'token', token },
  );
  // Another server at this address would say "not found" to everything.
  await grafanaHealth(grafana);
  return removal.kind === 'snapshot'
    ? deleteSnapshot(grafana, removal.deleteKey)
    : deleteDashboard(grafana, removal.uid);
}
