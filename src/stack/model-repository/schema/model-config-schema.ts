import { fileURLToPath } from 'node:url';
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import { buildSchema } from './build-schema.ts';
import type { MessageSchema } from './message-schema.ts';
import { readFileDescriptor } from './read-descriptor.ts';

const PROTOS = fileURLToPath(new URL('../../../../../protos', import.meta.url));

let loaded: MessageSchema | undefined;

/** The schema of config.pbtxt, read once from protos/model_config.proto. */
export function modelConfigSchema(): MessageSchema {
  loaded ??= load();
  return loaded;
}

function load(): MessageSchema {
  const definition = loadSync('model_config.proto', { includeDirs: [PROTOS], keepCase: true });
  const entry = definition['inference.ModelConfig'] as MessageTypeDefinition<object, object>;
  const file = entry.fileDescriptorProtos[0];
  if (!file) throw new Error('model_config.proto has no descriptor');
  return buildSchema(readFileDescriptor(file), 'ModelConfig');
}
