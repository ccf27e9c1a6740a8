import { resolve } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import type { ServerAddresses } from '../contract/measurements.ts';
import { startStack } from '../stack/index.ts';
import type { Environment } from './environment.ts';

/** What `bench serve` may be told. */
export interface ServeOptions {
  readonly modelRepository: string | undefined;
  readonly ports: { readonly http: number; readonly grpc: number; readonly metrics: number };
}

const READY_TIMEOUT_MS = 60_000;

/**
 * Runs the embedded server until the signal comes.
 * @throws BenchError when it cannot start, or when it dies by itself
 */
export async function serve(
  options: ServeOptions,
  env: Pick<Environment, 'cwd' | 'packageFolder' | 'signal'>,
  onReady: (addresses: ServerAddresses, notice: string) => void,
): Promise<void> {
  await using stack = await startStack(
    {
      driver: 'embedded',
      modelRepository: resolve(
        options.modelRepository ? env.cwd : env.packageFolder,
        options.modelRepository ?? 'models',
      ),
      ports: options.ports,
      readyTimeoutMs: READY_TIMEOUT_MS,
    },
    env.signal,
  );
  onReady(stack.addresses, stack.standIn ?? '');
  await Promise.race([untilAborted(env.signal), stack.died.then(raiseDeath)]);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
}

function raiseDeath(sentence: string): never {
  throw new BenchError('stack-not-started', sentence, { hint: 'see its last words above' });
}
