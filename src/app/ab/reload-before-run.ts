import { BenchError } from '../../contract/bench-error.ts';
import { READY_TIMEOUT_MS } from '../../contract/ready-timeout.ts';
import type { RunConfig } from '../../contract/run-config.ts';
import { reloadModel } from '../../stack/index.ts';
import type { Environment } from '../environment.ts';
import { externalAddresses } from '../external-addresses.ts';
import { joinStack } from '../join-stack.ts';
import { serverAccess } from '../server-access.ts';

/**
 * Unloads and loads the model of a run on the server that it will ask.
 * @throws BenchError 'stack-not-started' that names the model; 'usage' where no server outlives a run
 */
export async function reloadBeforeRun(config: RunConfig, env: Environment): Promise<void> {
  const { model, stack, readyTimeoutMs = READY_TIMEOUT_MS } = config;
  if (model === undefined) return;
  const joined = stack === 'auto' ? () => joinStack(config, env) : async () => null;
  const addresses = externalAddresses(config) ?? (await joined())?.stack.addresses;
  if (!addresses) {
    throw new BenchError('usage', '--reload: every run starts a server of its own here', {
      hint: 'leave it out, or name a running server with --url or --a-url and --b-url',
    });
  }
  await reloadModel(model, addresses, await serverAccess(config, env.cwd), readyTimeoutMs);
}
