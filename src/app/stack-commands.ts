import { BenchError } from '../contract/bench-error.ts';
import type { RunConfig } from '../contract/run-config.ts';
import type { ServiceName, StackDriver } from '../stack/index.ts';
import { bringUpStack, type StackEnvironment } from './bring-up-stack.ts';
import { driversFor } from './drivers-for.ts';
import { findStack } from './find-stack.ts';
import { namesOfStacks } from './stack-state.ts';
import { type StackSummary, summaryOf } from './stack-summary.ts';
import { stackFolder, stateFolder } from './state-folder.ts';
import { takeDownStack } from './take-down-stack.ts';
import { warnOfHiddenPage } from './warn-of-hidden-page.ts';

/** What `bench stack` can do. Each raises a BenchError that says what to do next. */
export interface StackCommands {
  /** Brings the stack up and leaves it; joins one that is up. */
  up(config: RunConfig): Promise<{ readonly stack: StackSummary; readonly wasUp: boolean }>;
  /** Null when there is no stack of that name. */
  status(name: string, showsSecrets: boolean): Promise<StackSummary | null>;
  /** Last lines of a service, oldest first. */
  logs(name: string, service: ServiceName, lines: number): Promise<readonly string[]>;
  /** What was removed of each name, in words. */
  down(names: readonly string[]): Promise<readonly string[]>;
  /** Names of all stacks that were ever begun and not taken down. */
  names(): Promise<readonly string[]>;
}

export async function stackCommands(
  env: StackEnvironment,
  given?: readonly StackDriver[],
): Promise<StackCommands> {
  const drivers = given ?? (await driversFor(env));
  const root = stateFolder(env.env);

  async function status(name: string, showsSecrets: boolean): Promise<StackSummary | null> {
    const found = await findStack(name, env, drivers);
    return found && summaryOf(found, showsSecrets);
  }

  return {
    async up(config) {
      const { stack, wasUp } = await bringUpStack(config, 'to-stay', env, drivers);
      warnOfHiddenPage(config, stack, env.events);
      stack.keep();
      await stack[Symbol.asyncDispose]();
      const summary = await status(config.stackName, false);
      if (!summary) throw notThere(config.stackName);
      return { stack: summary, wasUp };
    },
    status,
    async logs(name, service, lines) {
      const found = await findStack(name, env, drivers);
      if (!found) throw notThere(name);
      return found.driver.logs(name, stackFolder(root, name), service, lines);
    },
    async down(names) {
      const removed: string[] = [];
      for (const name of names) removed.push(...(await takeDownStack(name, env, drivers)));
      return removed;
    },
    names: () => namesOfStacks(root),
  };
}

function notThere(name: string): BenchError {
  return new BenchError('stack-not-started', `there is no stack named ${name}`, {
    hint: `bring it up with bench stack up --name ${name}`,
  });
}
