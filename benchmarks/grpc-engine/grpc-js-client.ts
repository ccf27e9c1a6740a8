import { Client, credentials } from '@grpc/grpc-js';
import type { ClientRun } from './client.ts';
import { oneDigit } from './digit-requests.ts';

const bytes = (message: Buffer) => message;

/** grpc-js as it comes, with raw bytes: no protobuf work, nothing stamped or checked. */
export async function grpcJsClient(
  port: number,
  connections: number,
  inFlight: number,
): Promise<ClientRun> {
  const { path, message } = oneDigit();
  let answers = 0;
  let isStopped = false;
  const clients = Array.from(
    { length: connections },
    () =>
      new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
        'grpc.use_local_subchannel_pool': 1,
      }),
  );
  const ask = (client: Client): void => {
    client.makeUnaryRequest(path, bytes, bytes, message, (error) => {
      if (isStopped) return;
      if (error) throw error;
      answers += 1;
      ask(client);
    });
  };
  for (let place = 0; place < inFlight; place += 1) ask(clients[place % connections] as Client);
  return {
    answers: () => answers,
    stop: async () => {
      isStopped = true;
      for (const client of clients) client.close();
    },
  };
}
