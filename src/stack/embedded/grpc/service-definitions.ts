import { fileURLToPath } from 'node:url';
import {
  type GrpcObject,
  loadPackageDefinition,
  type ServiceClientConstructor,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { UNREADABLE } from './messages.ts';

const PROTOS = fileURLToPath(new URL('../../../../../protos', import.meta.url));

/** The services of this package's protos. A message that cannot be read reaches its handler as UNREADABLE. */
export function serviceDefinitions(): {
  readonly inference: ServiceDefinition;
  readonly health: ServiceDefinition;
} {
  const definition = loadSync(['grpc_service.proto', 'health.proto'], {
    includeDirs: [PROTOS],
    keepCase: true,
    longs: Number,
    enums: String,
  });
  const { inference, grpc } = loadPackageDefinition(definition);
  const service = (at: unknown, name: string) =>
    lenient(((at as GrpcObject)[name] as ServiceClientConstructor).service);
  return {
    inference: service(inference, 'GRPCInferenceService'),
    health: service(((grpc as GrpcObject).health as GrpcObject).v1, 'Health'),
  };
}

function lenient(service: ServiceDefinition): ServiceDefinition {
  const methods = Object.entries(service).map(([name, method]) => [
    name,
    {
      ...method,
      requestDeserialize: (bytes: Buffer): unknown => {
        try {
          return method.requestDeserialize(bytes);
        } catch {
          return UNREADABLE;
        }
      },
    },
  ]);
  return Object.fromEntries(methods);
}
