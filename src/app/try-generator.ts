import { parseRunConfig } from '../contract/parse-run-config.ts';
import { READY_TIMEOUT_MS } from '../contract/ready-timeout.ts';
import { prepareLoad, runLoad } from '../load/index.ts';
import { startStack } from '../stack/index.ts';
import type { StackEnvironment } from './bring-up-stack.ts';
import type { Check } from './diagnose.ts';
import { modelRepositoryOf } from './model-repository-of.ts';

/** The embedded server, and how much one worker sends where no network is in the way. */
interface TriedGenerator {
  readonly embedded: Check;
  readonly generator: Check;
  /** CPU that was taken away meanwhile; null where the system does not tell. */
  readonly stealShare: number | null;
}

const SECONDS = 1;

/** Starts the embedded server, lets the null engine run for a moment, and ends both. Never fails. */
export async function tryGenerator(env: StackEnvironment): Promise<TriedGenerator> {
  const config = parseRunConfig({
    ...{ concurrency: 16, engine: 'null', workers: 1 },
    ...{ duration: `${SECONDS}s`, warmup: '1s' },
  });
  const modelRepository = modelRepositoryOf(config, env);
  try {
    const startedMs = env.nowEpochMs();
    await using stack = await startStack(
      { driver: 'embedded', modelRepository, readyTimeoutMs: READY_TIMEOUT_MS },
      env.signal,
    );
    const tookS = (env.nowEpochMs() - startedMs) / 1000;
    const detail = `${stack.standIn}; ready in ${tookS.toFixed(1)} s`;
    const embedded = { name: 'embedded', good: true, detail };
    const prepared = await prepareLoad(config, stack.addresses);
    const outcome = await runLoad(prepared, {}, env.signal);
    const measured = outcome.phases.find(({ name }) => name === 'measured');
    const rate = (measured?.counters.completed ?? 0) / SECONDS;
    return { embedded, generator: sends(rate), stealShare: outcome.generator?.stealShare ?? null };
  } catch (error) {
    const [words = ''] = (error as Error).message.split('\n');
    return {
      embedded: { name: 'embedded', good: false, detail: words },
      generator: { name: 'generator', good: null, detail: 'not tried without a server' },
      stealShare: null,
    };
  }
}

function sends(perSecond: number): Check {
  const words = Math.round(perSecond).toLocaleString('en-US');
  const detail = `one worker makes ${words} requests/s where no network is in the way`;
  return { name: 'generator', good: perSecond > 0, detail };
}
