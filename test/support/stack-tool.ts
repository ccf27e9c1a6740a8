import { scrapeConfig } from '../../src/report/index.ts';
import { processDriver } from '../../src/stack/drivers/process/process-driver.ts';
import { aStackPlan } from './a-stack-plan.ts';

/** What the tool of `start-stack-tool.ts` is to do. */
export interface ToolOrder {
  readonly name: string;
  readonly folder: string;
  readonly modelRepository: string;
  readonly tritonBin: string;
  readonly tritonArgs: readonly string[];
  readonly prometheusBin: string | null;
  readonly readyTimeoutMs: number;
}

/**
 * A program that brings a stack up by the process driver, tells each step in a line of JSON, and obeys
 * `keep` and `end` on its standard input: the tool that a test kills.
 */
const order = JSON.parse(process.argv[2] ?? '') as ToolOrder;
const say = (what: string, more: object = {}) =>
  process.stdout.write(`${JSON.stringify({ what, ...more })}\n`);

const driver = processDriver({ cwd: process.cwd(), env: process.env, nowMs: () => 0 });
const interrupt = new AbortController();
process.on('SIGINT', () => interrupt.abort());
const plan = aStackPlan({
  name: order.name,
  folder: order.folder,
  modelRepository: order.modelRepository,
  readyTimeoutMs: order.readyTimeoutMs,
  triton: { bin: order.tritonBin, args: order.tritonArgs },
  prometheus:
    order.prometheusBin === null
      ? null
      : {
          image: '',
          bin: order.prometheusBin,
          configFor: ({ triton }) =>
            scrapeConfig({ scrapeIntervalMs: 500, jobs: [{ name: 'triton', target: triton }] }),
        },
});

say('begin');
const events = {
  onStep: (step: string) => void say(step),
  onWarning: (message: string) => void say('warning', { message }),
  onPull: () => undefined,
};
const stack = await driver.start(plan, events, interrupt.signal).catch((error: Error) => {
  say('failed', { message: error.message });
  process.exit(3);
});
void stack.died.then((message) => say('died', { message }));
say('up', { addresses: stack.addresses, prometheus: stack.prometheus });
process.stdin.setEncoding('utf8').on('data', (text: string) => {
  if (text.trim() === 'keep') stack.keep();
  void stack[Symbol.asyncDispose]().then(() => process.exit(0));
});
