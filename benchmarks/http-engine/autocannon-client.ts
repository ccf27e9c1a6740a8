import autocannon from 'autocannon';
import type { ClientRun } from './client.ts';
import { BODY, JSON_BYTES, PATH } from './digit-request.ts';

/** autocannon as it comes, no pipelining. */
export async function autocannonClient(port: number, connections: number): Promise<ClientRun> {
  let answers = 0;
  const instance = autocannon(
    {
      url: `http://127.0.0.1:${port}${PATH}`,
      method: 'POST',
      body: BODY,
      headers: { 'inference-header-content-length': String(JSON_BYTES) },
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
