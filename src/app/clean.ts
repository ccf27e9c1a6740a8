import { BenchError } from '../contract/bench-error.ts';
import { isoTime, removePublished } from '../report/index.ts';
import type { Environment } from './environment.ts';
import { forgetSnapshot, type KeptFile, keptSnapshots } from './kept-snapshots.ts';
import { grafanaToken } from './run-in-grafana.ts';
import { stateFolder } from './state-folder.ts';

/** What became of one of the things that runs left in a Grafana. */
export interface Cleaned {
  /** Where it was opened; the file's path where the file is damaged. */
  readonly what: string;
  readonly runId: string;
  /** 'failed' ones are kept, to be tried again. */
  readonly outcome: 'deleted' | 'was gone' | 'expired' | 'failed';
  /** Why it failed; '' where it did not. */
  readonly reason: string;
}

/**
 * Takes away every snapshot that runs of this user left in a Grafana, one after the other; one that
 * cannot be taken away now does not keep the others.
 * @throws BenchError 'config-invalid' when the token file cannot be read
 */
export async function clean(
  tokenFile: string | undefined,
  env: Pick<Environment, 'cwd' | 'env' | 'signal' | 'nowEpochMs'>,
): Promise<readonly Cleaned[]> {
  const now = isoTime(env.nowEpochMs());
  const token = await grafanaToken(tokenFile, env);
  const cleaned: Cleaned[] = [];
  for (const file of await keptSnapshots(stateFolder(env.env))) {
    if (env.signal.aborted) break;
    cleaned.push(await cleanOne(file, token, now));
  }
  return cleaned;
}

async function cleanOne(file: KeptFile, token: string | undefined, now: string): Promise<Cleaned> {
  const { path, snapshot } = file;
  if (snapshot === null) {
    const reason = 'the file is damaged: delete it, and the snapshot by hand in Grafana';
    return { what: path, runId: '', outcome: 'failed', reason };
  }
  const { url: what, runId, grafanaUrl, removal, expiresAt } = snapshot;
  try {
    const wasThere = await removePublished(grafanaUrl, token, removal);
    await forgetSnapshot(file);
    return { what, runId, outcome: wasThere ? 'deleted' : 'was gone', reason: '' };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    // A Grafana that is gone for good must not be asked for ever.
    if (expiresAt !== null && expiresAt < now) {
      await forgetSnapshot(file);
      return { what, runId, outcome: 'expired', reason: '' };
    }
    return { what, runId, outcome: 'failed', reason: `${error.message}; ${error.hint}` };
  }
}
