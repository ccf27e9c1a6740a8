import { PIXELS } from './digits.js';
import { forward } from './perceptron.js';

/**
 * @param {import('./perceptron.js').Perceptron} network
 * @param {import('./digits.js').Digits} digits
 * @returns {{ outputs: Float32Array, accuracy: number }} count × 10 logits; share of digits whose
 *   greatest logit is their label's
 */
export function evaluate(network, digits) {
  const outputs = new Float32Array(digits.labels.length * network.outputs);
  const hidden = new Float64Array(network.hidden);
  const logits = new Float64Array(network.outputs);
  let right = 0;
  digits.labels.forEach((label, index) => {
    const bytes = digits.pixels.subarray(index * PIXELS, (index + 1) * PIXELS);
    forward(
      network,
      Float32Array.from(bytes, (byte) => byte / 255),
      hidden,
      logits,
    );
    outputs.set(logits, index * network.outputs);
    if (logits.indexOf(Math.max(...logits)) === label) right++;
  });
  return { outputs, accuracy: right / digits.labels.length };
}
