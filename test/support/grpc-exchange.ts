import { once } from 'node:events';
import {
  type Client,
  credentials,
  loadPackageDefinition,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { packageRoot } from './package-root.ts';

const MEBIBYTE = 2 ** 20;
const DEADLINE_MS = 60_000;

/** What came back of a unary call: grpc-status, grpc-message, and the message where there is one. */
export interface GrpcAnswer {
  readonly code: number;
  readonly details: string;
  readonly message: Record<string, unknown> | undefined;
}

type Unary = (
  request: object,
  options: object,
  done: (error: ServiceError | null, message: Record<string, unknown> | undefined) => void,
) => void;
type Stream = () => NodeJS.ReadWriteStream;

/** A KServe client made of grpc-js and the protos alone, with nothing of the tool in it. */
export class GrpcExchange implements Disposable {
  readonly #client: Client & Record<string, unknown>;

  /** @param address host:port */
  constructor(address: string) {
    const definition = loadSync(`${packageRoot}protos/grpc_service.proto`, {
      keepCase: true,
      longs: String,
      enums: String,
      // A field that is left out and one that holds its default say the same.
      defaults: true,
    });
    const root = loadPackageDefinition(definition) as unknown as {
      inference: { GRPCInferenceService: ServiceClientConstructor };
    };
    this.#client = new root.inference.GRPCInferenceService(address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': 64 * MEBIBYTE,
      'grpc.max_send_message_length': 64 * MEBIBYTE,
    }) as unknown as Client & Record<string, unknown>;
  }

  unary(method: string, request: object): Promise<GrpcAnswer> {
    const call = this.#client[method] as Unary;
    return new Promise((resolve) => {
      call.call(this.#client, request, { deadline: Date.now() + DEADLINE_MS }, (error, message) =>
        resolve({ code: error?.code ?? 0, details: error?.details ?? '', message }),
      );
    });
  }

  /** Sends all requests on one ModelStreamInfer, then listens to its end. */
  async stream(requests: readonly object[]): Promise<Record<string, unknown>[]> {
    const stream = (this.#client.ModelStreamInfer as Stream).call(this.#client);
    const answers: Record<string, unknown>[] = [];
    stream.on('data', (answer) => answers.push(answer));
    const ended = once(stream, 'end');
    for (const request of requests) stream.write(request as never);
    stream.end();
    await ended;
    return answers;
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}
