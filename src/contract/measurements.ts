import type { Generator, Point } from './point.ts';

/**
 * What the load room hands over for one point: all that the generator itself measured. What the
 * server said, the gates and the verdict are added by those who know them.
 */
export type LoadOutcome = Omit<
  Point,
  'server' | 'serverSeries' | 'gates' | 'rules' | 'verdict' | 'notes' | 'generator'
> & {
  readonly generator: Generator;
  /** True when a signal, or a condition of --abort-on, ended the run early. */
  readonly interrupted: boolean;
  /** The condition that did, in a sentence; null when none did. */
  readonly abortReason: string | null;
  /** Due in the measured phase and never handed to the engine. */
  readonly neverDispatched: number;
};

/** A point whose workers came to report. */
export type JudgedPoint = Point & Pick<LoadOutcome, 'generator'>;

/** Where a server can be reached from this machine. */
export interface ServerAddresses {
  /** Base URL, no trailing slash: http://127.0.0.1:8000 */
  readonly http: string | undefined;
  /** host:port, [v6]:port; a grpcs:// or grpc:// scheme may stand before it. */
  readonly grpc: string | undefined;
  /** Full URL of the metrics page. */
  readonly metrics: string | undefined;
}

/** What every request and call to a server carries, and whom it trusts. */
export interface ServerAccess {
  /** Extra headers or metadata, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Trust these PEM texts instead of the system's certificates. */
  readonly ca?: string;
  /** Do not verify the server's certificate. */
  readonly insecure?: boolean;
}

/** A Prometheus that scrapes the server, and how it lets us in. */
export interface PrometheusAccess extends Partial<ServerAccess> {
  /** With the path it is served under, if any; a trailing slash does not matter. */
  readonly baseUrl: string;
  readonly bearerToken?: string;
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
  /** 0: tensors have no batch dimension. */
  readonly maxBatchSize: number;
  readonly decoupled: boolean;
  readonly sequenceBatching: boolean;
}

/** A sum that a server keeps since it loaded the model: how often, and nanoseconds in all. */
export interface DurationSum {
  readonly count: number;
  readonly ns: number;
}

/** What a server counted of one version of a model since it was loaded (statistics extension). */
export interface ModelStatistics {
  readonly name: string;
  readonly version: string;
  /** Milliseconds since 1970; 0: never asked. */
  readonly lastInferenceMs: number;
  /** A request of batch size n counts n. */
  readonly inferenceCount: number;
  readonly executionCount: number;
  readonly success: DurationSum;
  readonly fail: DurationSum;
  readonly queue: DurationSum;
  readonly computeInput: DurationSum;
  readonly computeInfer: DurationSum;
  readonly computeOutput: DurationSum;
  readonly cacheHit: DurationSum;
  readonly cacheMiss: DurationSum;
  /** One entry for each batch size that was executed; `computeInfer.count` is the executions. */
  readonly batches: readonly {
    readonly batchSize: number;
    readonly computeInput: DurationSum;
    readonly computeInfer: DurationSum;
    readonly computeOutput: DurationSum;
  }[];
}

/** One line of a server's model repository index. */
export interface IndexedModel {
  readonly name: string;
  readonly version: string | null;
  /** READY, UNAVAILABLE, LOADING, UNLOADING; '' where the server never tried to load it. */
  readonly state: string;
  readonly reason: string | null;
}

/** One sample of a Prometheus text page. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A value at a time; milliseconds since 1970 by the clock of whoever took it. */
export interface TimedValue {
  readonly atMs: number;
  readonly value: number;
}

/** One series over time, oldest value first. `name` is '' for what a query computed. */
export interface TimeSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly TimedValue[];
}
