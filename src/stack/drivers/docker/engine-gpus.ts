import { connectEngine } from './connect-engine.ts';
import type { EngineEnvironment } from './engine-address.ts';
import { gpuRequest } from './gpu-request.ts';

/**
 * What `--gpus auto` would take of this machine's engine, in words.
 * @throws BenchError 'stack-not-started' where there is no engine to ask
 */
export async function engineGpus(env: EngineEnvironment): Promise<string> {
  return gpuRequest('auto', (await connectEngine(env)).info).detail;
}
