// Trains the model of models/mnist_mlp and writes it, the held-out digits, their labels and their
// reference outputs. Everything follows from SEED: a second run writes the same bytes.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadDigits, PIXELS, pickDigits } from './digits.js';
import { evaluate } from './evaluate.js';
import { onnxModel } from './onnx-model.js';
import { createPerceptron } from './perceptron.js';
import { seededRandom } from './random.js';
import { stratifiedSplit } from './split.js';
import { RECIPE, train } from './train.js';

const SEED = 20_240_601;
const HELD_OUT = 1000;
const root = new URL('../../', import.meta.url);

const random = seededRandom(SEED);
const digits = loadDigits();
const split = stratifiedSplit(digits.labels, HELD_OUT, random);
const heldOut = pickDigits(digits, split.heldOut);
const network = createPerceptron(PIXELS, RECIPE.hidden, 10, random);
train(network, pickDigits(digits, split.train), random, (epoch, loss) => {
  console.log(`epoch ${epoch + 1}/${RECIPE.epochs}  loss ${loss.toFixed(4)}`);
});

const { outputs, accuracy } = evaluate(network, heldOut);
const model = onnxModel(network);
write('models/mnist_mlp/1/model.onnx', model);
write('data/mnist-digits.u8', heldOut.pixels);
write('data/mnist-labels.u8', heldOut.labels);
write('data/mnist-outputs.f32', new Uint8Array(outputs.buffer));
console.log(`held-out accuracy ${accuracy.toFixed(3)} on ${HELD_OUT} digits`);
console.log(`sha256 of model.onnx ${createHash('sha256').update(model).digest('hex')}`);

function write(path, bytes) {
  const target = new URL(path, root);
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, bytes);
}
