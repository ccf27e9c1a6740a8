import { dockerDriver } from '../../src/stack/drivers/docker/docker-driver.ts';
import { dockerPlan, PROMETHEUS } from './docker-plan.ts';

/** What the tool is to do. */
export interface DockerToolOrder {
  readonly name: string;
  readonly folder: string;
  readonly dockerHost: string;
  /** Become this user once everything is loaded. */
  readonly userId: number | null;
}

/** A program that brings Triton and Prometheus up by the docker driver and waits: the tool that a test kills. */
const order = JSON.parse(process.argv[2] ?? '') as DockerToolOrder;
const say = (what: string, message = '') =>
  process.stdout.write(`${JSON.stringify({ what, message })}\n`);
const driver = dockerDriver({ env: { DOCKER_HOST: order.dockerHost }, nowMs: () => 0 });
const plan = dockerPlan({
  name: order.name,
  folder: order.folder,
  prometheus: PROMETHEUS,
});
if (order.userId !== null) {
  process.setegid?.(order.userId);
  process.setgroups?.([]);
  process.seteuid?.(order.userId);
}
const events = {
  onStep: (step: string) => void say(step),
  onWarning: (message: string) => void say('warning', message),
  onPull: () => undefined,
};
say('whyNot', (await driver.whyNot(plan)) ?? '');
if (order.userId !== null) process.exit(0);
await driver.start(plan, events, new AbortController().signal);
say('up');
setInterval(() => undefined, 1000);
