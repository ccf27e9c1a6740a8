import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import * as ort from 'onnxruntime-web';

const COUNT = 1000;
const PIXELS = 784;
const CLASSES = 10;
const TOLERANCE = 1e-4;

const root = new URL('../../../', import.meta.url);
const read = (path: string): Buffer => readFileSync(new URL(path, root));

function greatest(values: ArrayLike<number>, start: number): number {
  let best = 0;
  for (let k = 1; k < CLASSES; k++) {
    if ((values[start + k] ?? Number.NaN) > (values[start + best] ?? Number.NaN)) best = k;
  }
  return best;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assert.equal(a.length, b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN)));
  }
  return largest;
}

describe('mnist_mlp and its held-out digits', () => {
  const model = read('models/mnist_mlp/1/model.onnx');
  const digits = read('data/mnist-digits.u8');
  const labels = read('data/mnist-labels.u8');
  const outputBytes = read('data/mnist-outputs.f32');
  const readme = read('models/README.md').toString('utf8');
  const pixels = Float32Array.from(digits, (byte) => byte / 255);
  const reference = Float32Array.from({ length: outputBytes.length / 4 }, (_, i) =>
    outputBytes.readFloatLE(4 * i),
  );
  let session: ort.InferenceSession;

  before(async () => {
    ort.env.wasm.numThreads = 1;
    session = await ort.InferenceSession.create(model);
  });

  async function infer(first: number, count: number): Promise<Float32Array> {
    const data = pixels.subarray(first * PIXELS, (first + count) * PIXELS);
    const input = new ort.Tensor('float32', data, [count, 1, 28, 28]);
    const { output } = await session.run({ input });
    assert.deepEqual(output?.dims, [count, CLASSES]);
    return output.data as Float32Array;
  }

  it('is the file that models/README.md names', () => {
    const hash = createHash('sha256').update(model).digest('hex');
    assert.ok(readme.includes(`\`${hash}\``), `sha256 is ${hash}`);
  });

  it('has the sizes that data/README.md gives, and about 100 digits of each class', () => {
    assert.equal(digits.length, COUNT * PIXELS);
    assert.equal(labels.length, COUNT);
    assert.equal(reference.length, COUNT * CLASSES);
    for (let label = 0; label < CLASSES; label++) {
      const count = labels.filter((other) => other === label).length;
      assert.ok(count >= 80 && count <= 120, `${count} of class ${label}`);
    }
  });

  it('gives the reference outputs for all digits in one batch', async () => {
    const difference = largestDifference(await infer(0, COUNT), reference);
    assert.ok(difference <= TOLERANCE, `differs by ${difference}`);
  });

  it('gives the reference outputs one digit at a time', async () => {
    for (let index = 0; index < COUNT; index++) {
      const expected = reference.subarray(index * CLASSES, (index + 1) * CLASSES);
      const difference = largestDifference(await infer(index, 1), expected);
      assert.ok(difference <= TOLERANCE, `digit ${index} differs by ${difference}`);
    }
  });

  it('tells at least 0.96 of the digits right, the share that models/README.md gives', async () => {
    const outputs = await infer(0, COUNT);
    const right = labels.filter((label, i) => greatest(outputs, i * CLASSES) === label).length;
    const accuracy = right / COUNT;
    assert.ok(accuracy >= 0.96, `accuracy is ${accuracy}`);
    assert.ok(readme.includes(`${accuracy.toFixed(3)} on 1,000 digits`), `accuracy is ${accuracy}`);
  });
});
