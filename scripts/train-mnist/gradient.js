import { forward } from './perceptron.js';

/**
 * Sums the gradient of the cross entropy after softmax over the samples it is given.
 * @param {import('./perceptron.js').Perceptron} network
 */
export function createGradient(network) {
  const sums = {
    hiddenWeights: new Float64Array(network.hiddenWeights.length),
    hiddenBias: new Float64Array(network.hidden),
    outputWeights: new Float64Array(network.outputWeights.length),
    outputBias: new Float64Array(network.outputs),
  };
  const hidden = new Float64Array(network.hidden);
  const slopes = new Float64Array(network.outputs);
  const hiddenSlopes = new Float64Array(network.hidden);
  return {
    sums,
    /**
     * @param {Float32Array} input
     * @param {number} label
     * @param {number} weight of this sample: 1 / batch size for a mean
     * @returns {number} the sample's loss
     */
    add(input, label, weight) {
      forward(network, input, hidden, slopes);
      const loss = softmaxSlopes(slopes, label, weight);
      backThroughOutput(network, hidden, slopes, hiddenSlopes);
      addOuter(sums.outputWeights, hidden, slopes);
      addOuter(sums.hiddenWeights, input, hiddenSlopes);
      addTo(sums.outputBias, slopes);
      addTo(sums.hiddenBias, hiddenSlopes);
      return loss;
    },
  };
}

function softmaxSlopes(logits, label, weight) {
  const top = Math.max(...logits);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) sum += Math.exp(logits[k] - top);
  const loss = Math.log(sum) + top - logits[label];
  for (let k = 0; k < logits.length; k++) {
    const probability = Math.exp(logits[k] - top) / sum;
    logits[k] = weight * (probability - (k === label ? 1 : 0));
  }
  return loss;
}

function backThroughOutput(network, hidden, slopes, hiddenSlopes) {
  for (let j = 0; j < hidden.length; j++) {
    let sum = 0;
    const row = j * slopes.length;
    for (let k = 0; k < slopes.length; k++) sum += slopes[k] * network.outputWeights[row + k];
    hiddenSlopes[j] = hidden[j] > 0 ? sum : 0;
  }
}

function addOuter(target, from, to) {
  for (let i = 0; i < from.length; i++) {
    if (from[i] === 0) continue;
    const row = i * to.length;
    for (let j = 0; j < to.length; j++) target[row + j] += from[i] * to[j];
  }
}

function addTo(target, values) {
  for (let i = 0; i < values.length; i++) target[i] += values[i];
}
