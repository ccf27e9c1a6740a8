/** Stands for a request whose bytes are no such message: its handler says so, not the gRPC library. */
export const UNREADABLE = Symbol('unreadable');

/** The messages of grpc_service.proto as proto-loader reads them: fields that were not sent are absent. */

export interface InferParameter {
  readonly bool_param?: boolean;
  readonly int64_param?: number;
  readonly string_param?: string;
  readonly double_param?: number;
  readonly uint64_param?: number;
}

export type Parameters = Readonly<Record<string, InferParameter>>;

export interface TensorContents {
  readonly bool_contents?: readonly boolean[];
  readonly int_contents?: readonly number[];
  readonly int64_contents?: readonly number[];
  readonly uint_contents?: readonly number[];
  readonly uint64_contents?: readonly number[];
  readonly fp32_contents?: readonly number[];
  readonly fp64_contents?: readonly number[];
  readonly bytes_contents?: readonly Buffer[];
}

export interface InferInput {
  readonly name?: string;
  readonly datatype?: string;
  readonly shape?: readonly number[];
  readonly parameters?: Parameters;
  readonly contents?: TensorContents;
}

export interface InferOutput {
  readonly name?: string;
  readonly parameters?: Parameters;
}

export interface ModelInferRequest {
  readonly model_name?: string;
  readonly model_version?: string;
  readonly id?: string;
  readonly parameters?: Parameters;
  readonly inputs?: readonly InferInput[];
  readonly outputs?: readonly InferOutput[];
  readonly raw_input_contents?: readonly Buffer[];
}

export interface ModelInferResponse {
  readonly model_name: string;
  readonly model_version: string;
  readonly id?: string;
  readonly parameters?: Parameters;
  readonly outputs: readonly {
    readonly name: string;
    readonly datatype: string;
    readonly shape: readonly number[];
  }[];
  readonly raw_output_contents: readonly Uint8Array[];
}

/** A request that names a model, or nothing at all. */
export interface ModelRequest {
  readonly name?: string;
  readonly version?: string;
}
