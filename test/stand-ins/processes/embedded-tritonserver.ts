import { readArguments } from './arguments.ts';

/** The embedded server under Triton's options: a Triton that a load can be sent to. */
const options = readArguments([
  'model-repository',
  'metrics-interval-ms',
  'http-address',
  'http-port',
  'grpc-address',
  'grpc-port',
  'metrics-port',
]);
const port = (spoken: string) => Number(options[`${spoken}-port`]);
const ports = { http: port('http'), grpc: port('grpc'), metrics: port('metrics') };
process.argv[2] = JSON.stringify({ modelRepository: options['model-repository'], ports });
await import('../../../src/stack/embedded/main.ts');
