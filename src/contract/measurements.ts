import type { Point } from './point.ts';

/**
 * What the load room hands over for one point: all that the generator itself measured. What the
 * server said, the gates and the verdict are added by those who know them.
 */
export type LoadOutcome = Omit<Point, 'server' | 'gates' | 'rules' | 'verdict' | 'notes'> & {
  /** True when a signal ended the run early. */
  readonly interrupted: boolean;
};

/** Where a server can be reached from this machine. */
export interface ServerAddresses {
  /** Base URL, no trailing slash: http://127.0.0.1:8000 */
  readonly http: string | undefined;
  /** host:port, [v6]:port; a grpcs:// or grpc:// scheme may stand before it. */
  readonly grpc: string | undefined;
  /** Full URL of the metrics page. */
  readonly metrics: string | undefined;
}

/** One named tensor of a model as its metadata gives it; -1 is a dimension of any size. */
export interface TensorMetadata {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

/** What a server says of a model, over either protocol. */
export interface ModelMetadata {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: string;
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
}

/** The parts of a model's configuration that decide whether and how it can be loaded. */
export interface ModelConfig {
  readonly maxBatchSize: number;
  readonly decoupled: boolean;
  readonly sequenceBatching: boolean;
}

/** One sample of a Prometheus text page. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
