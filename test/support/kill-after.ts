import { setTimeout as sleep } from 'node:timers/promises';
import { httpExchange } from './http-exchange.ts';
import type { RealTriton } from './real-triton.ts';

const LOOK_EVERY_MS = 20;
const TIMEOUT_MS = 120_000;

/**
 * Kills the server once it has counted so many answers of a model. Its page is read while it works, so
 * the count is one of a moment.
 * @throws where it never comes to so many
 */
export async function killAfter(
  { addresses, processId }: RealTriton,
  model: string,
  answers: number,
): Promise<void> {
  const counter = new RegExp(`^nv_inference_request_success{model="${model}".*} (\\d+)`, 'm');
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    const page = (await httpExchange(addresses.metrics)).body.toString('utf8');
    if (Number(counter.exec(page)?.[1]) >= answers) break;
    if (performance.now() > deadline) throw new Error(`${model} never had ${answers} answers`);
    await sleep(LOOK_EVERY_MS);
  }
  process.kill(processId, 'SIGKILL');
}
