import { normal } from './random.js';

/**
 * input → hidden → ReLU → outputs. Weight matrices are row by row, [from, to].
 * @typedef {object} Perceptron
 * @property {number} inputs
 * @property {number} hidden
 * @property {number} outputs
 * @property {Float32Array} hiddenWeights inputs × hidden
 * @property {Float32Array} hiddenBias hidden
 * @property {Float32Array} outputWeights hidden × outputs
 * @property {Float32Array} outputBias outputs
 */

/**
 * Weights as He et al. 2015 draw them for ReLU: normal, deviation √(2 / inputs); biases 0.
 * @returns {Perceptron}
 */
export function createPerceptron(inputs, hidden, outputs, random) {
  const draw = (from, to) =>
    Float32Array.from({ length: from * to }, () => normal(random) * Math.sqrt(2 / from));
  return {
    inputs,
    hidden,
    outputs,
    hiddenWeights: draw(inputs, hidden),
    hiddenBias: new Float32Array(hidden),
    outputWeights: draw(hidden, outputs),
    outputBias: new Float32Array(outputs),
  };
}

/**
 * Sums in 64 bits, so that the answer is nearer to the exact one than any FP32 runtime's.
 * @param {Perceptron} network
 * @param {ArrayLike<number>} input
 * @param {Float64Array} hidden overwritten with the activations after ReLU
 * @param {Float64Array} logits overwritten
 */
export function forward(network, input, hidden, logits) {
  layer(input, network.hiddenWeights, network.hiddenBias, hidden);
  for (let j = 0; j < hidden.length; j++) if (hidden[j] < 0) hidden[j] = 0;
  layer(hidden, network.outputWeights, network.outputBias, logits);
}

function layer(input, weights, bias, output) {
  const width = output.length;
  output.set(bias);
  for (let i = 0; i < input.length; i++) {
    const value = input[i];
    if (value === 0) continue;
    const row = i * width;
    for (let j = 0; j < width; j++) output[j] += value * weights[row + j];
  }
}
