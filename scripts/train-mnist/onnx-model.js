import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { SIDE } from './digits.js';

// Old enough for every ONNX Runtime since 1.4, and so for Triton 23.05.
const IR_VERSION = 7;
const OPSET = 13;
const FLOAT = 1;

/**
 * The network as an ONNX file: input [N,1,28,28], Flatten, Gemm, Relu, Gemm, output [N,10].
 * @param {import('./perceptron.js').Perceptron} network
 * @returns {Uint8Array}
 */
export function onnxModel(network) {
  const { hidden, inputs, outputs } = network;
  const graph = {
    name: 'mnist_mlp',
    node: [
      node('Flatten', ['input'], 'pixels'),
      node('Gemm', ['pixels', 'hidden_weights', 'hidden_bias'], 'hidden_sum'),
      node('Relu', ['hidden_sum'], 'hidden'),
      node('Gemm', ['hidden', 'output_weights', 'output_bias'], 'output'),
    ],
    initializer: [
      tensor('hidden_weights', [inputs, hidden], network.hiddenWeights),
      tensor('hidden_bias', [hidden], network.hiddenBias),
      tensor('output_weights', [hidden, outputs], network.outputWeights),
      tensor('output_bias', [outputs], network.outputBias),
    ],
    input: [valueInfo('input', [1, SIDE, SIDE])],
    output: [valueInfo('output', [outputs])],
  };
  const schema = fileURLToPath(new URL('onnx.proto', import.meta.url));
  const type = new protobuf.Root()
    .loadSync(schema, { keepCase: true })
    .lookupType('onnx.ModelProto');
  const model = {
    ir_version: IR_VERSION,
    producer_name: 'inferbench/scripts/train-mnist',
    opset_import: [{ domain: '', version: OPSET }],
    graph,
  };
  return type.encode(type.fromObject(model)).finish();
}

function node(operator, input, output) {
  return { op_type: operator, name: output, input, output: [output] };
}

/** FP32, little endian as the format wants it and as every platform of Node has it. */
function tensor(name, dims, values) {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, dims, data_type: FLOAT, raw_data: raw };
}

function valueInfo(name, dims) {
  const dim = [{ dim_param: 'N' }, ...dims.map((size) => ({ dim_value: size }))];
  return { name, type: { tensor_type: { elem_type: FLOAT, shape: { dim } } } };
}
