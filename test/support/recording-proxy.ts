import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import * as http2 from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';

export interface RecordingProxy extends AsyncDisposable {
  /** 127.0.0.1:port */
  readonly address: string;
  /** Headers of every request that came in so far, with their paths. */
  readonly seen: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[];
}

type Identity = { readonly key: string; readonly cert: string };

/** Passes HTTP/1.1 on to `to` (http://host:port) unchanged; with an identity it speaks TLS. */
export function recordingHttpProxy(to: string, identity?: Identity): Promise<RecordingProxy> {
  const seen: { path: string; headers: IncomingHttpHeaders }[] = [];
  const handle: Parameters<typeof createServer>[1] = (incoming, answer) => {
    const path = incoming.url ?? '';
    seen.push({ path, headers: incoming.headers });
    const onward = request(
      new URL(path, to),
      { method: incoming.method ?? 'GET', headers: incoming.headers },
      (from) => {
        answer.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  };
  const server = identity ? createHttpsServer(identity, handle) : createServer(handle);
  return listening(server, seen, () => server.closeAllConnections());
}

/** Ends a call in a way of its own, before it is passed on; false: it was left alone. */
export type Treatment = (stream: http2.ServerHttp2Stream, path: string) => boolean;

/** Passes gRPC on to `to` (host:port) unchanged; with an identity it speaks TLS. */
export async function recordingGrpcProxy(
  to: string,
  identity?: Identity,
  treat: Treatment = () => false,
): Promise<RecordingProxy> {
  const seen: { path: string; headers: IncomingHttpHeaders }[] = [];
  const server = identity ? http2.createSecureServer(identity) : http2.createServer();
  const onward = http2.connect(`http://${to}`);
  const sessions = new Set<http2.Http2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream: http2.ServerHttp2Stream, headers) => {
    const path = String(headers[':path']);
    seen.push({ path, headers });
    if (treat(stream, path)) return;
    const call = onward.request(headers);
    let trailers: http2.IncomingHttpHeaders = {};
    call.on('trailers', (own) => {
      trailers = own;
    });
    call.on('response', (answer) => {
      stream.respond(answer, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers(trailers));
      call.pipe(stream);
    });
    for (const end of [call, stream]) end.on('error', () => stream.destroy());
    stream.pipe(call);
  });
  return listening(server, seen, () => {
    onward.destroy();
    for (const session of sessions) session.destroy();
  });
}

async function listening(
  server: Server,
  seen: RecordingProxy['seen'],
  end: () => void,
): Promise<RecordingProxy> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
