import { READY_TIMEOUT_MS } from '../contract/ready-timeout.ts';
import type { RunConfig } from '../contract/run-config.ts';
import { loadModel } from '../stack/index.ts';
import type { Environment } from './environment.ts';
import type { AskedServer } from './measure-point.ts';
import { stopwatch } from './stopwatch.ts';

/**
 * Loads the model on somebody else's server where that was asked for; disposing unloads it again, unless it
 * was ready before.
 * @throws BenchError 'model-unsuitable' where the server does not load it
 */
export async function modelForRun(
  { loadModel: isWanted, model: name, readyTimeoutMs = READY_TIMEOUT_MS }: RunConfig,
  { addresses, access }: AskedServer,
  env: Environment,
): Promise<AsyncDisposable> {
  if (!isWanted || name === undefined) return { [Symbol.asyncDispose]: async () => undefined };
  const lap = stopwatch(env);
  const model = await loadModel(name, addresses, access, readyTimeoutMs);
  const words = model.wasReady ? 'ready already, and stays' : 'loaded, until the run ends';
  env.events.onStep?.('load model', `${name}: ${words}`, lap());
  return {
    // What was measured is not thrown away for it.
    [Symbol.asyncDispose]: () =>
      model.unload().catch((error: Error) => env.events.onWarning?.(error.message)),
  };
}
