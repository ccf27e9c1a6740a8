/**
 * config.pbtxt as Triton's JSON shows it, defaults filled in: the fields that are looked at here. A
 * decoded message is of this form because protos/model_config.proto is. Members with `?` are there
 * only when the file (or Triton's own completion) set them.
 */
export interface TritonConfig {
  readonly name: string;
  readonly platform: string;
  readonly backend: string;
  readonly version_policy?: {
    readonly latest?: { readonly num_versions: number };
    readonly specific?: { readonly versions: readonly number[] };
    readonly all?: object;
  };
  /** 0: tensors have no batch dimension. */
  readonly max_batch_size: number;
  readonly input: readonly TritonTensor[];
  readonly output: readonly TritonTensor[];
  readonly dynamic_batching?: TritonDynamicBatching;
  readonly sequence_batching?: object;
  readonly ensemble_scheduling?: object;
  readonly instance_group: readonly object[];
  readonly default_model_filename: string;
  readonly metric_tags: Readonly<Record<string, string>>;
  readonly model_transaction_policy?: { readonly decoupled: boolean };
  readonly optimization?: object;
}

/** `dims` are without the batch dimension; -1 is any size. */
export interface TritonTensor {
  readonly name: string;
  readonly data_type: string;
  readonly dims: readonly number[];
  /** What the model itself takes in place of `dims`. */
  readonly reshape?: { readonly shape: readonly number[] };
  readonly optional?: boolean;
}

export interface TritonDynamicBatching {
  readonly preferred_batch_size: readonly number[];
  readonly max_queue_delay_microseconds: number;
  readonly priority_levels: number;
  readonly default_priority_level: number;
  readonly default_queue_policy?: TritonQueuePolicy;
  readonly priority_queue_policy: Readonly<Record<string, TritonQueuePolicy>>;
}

export interface TritonQueuePolicy {
  readonly timeout_action: string;
  readonly default_timeout_microseconds: number;
  readonly allow_timeout_override: boolean;
  readonly max_queue_size: number;
}
