import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubServer extends AsyncDisposable {
  readonly url: string;
}

/** A node:http server of 127.0.0.1, on a free port by default; disposing closes it and all its connections. */
export async function stubHttpServer(listener: RequestListener, port = 0): Promise<StubServer> {
  const server = createServer(listener);
  await new Promise<void>((up) => server.listen(port, '127.0.0.1', up));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((down) => {
        server.close(() => down());
        server.closeAllConnections();
      }),
  };
}

/** "GET /v2" → its JSON answer, or what gives it; anything else is 404, as Triton says it. */
export function jsonRoutes(routes: Readonly<Record<string, unknown>>): RequestListener {
  return (request, response) => {
    request.resume();
    const answer = routes[`${request.method} ${request.url}`];
    if (answer === undefined) response.writeHead(404).end('{"error":"Not Found"}');
    else response.end(JSON.stringify(typeof answer === 'function' ? answer() : answer));
  };
}
