import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { BenchError } from '../../contract/bench-error.ts';

/** Nothing but this machine can reach the embedded server. */
const HOST = '127.0.0.1';

/** Listens and resolves with the port. Rejects with a BenchError 'stack-not-started' that names it. */
export function listenHttp(server: HttpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(port, error)));
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

/** The same for gRPC. */
export function listenGrpc(server: GrpcServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${HOST}:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(cannotListen(port, error));
      else resolve(bound);
    });
  });
}

function cannotListen(port: number, cause: NodeJS.ErrnoException): BenchError {
  const words = `${cause.code ?? ''} ${cause.message}`;
  const where = `port ${port} on ${HOST}`;
  if (words.includes('EADDRINUSE')) {
    return new BenchError('stack-not-started', `${where} is in use`, {
      hint: 'stop what listens there, or choose another port',
      cause,
    });
  }
  const message = `cannot listen on ${where}: ${cause.message}`;
  return new BenchError('stack-not-started', message, { hint: 'choose another port', cause });
}
