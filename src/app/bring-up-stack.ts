import { dirname } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import type { RunConfig } from '../contract/run-config.ts';
import {
  type MonitoredStack,
  refuseBadRepository,
  type StackDriver,
  type StackEvents,
} from '../stack/index.ts';
import { chooseDriver } from './choose-driver.ts';
import type { Environment } from './environment.ts';
import { type FoundStack, findStack, isWhole } from './find-stack.ts';
import { planStack, type StackPurpose } from './plan-stack.ts';
import { setUpDashboards } from './set-up-dashboards.ts';
import { claimStack, refuseOwned, releasedAfter } from './stack-claim.ts';
import { type StackState, saveStackState } from './stack-state.ts';
import { makePrivateFolder, refuseForeignFolder, stateFolder } from './state-folder.ts';
import { stateOf } from './state-of-stack.ts';
import { stopwatch } from './stopwatch.ts';

/** What bringing up needs of the outside world. */
export type StackEnvironment = Pick<
  Environment,
  'cwd' | 'env' | 'packageFolder' | 'nowEpochMs' | 'signal' | 'events'
>;

/** A stack that is up. */
export interface StackUp {
  readonly stack: MonitoredStack;
  /** Null where it was up already and its file is lost. */
  readonly state: StackState | null;
  /** It ran before: disposing ends nothing. */
  readonly wasUp: boolean;
}

/**
 * Joins the stack of that name, or brings it up: repository checked, driver chosen, servers started, state
 * kept. What was begun is undone when a step fails. Meanwhile, and for a run until it is over, the name is
 * this process' alone.
 * @throws BenchError 'stack-not-started', 'config-invalid', 'interrupted'
 */
export async function bringUpStack(
  config: RunConfig,
  purpose: StackPurpose,
  env: StackEnvironment,
  drivers: readonly StackDriver[],
): Promise<StackUp> {
  const root = stateFolder(env.env);
  const found = await findStack(config.stackName, env, drivers);
  if (found) {
    refuseOwned(root, config.stackName);
    return joined(found, config);
  }
  const release = await claimStack(root, config.stackName);
  try {
    // Another may have brought it up since.
    const now = await findStack(config.stackName, env, drivers);
    const up = now ? await joined(now, config) : await begun(config, purpose, env, drivers);
    if (purpose === 'for-a-run' && !up.wasUp) {
      return { ...up, stack: releasedAfter(up.stack, release) };
    }
    release();
    return up;
  } catch (error) {
    release();
    throw error;
  }
}

async function joined(found: FoundStack, { stack: wanted }: RunConfig): Promise<StackUp> {
  refuseUnfit(found, wanted);
  const stack = await found.driver.attach(found.name, found.folder);
  return { stack, state: found.state, wasUp: true };
}

async function begun(
  config: RunConfig,
  purpose: StackPurpose,
  env: StackEnvironment,
  drivers: readonly StackDriver[],
): Promise<StackUp> {
  const lap = stopwatch(env);
  const plan = planStack(config, purpose, env);
  const driver = await chooseDriver(config.stack, plan, drivers);
  const image = driver.name === 'docker' ? plan.triton.image : undefined;
  await refuseBadRepository(plan.modelRepository, image);
  env.events.onStep?.('models', `${plan.modelRepository}: nothing to mend`, lap());
  const root = stateFolder(env.env);
  await makePrivateFolder(dirname(plan.folder));
  await refuseForeignFolder(plan.folder);
  const stack = await driver.start(plan, stackEvents(env.events), env.signal);
  try {
    const { scrapeIntervalMs } = config;
    const grafana = await setUpDashboards(plan, stack, purpose, scrapeIntervalMs, env);
    const state = stateOf({ plan, stack, grafana, startedAtEpochMs: env.nowEpochMs() });
    // A run must not join a stack that ends with another run.
    if (purpose === 'to-stay') await saveStackState(root, state);
    refuseIfInterrupted(env.signal);
    return { stack, state, wasUp: false };
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

/** A stack that is there under this name, but cannot be joined. */
function refuseUnfit(found: FoundStack, wanted: RunConfig['stack']): void {
  const { name, driver, services } = found;
  if (!isWhole(found)) {
    const states = services.map((service) => `${service.name} ${service.state}`).join(', ');
    const message = `the stack ${name} is there, but not whole: ${states}`;
    throw new BenchError('stack-not-started', message, {
      hint: `unless somebody else brings it up just now: bench stack logs --name ${name} says why, bench stack down --name ${name} takes it away`,
    });
  }
  if (wanted === 'auto' || wanted === driver.name) return;
  const message = `a stack named ${name} is up already, run by ${driver.name}`;
  throw new BenchError('stack-not-started', message, {
    hint: `take another name, or bench stack down --name ${name} first`,
  });
}

function refuseIfInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new BenchError('interrupted', 'interrupted while the stack came up', {
    hint: 'all that was begun is undone',
  });
}

function stackEvents(events: Environment['events']): StackEvents {
  return {
    onStep: (...step) => events.onStep?.(...step),
    onWarning: (message) => events.onWarning?.(message),
    onPull: (...pull) => events.onPull?.(...pull),
  };
}
