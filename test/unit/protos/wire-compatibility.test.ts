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
  ModelRateLimiter: 'resources=1 priority=2',
  'ModelRateLimiter.Resource': 'name=1 global=2 count=3',
  ModelInstanceGroup:
    'name=1 count=2 gpus=3 kind=4 profile=5 rate_limiter=6 passive=7 secondary_devices=8 host_policy=9',
  'ModelInstanceGroup.SecondaryDevice': 'kind=1 device_id=2',
  ModelTensorReshape: 'shape=1',
  ModelInput:
    'name=1 data_type=2 format=3 dims=4 reshape=5 is_shape_tensor=6 allow_ragged_batch=7 optional=8 is_non_linear_format_io=9',
  ModelOutput:
    'name=1 data_type=2 dims=3 label_filename=4 reshape=5 is_shape_tensor=6 is_non_linear_format_io=7',
  BatchInput: 'kind=1 target_name=2 data_type=3 source_input=4',
  BatchOutput: 'target_name=1 kind=2 source_input=3',
  ModelVersionPolicy: 'latest=1 all=2 specific=3',
  'ModelVersionPolicy.Latest': 'num_versions=1',
  'ModelVersionPolicy.Specific': 'versions=1',
  ModelOptimizationPolicy:
    'graph=1 priority=2 cuda=3 execution_accelerators=4 input_pinned_memory=5 output_pinned_memory=6 gather_kernel_buffer_threshold=7 eager_batching=8',
  'ModelOptimizationPolicy.Graph': 'level=1',
  'ModelOptimizationPolicy.Cuda': 'graphs=1 busy_wait_events=2 graph_spec=3 output_copy_stream=4',
  'ModelOptimizationPolicy.Cuda.GraphSpec': 'batch_size=1 input=2 graph_lower_bound=3',
  'ModelOptimizationPolicy.Cuda.GraphSpec.Shape': 'dim=1',
  'ModelOptimizationPolicy.Cuda.GraphSpec.LowerBound': 'batch_size=1 input=2',
  'ModelOptimizationPolicy.ExecutionAccelerators':
    'gpu_execution_accelerator=1 cpu_execution_accelerator=2',
  'ModelOptimizationPolicy.ExecutionAccelerators.Accelerator': 'name=1 parameters=2',
  'ModelOptimizationPolicy.PinnedMemoryBuffer': 'enable=1',
  ModelQueuePolicy:
    'timeout_action=1 default_timeout_microseconds=2 allow_timeout_override=3 max_queue_size=4',
  ModelDynamicBatching:
    'preferred_batch_size=1 max_queue_delay_microseconds=2 preserve_ordering=3 priority_levels=4 default_priority_level=5 default_queue_policy=6 priority_queue_policy=7',
  ModelSequenceBatching:
    'max_sequence_idle_microseconds=1 control_input=2 direct=3 oldest=4 state=5 iterative_sequence=6',
  'ModelSequenceBatching.Control':
    'kind=1 int32_false_true=2 fp32_false_true=3 data_type=4 bool_false_true=5',
  'ModelSequenceBatching.ControlInput': 'name=1 control=2',
  'ModelSequenceBatching.InitialState': 'data_type=1 dims=2 zero_data=3 data_file=4 name=5',
  'ModelSequenceBatching.State':
    'input_name=1 output_name=2 data_type=3 dims=4 initial_state=5 use_same_buffer_for_input_output=6 use_growable_memory=7',
  'ModelSequenceBatching.StrategyDirect':
    'max_queue_delay_microseconds=1 minimum_slot_utilization=2',
  'ModelSequenceBatching.StrategyOldest':
    'max_candidate_sequences=1 preferred_batch_size=2 max_queue_delay_microseconds=3 preserve_ordering=4',
  ModelEnsembling: 'step=1 max_inflight_requests=2',
  'ModelEnsembling.Step': 'model_name=1 model_version=2 input_map=3 output_map=4 model_namespace=5',
  ModelParameter: 'string_value=1',
  ModelWarmup: 'name=1 batch_size=2 inputs=3 count=4',
  'ModelWarmup.Input': 'data_type=1 dims=2 zero_data=3 random_data=4 input_data_file=5',
  ModelOperations: 'op_library_filename=1',
  ModelTransactionPolicy: 'decoupled=1',
  ModelRepositoryAgents: 'agents=1',
  'ModelRepositoryAgents.Agent': 'name=1 parameters=2',
  ModelResponseCache: 'enable=1',
  ModelMetrics: 'metric_control=1',
  'ModelMetrics.MetricControl': 'metric_identifier=1 histogram_options=2',
  'ModelMetrics.MetricControl.MetricIdentifier': 'family=1',
  'ModelMetrics.MetricControl.HistogramOptions': 'buckets=1',
  ModelConfig:
    'name=1 platform=2 version_policy=3 max_batch_size=4 input=5 output=6 instance_group=7 default_model_filename=8 cc_model_filenames=9 metric_tags=10 dynamic_batching=11 optimization=12 sequence_batching=13 parameters=14 ensemble_scheduling=15 model_warmup=16 backend=17 model_operations=18 model_transaction_policy=19 batch_input=20 batch_output=21 model_repository_agents=23 response_cache=24 runtime=25 model_metrics=26',
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
