import * as grpc from '@grpc/grpc-js';
import { INFER_PATH } from './grpc-load.ts';

type Unary = grpc.handleUnaryCall<Buffer, Buffer>;

export interface GrpcJsEcho extends AsyncDisposable {
  readonly port: number;
  /** Requests that reached the handler. */
  readonly served: number;
}

const bytes = (message: Buffer) => message;

/** A grpc-js server whose ModelInfer answers with the request, or does what `handler` says. */
export async function startGrpcJsEcho(
  options: grpc.ServerOptions = {},
  handler: Unary = (call, answer) => answer(null, call.request),
  credentials = grpc.ServerCredentials.createInsecure(),
): Promise<GrpcJsEcho> {
  const unlimited = {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  };
  const server = new grpc.Server({ ...unlimited, ...options });
  let served = 0;
  const ModelInfer = {
    path: INFER_PATH,
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  } as const;
  const counting: Unary = (call, answer) => {
    served += 1;
    handler(call, answer);
  };
  server.addService({ ModelInfer }, { ModelInfer: counting });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    get served() {
      return served;
    },
    async [Symbol.asyncDispose]() {
      server.forceShutdown();
    },
  };
}
