import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadSync } from '@grpc/proto-loader';

/** Field names and numbers as Triton's own client library (tritonclient 2.73) has them. */
const FIELDS: Readonly<Record<string, string>> = {
  ServerLiveResponse: 'live=1',
  ServerReadyResponse: 'ready=1',
  ModelReadyRequest: 'name=1 version=2',
  ModelReadyResponse: 'ready=1',
  ServerMetadataResponse: 'name=1 version=2 extensions=3',
  ModelMetadataRequest: 'name=1 version=2',
  ModelMetadataResponse: 'name=1 versions=2 platform=3 inputs=4 outputs=5',
  'ModelMetadataResponse.TensorMetadata': 'name=1 datatype=2 shape=3',
  ModelConfigRequest: 'name=1 version=2',
  ModelConfigResponse: 'config=1',
  InferParameter: 'bool_param=1 int64_param=2 string_param=3 double_param=4 uint64_param=5',
  InferTensorContents:
    'bool_contents=1 int_contents=2 int64_contents=3 uint_contents=4 uint64_contents=5 fp32_contents=6 fp64_contents=7 bytes_contents=8',
  ModelInferRequest:
    'model_name=1 model_version=2 id=3 parameters=4 inputs=5 outputs=6 raw_input_contents=7',
  'ModelInferRequest.InferInputTensor': 'name=1 datatype=2 shape=3 parameters=4 contents=5',
  'ModelInferRequest.InferRequestedOutputTensor': 'name=1 parameters=2',
  ModelInferResponse:
    'model_name=1 model_version=2 id=3 parameters=4 outputs=5 raw_output_contents=6',
  'ModelInferResponse.InferOutputTensor': 'name=1 datatype=2 shape=3 parameters=4 contents=5',
  ModelStreamInferResponse: 'error_message=1 infer_response=2',
  ModelStatisticsRequest: 'name=1 version=2',
  StatisticDuration: 'count=1 ns=2',
  InferStatistics:
    'success=1 fail=2 queue=3 compute_input=4 compute_infer=5 compute_output=6 cache_hit=7 cache_miss=8',
  InferResponseStatistics:
    'compute_infer=1 compute_output=2 success=3 fail=4 empty_response=5 cancel=6',
  InferBatchStatistics: 'batch_size=1 compute_input=2 compute_infer=3 compute_output=4',
  MemoryUsage: 'type=1 id=2 byte_size=3',
  ModelStatistics:
    'name=1 version=2 last_inference=3 inference_count=4 execution_count=5 inference_stats=6 batch_stats=7 memory_usage=8 response_stats=9',
  ModelStatisticsResponse: 'model_stats=1',
  ModelRepositoryParameter: 'bool_param=1 int64_param=2 string_param=3 bytes_param=4',
  RepositoryIndexRequest: 'repository_name=1 ready=2',
  RepositoryIndexResponse: 'models=1',
  'RepositoryIndexResponse.ModelIndex': 'name=1 version=2 state=3 reason=4',
  RepositoryModelLoadRequest: 'repository_name=1 model_name=2 parameters=3',
  RepositoryModelUnloadRequest: 'repository_name=1 model_name=2 parameters=3',
  ModelTensorReshape: 'shape=1',
  ModelInput:
    'name=1 data_type=2 format=3 dims=4 reshape=5 is_shape_tensor=6 allow_ragged_batch=7 optional=8 is_non_linear_format_io=9',
  ModelOutput:
    'name=1 data_type=2 dims=3 label_filename=4 reshape=5 is_shape_tensor=6 is_non_linear_format_io=7',
  ModelInstanceGroup: 'name=1 count=2 gpus=3 kind=4 profile=5 passive=7 host_policy=9',
  ModelVersionPolicy: 'latest=1 all=2 specific=3',
  'ModelVersionPolicy.Latest': 'num_versions=1',
  'ModelVersionPolicy.Specific': 'versions=1',
  ModelQueuePolicy:
    'timeout_action=1 default_timeout_microseconds=2 allow_timeout_override=3 max_queue_size=4',
  ModelDynamicBatching:
    'preferred_batch_size=1 max_queue_delay_microseconds=2 preserve_ordering=3 priority_levels=4 default_priority_level=5 default_queue_policy=6 priority_queue_policy=7',
  ModelSequenceBatching: 'max_sequence_idle_microseconds=1 direct=3 oldest=4 iterative_sequence=6',
  'ModelSequenceBatching.StrategyDirect':
    'max_queue_delay_microseconds=1 minimum_slot_utilization=2',
  'ModelSequenceBatching.StrategyOldest':
    'max_candidate_sequences=1 preferred_batch_size=2 max_queue_delay_microseconds=3 preserve_ordering=4',
  ModelEnsembling: 'step=1 max_inflight_requests=2',
  'ModelEnsembling.Step': 'model_name=1 model_version=2 input_map=3 output_map=4 model_namespace=5',
  ModelParameter: 'string_value=1',
  ModelWarmup: 'name=1 batch_size=2 inputs=3 count=4',
  'ModelWarmup.Input': 'data_type=1 dims=2 zero_data=3 random_data=4 input_data_file=5',
  ModelTransactionPolicy: 'decoupled=1',
  ModelResponseCache: 'enable=1',
  ModelConfig:
    'name=1 platform=2 version_policy=3 max_batch_size=4 input=5 output=6 instance_group=7 default_model_filename=8 cc_model_filenames=9 metric_tags=10 dynamic_batching=11 sequence_batching=13 parameters=14 ensemble_scheduling=15 model_warmup=16 backend=17 model_transaction_policy=19 response_cache=24 runtime=25',
  'grpc.health.v1.HealthCheckRequest': 'service=1',
  'grpc.health.v1.HealthCheckResponse': 'status=1',
};

const CALLS = [
  'ServerLive',
  'ServerReady',
  'ModelReady',
  'ServerMetadata',
  'ModelMetadata',
  'ModelInfer',
  'ModelStreamInfer',
  'ModelConfig',
  'ModelStatistics',
  'RepositoryIndex',
  'RepositoryModelLoad',
  'RepositoryModelUnload',
];

interface MessageType {
  readonly name: string;
  readonly field: readonly { readonly name: string; readonly number: number }[];
  readonly nestedType: readonly MessageType[];
  readonly options?: { readonly mapEntry?: boolean } | null;
}

const folder = fileURLToPath(new URL('../../../../protos', import.meta.url));
const definition = loadSync(['grpc_service.proto', 'health.proto'], {
  includeDirs: [folder],
  keepCase: true,
});

function fieldsOf(name: string, type: MessageType): [string, string][] {
  const byNumber = [...type.field].sort((a, b) => a.number - b.number);
  const own = byNumber.map((field) => `${field.name}=${field.number}`).join(' ');
  const nested = type.nestedType.filter((inner) => !inner.options?.mapEntry);
  return [[name, own], ...nested.flatMap((inner) => fieldsOf(`${name}.${inner.name}`, inner))];
}

function callsOf(service: string): [name: string, path: string, streams: string][] {
  return Object.entries(definition[service] ?? {}).map(([name, call]) => [
    name,
    call.path,
    `${call.requestStream ? 'stream' : 'one'} → ${call.responseStream ? 'stream' : 'one'}`,
  ]);
}

describe('the protos', () => {
  it('number every field as Triton does', () => {
    const messages = Object.entries(definition).filter(([, entry]) => 'format' in entry);
    const fields = messages.flatMap(([name, entry]) => {
      const type = (entry as unknown as { type: MessageType }).type;
      return 'field' in type ? fieldsOf(name.replace(/^inference\./, ''), type) : [];
    });
    const withFields = fields.filter(([, numbers]) => numbers !== '');
    assert.deepEqual(Object.fromEntries(withFields), FIELDS);
  });

  it('name the calls of the inference service', () => {
    const calls = callsOf('inference.GRPCInferenceService');
    assert.deepEqual(
      calls,
      CALLS.map((name) => [
        name,
        `/inference.GRPCInferenceService/${name}`,
        name === 'ModelStreamInfer' ? 'stream → stream' : 'one → one',
      ]),
    );
  });

  it('name the calls of the health service', () => {
    assert.deepEqual(callsOf('grpc.health.v1.Health'), [
      ['Check', '/grpc.health.v1.Health/Check', 'one → one'],
      ['Watch', '/grpc.health.v1.Health/Watch', 'one → stream'],
    ]);
  });
});
