import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSignedCertificate } from './self-signed-certificate.ts';

/** An https server on a free port of 127.0.0.1 that nobody has reason to trust; it counts what it was asked. */
export async function stubHttpsServer() {
  let requests = 0;
  const server = createServer(selfSignedCertificate(['localhost', '127.0.0.1']), (_, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((down) => {
        server.close(() => down());
        server.closeAllConnections();
      }),
  };
}
