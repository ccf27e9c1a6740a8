import { type RunningStack, startStack } from '../../src/stack/index.ts';
import { packageRoot } from './package-root.ts';

/** Generous: the machine may be busy with other tests. */
export const READY_TIMEOUT_MS = 120_000;

/** The embedded server on free ports; to be disposed. By default with the package's own models. */
export function embeddedStack(modelRepository = `${packageRoot}models`): Promise<RunningStack> {
  return startStack(
    { driver: 'embedded', modelRepository, readyTimeoutMs: READY_TIMEOUT_MS },
    new AbortController().signal,
  );
}
