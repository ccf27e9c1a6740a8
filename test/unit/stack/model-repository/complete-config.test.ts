import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeConfig } from '../../../../src/stack/model-repository/complete-config.ts';
import { readOnnxHeader } from '../../../../src/stack/model-repository/onnx/read-onnx-header.ts';
import { parsePbtxt } from '../../../../src/stack/model-repository/pbtxt/parse-pbtxt.ts';
import { decodeMessage } from '../../../../src/stack/model-repository/schema/decode-message.ts';
import { modelConfigSchema } from '../../../../src/stack/model-repository/schema/model-config-schema.ts';
import { ONNX_TYPE, onnxModel } from '../../../support/onnx-model.ts';

function complete(text: string, model?: Buffer, folderName = 'm') {
  const { message, mistakes } = decodeMessage(modelConfigSchema(), parsePbtxt(text));
  assert.deepEqual(mistakes, []);
  const onnx = model && readOnnxHeader(model);
  return completeConfig(message, { folderName, files: model ? ['model.onnx'] : [], onnx });
}

const TENSORS = `
  input [ { name: "a" data_type: TYPE_INT32 dims: [ -1 ] },
          { name: "b" data_type: TYPE_STRING dims: [ 2 ] reshape: { shape: [ 2, 1 ] } } ]
  output [ { name: "x" data_type: TYPE_INT32 dims: [ -1 ] },
           { name: "y" data_type: TYPE_STRING dims: 2 label_filename: "l.txt" } ]`;

/**
 * What Triton 2.51 (24.10) answered to GET /v2/models/<m>/config for these files with its python
 * backend, less `default_model_filename`, which that backend fills in.
 */
const TRITON: Readonly<Record<string, { readonly pbtxt: string; readonly json: string }>> = {
  'empty dynamic batching, chosen versions, maps': {
    pbtxt: `name: "m" backend: "python" max_batch_size: 8 ${TENSORS} dynamic_batching { }
      version_policy { specific { versions: [1, 3] } }
      parameters { key: "k" value: { string_value: "v" } }
      parameters [ { key: 'z' value { string_value: 'a' "b" } } ]
      metric_tags { key: "t" value: "u" }`,
    json: '{"name":"m","platform":"","backend":"python","runtime":"","version_policy":{"specific":{"versions":[1,3]}},"max_batch_size":8,"input":[{"name":"a","data_type":"TYPE_INT32","format":"FORMAT_NONE","dims":[-1],"is_shape_tensor":false,"allow_ragged_batch":false,"optional":false,"is_non_linear_format_io":false},{"name":"b","data_type":"TYPE_STRING","format":"FORMAT_NONE","dims":[2],"reshape":{"shape":[2,1]},"is_shape_tensor":false,"allow_ragged_batch":false,"optional":false,"is_non_linear_format_io":false}],"output":[{"name":"x","data_type":"TYPE_INT32","dims":[-1],"label_filename":"","is_shape_tensor":false,"is_non_linear_format_io":false},{"name":"y","data_type":"TYPE_STRING","dims":[2],"label_filename":"l.txt","is_shape_tensor":false,"is_non_linear_format_io":false}],"batch_input":[],"batch_output":[],"optimization":{"priority":"PRIORITY_DEFAULT","input_pinned_memory":{"enable":true},"output_pinned_memory":{"enable":true},"gather_kernel_buffer_threshold":0,"eager_batching":false},"dynamic_batching":{"preferred_batch_size":[8],"max_queue_delay_microseconds":0,"preserve_ordering":false,"priority_levels":0,"default_priority_level":0,"priority_queue_policy":{}},"instance_group":[{"name":"m","kind":"KIND_CPU","count":1,"gpus":[],"secondary_devices":[],"profile":[],"passive":false,"host_policy":""}],"cc_model_filenames":{},"metric_tags":{"t":"u"},"parameters":{"z":{"string_value":"ab"},"k":{"string_value":"v"}},"model_warmup":[]}',
  },
  'a sequence model with all sorts of messages': {
    pbtxt: `name: "m" backend: "python" max_batch_size: 8 ${TENSORS}
      sequence_batching { max_sequence_idle_microseconds: 5000000 oldest { max_candidate_sequences: 4 preferred_batch_size: 8 } }
      version_policy: { all { } }
      optimization { graph { level: 1 } cuda { graphs: true } }
      model_transaction_policy { decoupled: false } response_cache { enable: false }
      model_warmup [ { name: "w" batch_size: 1
        inputs { key: "a" value { data_type: TYPE_INT32 dims: [1] zero_data: true } }
        inputs { key: "b" value { data_type: TYPE_STRING dims: [2] zero_data: true } } } ]
      instance_group [ { count: 2 kind: KIND_CPU rate_limiter { resources [ { name: "R" count: 2 } ] priority: 2 } } ]`,
    json: '{"name":"m","platform":"","backend":"python","runtime":"","version_policy":{"all":{}},"max_batch_size":8,"input":[{"name":"a","data_type":"TYPE_INT32","format":"FORMAT_NONE","dims":[-1],"is_shape_tensor":false,"allow_ragged_batch":false,"optional":false,"is_non_linear_format_io":false},{"name":"b","data_type":"TYPE_STRING","format":"FORMAT_NONE","dims":[2],"reshape":{"shape":[2,1]},"is_shape_tensor":false,"allow_ragged_batch":false,"optional":false,"is_non_linear_format_io":false}],"output":[{"name":"x","data_type":"TYPE_INT32","dims":[-1],"label_filename":"","is_shape_tensor":false,"is_non_linear_format_io":false},{"name":"y","data_type":"TYPE_STRING","dims":[2],"label_filename":"l.txt","is_shape_tensor":false,"is_non_linear_format_io":false}],"batch_input":[],"batch_output":[],"optimization":{"graph":{"level":1},"priority":"PRIORITY_DEFAULT","cuda":{"graphs":true,"busy_wait_events":false,"graph_spec":[],"output_copy_stream":false},"input_pinned_memory":{"enable":true},"output_pinned_memory":{"enable":true},"gather_kernel_buffer_threshold":0,"eager_batching":false},"sequence_batching":{"oldest":{"max_candidate_sequences":4,"preferred_batch_size":[8],"max_queue_delay_microseconds":0,"preserve_ordering":false},"max_sequence_idle_microseconds":5000000,"control_input":[],"state":[],"iterative_sequence":false},"instance_group":[{"name":"m_0","kind":"KIND_CPU","count":2,"rate_limiter":{"resources":[{"name":"R","global":false,"count":2}],"priority":2},"gpus":[],"secondary_devices":[],"profile":[],"passive":false,"host_policy":""}],"cc_model_filenames":{},"metric_tags":{},"parameters":{},"model_warmup":[{"name":"w","batch_size":1,"inputs":{"b":{"data_type":"TYPE_STRING","dims":[2],"zero_data":true},"a":{"data_type":"TYPE_INT32","dims":[1],"zero_data":true}},"count":0}],"model_transaction_policy":{"decoupled":false},"response_cache":{"enable":false}}',
  },
  'priorities and queue policies': {
    pbtxt: `backend: "python" max_batch_size: 8 ${TENSORS}
      dynamic_batching { preferred_batch_size: 4 preferred_batch_size: [ 8, 2 ] priority_levels: 2 default_priority_level: 1
        default_queue_policy { timeout_action: DELAY default_timeout_microseconds: 9000 }
        priority_queue_policy { key: 2 value { max_queue_size: 3 } } }
      version_policy { latest { num_versions: 2 } }`,
    json: '{"name":"m","platform":"","backend":"python","runtime":"","version_policy":{"latest":{"num_versions":2}},"max_batch_size":8,"input":[{"name":"a","data_type":"TYPE_INT32","format":"FORMAT_NONE","dims":[-1],"is_shape_tensor":false,"allow_ragged_batch":false,"optional":false,"is_non_linear_format_io":false},{"name":"b","data_type":"TYPE_STRING","format":"FORMAT_NONE","dims":[2],"reshape":{"shape":[2,1]},"is_shape_tensor":false,"allow_ragged_batch":false,"optional":false,"is_non_linear_format_io":false}],"output":[{"name":"x","data_type":"TYPE_INT32","dims":[-1],"label_filename":"","is_shape_tensor":false,"is_non_linear_format_io":false},{"name":"y","data_type":"TYPE_STRING","dims":[2],"label_filename":"l.txt","is_shape_tensor":false,"is_non_linear_format_io":false}],"batch_input":[],"batch_output":[],"optimization":{"priority":"PRIORITY_DEFAULT","input_pinned_memory":{"enable":true},"output_pinned_memory":{"enable":true},"gather_kernel_buffer_threshold":0,"eager_batching":false},"dynamic_batching":{"preferred_batch_size":[4,8,2],"max_queue_delay_microseconds":0,"preserve_ordering":false,"priority_levels":2,"default_priority_level":1,"default_queue_policy":{"timeout_action":"DELAY","default_timeout_microseconds":9000,"allow_timeout_override":false,"max_queue_size":0},"priority_queue_policy":{"2":{"timeout_action":"REJECT","default_timeout_microseconds":0,"allow_timeout_override":false,"max_queue_size":3}}},"instance_group":[{"name":"m","kind":"KIND_CPU","count":1,"gpus":[],"secondary_devices":[],"profile":[],"passive":false,"host_policy":""}],"cc_model_filenames":{},"metric_tags":{},"parameters":{},"model_warmup":[]}',
  },
};

describe('a completed configuration', () => {
  for (const [what, { pbtxt, json }] of Object.entries(TRITON)) {
    it(`is the one that Triton shows: ${what}`, () => {
      const { default_model_filename: _, ...ours } = complete(pbtxt);
      assert.deepEqual(ours, JSON.parse(json));
      assert.equal(JSON.stringify(ours).length, json.length, 'in the same order too');
    });
  }
});

const batching = onnxModel({
  inputs: [{ name: 'x', type: ONNX_TYPE.fp32, dims: ['n', 3] }],
  outputs: [{ name: 'y', type: ONNX_TYPE.int64, dims: ['n'] }],
  nodes: [],
});
const fixed = onnxModel({
  inputs: [{ name: 'x', type: ONNX_TYPE.fp32, dims: [1, 3] }],
  outputs: [{ name: 'y', type: ONNX_TYPE.fp32, dims: [1, 3] }],
  nodes: [],
});

describe('the configuration of an ONNX model', () => {
  it('names backend, platform and file, whichever of them was written', () => {
    for (const text of ['platform: "onnxruntime_onnx"', 'backend: "onnxruntime"', '']) {
      const config = complete(text, batching);
      assert.equal(config.backend, 'onnxruntime');
      assert.equal(config.platform, 'onnxruntime_onnx');
      assert.equal(config.default_model_filename, 'model.onnx');
    }
  });

  it('gets its tensors, a batch size of 4 and dynamic batching from a file that batches', () => {
    const config = complete('', batching);
    assert.equal(config.max_batch_size, 4);
    assert.deepEqual(config.input[0]?.dims, [3]);
    assert.deepEqual(config.output[0]?.dims, [1]);
    assert.deepEqual(config.output[0]?.reshape, { shape: [] });
    assert.equal(config.output[0]?.data_type, 'TYPE_INT64');
    assert.deepEqual(config.dynamic_batching?.preferred_batch_size, [4]);
  });

  it('keeps the batch size that was written', () => {
    const config = complete('max_batch_size: 64', batching);
    assert.equal(config.max_batch_size, 64);
    assert.deepEqual(config.dynamic_batching?.preferred_batch_size, [64]);
  });

  it('does not batch when the file does not', () => {
    const config = complete('', fixed);
    assert.equal(config.max_batch_size, 0);
    assert.equal(config.dynamic_batching, undefined);
    assert.deepEqual(config.input[0]?.dims, [1, 3]);
  });

  it('is left alone when inputs and outputs were written', () => {
    const text = `input { name: "x" data_type: TYPE_FP32 dims: [ -1, 3 ] }
      output { name: "y" data_type: TYPE_INT64 dims: -1 }`;
    const config = complete(text, batching);
    assert.equal(config.max_batch_size, 0);
    assert.equal(config.dynamic_batching, undefined);
  });
});
