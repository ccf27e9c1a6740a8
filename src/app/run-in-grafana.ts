import type { Workload } from '../contract/point.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import type { RunConfig } from '../contract/run-config.ts';
import { type GrafanaCredentials, isoTime, runPublisher } from '../report/index.ts';
import type { Environment } from './environment.ts';
import { keepSnapshot } from './kept-snapshots.ts';
import type { StackState } from './stack-state.ts';
import { stateFolder } from './state-folder.ts';
import { stopwatch } from './stopwatch.ts';
import { tokenFrom } from './token-from.ts';

/** A Grafana, and how we may ask it. */
export interface GrafanaAccess {
  readonly baseUrl: string;
  readonly credentials: GrafanaCredentials;
  /** false: the run is marked there, and its numbers stay out: the stack's own Grafana ends with the stack. */
  readonly takesSnapshots: boolean;
}

/** A run as Grafana is told of it. Whatever Grafana does, the run goes on and ends as it would. */
export interface RunInGrafana {
  begins(workload: Workload): Promise<void>;
  /**
   * The document with the place where Grafana shows it.
   * @param id what the run's folder is called; null where it has none
   */
  ended(document: ResultDocument, id: string | null): Promise<ResultDocument>;
}

/**
 * The Grafana of --grafana-url; null where none was named.
 * @throws BenchError 'config-invalid' when its token file cannot be read
 */
export async function namedGrafana(
  { grafanaUrl, grafanaTokenFile }: Pick<RunConfig, 'grafanaUrl' | 'grafanaTokenFile'>,
  env: Pick<Environment, 'cwd' | 'env'>,
): Promise<GrafanaAccess | null> {
  if (grafanaUrl === undefined) return null;
  const token = await grafanaToken(grafanaTokenFile, env);
  const credentials = token === undefined ? ({ kind: 'none' } as const) : tokenOf(token);
  return { baseUrl: grafanaUrl, credentials, takesSnapshots: true };
}

/** The Grafana of a stack that outlives the run; null where it has none. */
export function grafanaOf(state: StackState | null): GrafanaAccess | null {
  if (!state?.grafana) return null;
  const { public: baseUrl, user, password, token } = state.grafana;
  const credentials =
    token === null ? ({ kind: 'password', user, password } as const) : tokenOf(token);
  return { baseUrl, credentials, takesSnapshots: false };
}

function tokenOf(token: string): GrafanaCredentials {
  return { kind: 'token', token };
}

/** @throws BenchError 'config-invalid' when the file cannot be read */
export function grafanaToken(
  file: string | undefined,
  env: Pick<Environment, 'cwd' | 'env'>,
): Promise<string | undefined> {
  const variable = 'INFERBENCH_GRAFANA_TOKEN';
  return tokenFrom({ file, flag: '--grafana-token-file', variable }, env);
}

/** Tells nobody where there is no Grafana. */
export function runInGrafana(
  grafana: GrafanaAccess | null,
  { snapshotExpiresMs }: Pick<RunConfig, 'snapshotExpiresMs'>,
  env: Environment,
): RunInGrafana {
  if (grafana === null) return { begins: async () => {}, ended: async (document) => document };
  const warn = (message: string) => env.events.onWarning?.(message);
  const publisher = runPublisher(grafana, warn);
  return {
    begins: (workload) => publisher.begin(env.nowEpochMs(), workload),
    ended: async (built, id) => {
      const document = { ...built, id: id ?? built.id };
      const lap = stopwatch(env);
      const published = await publisher.finish(document);
      if (published === null) return document;
      const { kind, url, removal } = published;
      env.events.onStep?.('Grafana', `${kind} ${url}`, lap());
      await keepSnapshot(stateFolder(env.env), {
        ...{ version: 1, grafanaUrl: grafana.baseUrl, runId: document.id, url },
        ...{ createdAt: document.finishedAt, removal },
        expiresAt:
          snapshotExpiresMs === 0 || kind === 'dashboard'
            ? null
            : isoTime(env.nowEpochMs() + snapshotExpiresMs),
      }).catch((error: Error) => warn(`bench clean will not know of it: ${error.message}`));
      return { ...document, grafana: { kind, url } };
    },
  };
}
