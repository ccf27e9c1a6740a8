import autocannon from 'autocannon';
import type { ClientRun } from './client.ts';
import { oneDigit } from './digit-requests.ts';

/** autocannon as it comes, no pipelining. */
export async function autocannonClient(port: number, connections: number): Promise<ClientRun> {
  const { path, body, jsonBytes } = oneDigit();
  let answers = 0;
  const instance = autocannon(
    {
      url: `http://127.0.0.1:${port}${path}`,
      method: 'POST',
      body,
      headers: { 'inference-header-content-length': String(jsonBytes) },
      connections,
      duration: 3600,
    },
    () => {},
  );
  instance.on('response', () => {
    answers += 1;
  });
  return { answers: () => answers, stop: async () => instance.stop?.() };
}
