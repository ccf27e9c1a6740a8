import type { Clock } from '../../pacing/clock.ts';
import type { RequestIdPlace } from '../../requests/request-id.ts';
import type { AnswerCheck } from '../../requests/request-set.ts';
import type { EngineCounters, EngineTarget } from '../engine.ts';
import type { GrpcLimits } from './grpc-limits.ts';
import type { HeaderList } from './hpack/hpack-encoder.ts';
import type { ChunkPool } from './output-buffer.ts';

/** What the connections of an engine have in common. */
export interface ConnectionSetUp {
  readonly target: EngineTarget;
  /** Of every request. */
  readonly headers: HeaderList;
  /** Where the id of each request is to be written into its message; undefined: there is none. */
  readonly idPlace: RequestIdPlace | undefined;
  readonly check: AnswerCheck;
  readonly clock: Clock;
  readonly limits: GrpcLimits;
  /** Traffic is added up here. */
  readonly counters: EngineCounters;
  readonly chunks: ChunkPool;
  /** All sockets read into this one: what is read is parsed before the next read. */
  readonly readBuffer: Buffer;
}
