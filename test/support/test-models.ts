import { modelFolder } from './model-folder.ts';
import { ONNX_TYPE, onnxModel } from './onnx-model.ts';

const { fp32, int32, int64, string } = ONNX_TYPE;

const two = onnxModel({
  inputs: [
    { name: 'a', type: int32, dims: ['n', 'length'] },
    { name: 'b', type: string, dims: ['n', 2] },
  ],
  outputs: [
    { name: 'x', type: int32, dims: ['n', 'length'] },
    { name: 'y', type: string, dims: ['n', 2] },
  ],
  nodes: [
    { op: 'Identity', inputs: ['a'], outputs: ['x'] },
    { op: 'Identity', inputs: ['b'], outputs: ['y'] },
  ],
});

const doubled = onnxModel({
  inputs: [{ name: 'x', type: fp32, dims: ['n', 2] }],
  outputs: [{ name: 'y', type: fp32, dims: ['n', 2] }],
  nodes: [{ op: 'Add', inputs: ['x', 'x'], outputs: ['y'] }],
});

const unbatched = onnxModel({
  inputs: [{ name: 'x', type: int64, dims: ['length'] }],
  outputs: [{ name: 'y', type: int64, dims: ['length'] }],
  nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
});

const DOUBLED = `max_batch_size: 4
  input { name: "x" data_type: TYPE_FP32 dims: 2 } output { name: "y" data_type: TYPE_FP32 dims: 2 }`;

/** A repository with a model of every sort that the embedded server treats differently. */
export function testModels() {
  return modelFolder({
    // Two inputs, one of them of any length, one of strings.
    'two/config.pbtxt': `platform: "onnxruntime_onnx" max_batch_size: 8
      input [ { name: "a" data_type: TYPE_INT32 dims: -1 }, { name: "b" data_type: TYPE_STRING dims: 2 } ]
      output [ { name: "x" data_type: TYPE_INT32 dims: -1 }, { name: "y" data_type: TYPE_STRING dims: 2 } ]`,
    'two/1/model.onnx': two,
    // Waits (nearly) for ever until four inferences are there.
    'gather/config.pbtxt': `${DOUBLED} dynamic_batching { max_queue_delay_microseconds: 3600000000 }`,
    'gather/1/model.onnx': doubled,
    // The same, and holds two requests at most.
    'full/config.pbtxt': `${DOUBLED} dynamic_batching {
      max_queue_delay_microseconds: 3600000000 default_queue_policy { max_queue_size: 2 } }`,
    'full/1/model.onnx': doubled,
    // Several versions, of which two are served.
    'versions/config.pbtxt': `${DOUBLED} version_policy { latest { num_versions: 2 } }`,
    'versions/1/model.onnx': doubled,
    'versions/2/model.onnx': doubled,
    'versions/10/model.onnx': doubled,
    'sequence/config.pbtxt': `${DOUBLED} sequence_batching { }`,
    'sequence/1/model.onnx': doubled,
    // Nothing but the file itself.
    'bare/1/model.onnx': doubled,
    'unbatched/config.pbtxt': `input { name: "x" data_type: TYPE_INT64 dims: -1 }
      output { name: "y" data_type: TYPE_INT64 dims: -1 }`,
    'unbatched/1/model.onnx': unbatched,
    // For Triton only.
    'python/config.pbtxt': 'backend: "python" max_batch_size: 4',
    'python/1/model.py': 'pass',
    // Good to look at, and nothing that runs.
    'nonsense/1/model.onnx': onnxModel({
      inputs: [{ name: 'x', type: fp32, dims: ['n', 2] }],
      outputs: [{ name: 'y', type: fp32, dims: ['n', 2] }],
      nodes: [{ op: 'NoSuchOperator', inputs: ['x'], outputs: ['y'] }],
    }),
  });
}
