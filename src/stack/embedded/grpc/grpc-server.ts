import { Server, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import {
  modelMetadata,
  modelStatistics,
  refuseModelControl,
  repositoryIndex,
  serverMetadata,
} from '../admin-answers.ts';
import type { ServerClock } from '../clock.ts';
import type { ModelRegistry } from '../model-registry.ts';
import { asRefusal, Refusal } from '../refusal.ts';
import { inferCall } from './infer-call.ts';
import {
  type ModelInferRequest,
  type ModelInferResponse,
  type ModelRequest,
  UNREADABLE,
} from './messages.ts';
import { serviceDefinitions } from './service-definitions.ts';
import { streamInfer } from './stream-infer.ts';

/** The largest message that is taken; answers have no limit. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

interface IndexRequest {
  readonly repository_name?: string;
  readonly ready?: boolean;
}

/** The KServe v2 protocol over gRPC; it listens when it is told to. */
export function createGrpcServer(registry: ModelRegistry, clock: ServerClock): Server {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': -1,
  });
  const { inference, health } = serviceDefinitions();
  server.addService(inference, {
    ServerLive: unary(() => ({ live: true })),
    ServerReady: unary(() => ({ ready: true })),
    ServerMetadata: unary(serverMetadata),
    ModelReady: unary(({ name = '', version = '' }: ModelRequest) => ({
      ready: registry.isReady(name, version),
    })),
    ModelMetadata: unary(({ name = '', version = '' }: ModelRequest) =>
      modelMetadata(registry, name, version),
    ),
    ModelConfig: unary(({ name = '', version = '' }: ModelRequest) => ({
      config: withTextForLongs(registry.find(name, version).config),
    })),
    ModelStatistics: unary(({ name = '', version = '' }: ModelRequest) =>
      modelStatistics(registry, name, version),
    ),
    RepositoryIndex: unary(({ repository_name: name = '', ready = false }: IndexRequest) => ({
      models: repositoryIndex(registry, name, ready),
    })),
    RepositoryModelLoad: unary(refuseModelControl),
    RepositoryModelUnload: unary(refuseModelControl),
    ModelInfer: modelInfer(registry, clock),
    ModelStreamInfer: (stream: Parameters<typeof streamInfer>[2]) =>
      streamInfer(registry, clock, stream),
  });
  server.addService(health, { Check: unary(() => ({ status: 'SERVING' })) });
  return server;
}

function statusOf(error: unknown): { readonly code: number; readonly details: string } {
  const refusal = asRefusal(error);
  return { code: refusal.grpcStatus, details: refusal.message };
}

function understood<T>(request: T | typeof UNREADABLE): T {
  if (request !== UNREADABLE) return request;
  throw new Refusal('INTERNAL', 'Unable to parse request');
}

function unary<T>(answer: (request: T) => object) {
  return (
    { request }: ServerUnaryCall<T | typeof UNREADABLE, object>,
    done: sendUnaryData<object>,
  ) => {
    try {
      done(null, answer(understood(request)));
    } catch (error) {
      done(statusOf(error));
    }
  };
}

function modelInfer(registry: ModelRegistry, clock: ServerClock) {
  return (
    call: ServerUnaryCall<ModelInferRequest | typeof UNREADABLE, ModelInferResponse>,
    done: sendUnaryData<ModelInferResponse>,
  ) => {
    try {
      const cancel = inferCall(registry, clock, understood(call.request), {
        answer: (response) => done(null, response),
        refuse: (refusal) => done(statusOf(refusal)),
      });
      call.on('cancelled', cancel);
    } catch (error) {
      done(statusOf(error));
    }
  };
}

/** protobuf.js takes 64-bit numbers as text, not as bigint. */
function withTextForLongs(config: object): object {
  const text = JSON.stringify(config, (_, member: unknown) =>
    typeof member === 'bigint' ? String(member) : member,
  );
  return JSON.parse(text) as object;
}
