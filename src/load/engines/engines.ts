import { BenchError } from '../../contract/bench-error.ts';
import type { Workload } from '../../contract/point.ts';
import type { Engine, EngineOptions } from './engine.ts';

/** Each is loaded when it is used: reference clients take a while to start. */
const ENGINES = {
  http: async (options: EngineOptions): Promise<Engine> =>
    (await import('./http/http-engine.ts')).createHttpEngine(options),
  grpc: async (options: EngineOptions): Promise<Engine> =>
    (await import('./grpc/grpc-engine.ts')).createGrpcEngine(options),
  'grpc-js': async (options: EngineOptions): Promise<Engine> =>
    (await import('./reference/grpc-js-engine.ts')).createGrpcJsEngine(options),
  null: async (options: EngineOptions): Promise<Engine> =>
    (await import('./null-engine.ts')).createNullEngine(options),
} as const;

type EngineName = keyof typeof ENGINES;
type Choice = Pick<Workload, 'engine' | 'protocol'>;

/** Makes the engine that a workload asks for; raises what `engineNameOf` raises. */
export function createEngine(choice: Choice, options: EngineOptions): Promise<Engine> {
  return ENGINES[engineNameOf(choice)](options);
}

/**
 * Raises a BenchError 'config-invalid' for an engine that does not speak the protocol. autocannon is none:
 * it has a shard of its own.
 */
export function engineNameOf({ engine, protocol }: Choice): EngineName {
  if (engine === 'native') return protocol;
  if (engine === 'null' || (engine === 'grpc-js' && protocol === 'grpc')) return engine;
  throw new BenchError('config-invalid', `there is no engine ${engine} for ${protocol}`, {
    hint: 'leave out --engine',
  });
}
