import { createAdam } from './adam.js';
import { PIXELS } from './digits.js';
import { createGradient } from './gradient.js';
import { shuffle } from './random.js';
import { shiftedDigit } from './shift.js';

/** What decides the weights, together with the seed and the order of the digits. */
export const RECIPE = {
  hidden: 128,
  epochs: 60,
  batchSize: 50,
  firstRate: 2e-3,
  lastRate: 2e-5,
  largestShift: 2,
};

/**
 * Trains in place: Adam, the rate falling along half a cosine, each digit moved anew by up to
 * two pixels each way in each epoch.
 * @param {import('./perceptron.js').Perceptron} network
 * @param {import('./digits.js').Digits} digits
 * @param {() => number} random
 * @param {(epoch: number, loss: number) => void} onEpoch told the mean loss of each epoch
 */
export function train(network, digits, random, onEpoch) {
  const gradient = createGradient(network);
  const adams = Object.keys(gradient.sums).map((name) => [name, createAdam(network[name])]);
  const order = Uint32Array.from(digits.labels.keys());
  const input = new Float32Array(PIXELS);
  const { epochs, batchSize } = RECIPE;
  const batches = order.length / batchSize;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    let loss = 0;
    for (let batch = 0; batch < batches; batch++) {
      for (const index of order.subarray(batch * batchSize, (batch + 1) * batchSize)) {
        shiftedDigit(digits.pixels, index, drawShift(random), drawShift(random), input);
        loss += gradient.add(input, digits.labels[index], 1 / batchSize);
      }
      const rate = rateAt((epoch + batch / batches) / epochs);
      for (const [name, adam] of adams) adam.step(gradient.sums[name], rate);
    }
    onEpoch(epoch, loss / order.length);
  }
}

function drawShift(random) {
  return Math.floor(random() * (2 * RECIPE.largestShift + 1)) - RECIPE.largestShift;
}

function rateAt(progress) {
  const { firstRate, lastRate } = RECIPE;
  return lastRate + ((firstRate - lastRate) * (1 + Math.cos(Math.PI * progress))) / 2;
}
