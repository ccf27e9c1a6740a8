import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ServerClock } from '../clock.ts';
import type { ModelRegistry } from '../model-registry.ts';
import { asRefusal } from '../refusal.ts';
import { decompress } from './decompress.ts';
import { handleInfer } from './infer-handler.ts';
import { type BodyEnd, MAX_BODY_BYTES, readBody } from './read-body.ts';
import { type Route, routeOf } from './routes.ts';
import { send, sendError, sendLastError, sendRefusal } from './send.ts';

/** The KServe v2 protocol over HTTP/1.1; it listens when it is told to. */
export function createHttpServer(registry: ModelRegistry, clock: ServerClock): Server {
  const server = createServer((request, response) => {
    const route = routeOf(pathOf(request));
    if (!route) return sendError(response, 404, 'Not Found');
    if (request.method !== route.method) return sendError(response, 405, 'Method Not Allowed');
    if (route.method === 'GET') return answer(registry, route, response, Buffer.alloc(0));
    return readBody(request, (body) => {
      handleBody(registry, clock, route, request, body, response);
    });
  });
  // Triton keeps idle connections; a client that is paced slowly must not lose its own.
  server.keepAliveTimeout = 0;
  return server;
}

function pathOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function handleBody(
  registry: ModelRegistry,
  clock: ServerClock,
  route: Route,
  request: IncomingMessage,
  body: BodyEnd,
  response: ServerResponse,
): void {
  if (body === 'left') return;
  if (body === 'too-large') {
    sendLastError(response, 413, `request body exceeds ${MAX_BODY_BYTES} bytes`);
    return;
  }
  const isKnown = decompress(request.headers['content-encoding'], body, (error, plain) => {
    if (error) sendRefusal(response, asRefusal(error));
    else if (route.infer) handleInfer(registry, clock, route.infer, request, plain, response);
    else answer(registry, route, response, plain);
  });
  if (isKnown) return;
  const error = Buffer.from('{"error":"Unsupported compression type"}');
  send(response, 501, error, ['Accept-Encoding', 'gzip, deflate']);
}

function answer(
  registry: ModelRegistry,
  route: Route,
  response: ServerResponse,
  body: Buffer,
): void {
  try {
    route.answer(registry, response, body);
  } catch (error) {
    sendRefusal(response, asRefusal(error));
  }
}
