import { BenchError } from '../contract/bench-error.ts';
import type { RunConfig } from '../contract/run-config.ts';
import type { StackDriver, StackPlan } from '../stack/index.ts';

/**
 * The driver that was asked for; for auto the first that this machine can run.
 * @throws BenchError 'stack-not-started' with the reason of every driver that was asked
 */
export async function chooseDriver(
  wanted: RunConfig['stack'],
  plan: StackPlan,
  drivers: readonly StackDriver[],
): Promise<StackDriver> {
  const asked = wanted === 'auto' ? drivers : drivers.filter(({ name }) => name === wanted);
  if (asked.length === 0) {
    throw new BenchError('config-invalid', `${wanted} starts no stack`, {
      hint: 'a stack is run by docker or as processes of this machine: process',
    });
  }
  const reasons: Error[] = [];
  for (const driver of asked) {
    const reason = await driver.whyNot(plan);
    if (reason === null) return driver;
    reasons.push(new Error(`${driver.name}: ${reason}`));
  }
  const message = `this machine cannot run the stack ${plan.name}`;
  throw new BenchError('stack-not-started', message, {
    hint: 'bench run needs neither: it embeds a server; bench doctor says what else can be run here',
    cause: new AggregateError(reasons, message),
  });
}
