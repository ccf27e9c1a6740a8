import { createRequestOrder } from '../pacing/request-order.ts';
import { DIGIT_CLASSES, type Digits, PIXELS_PER_DIGIT } from './digits.ts';
import type { ModelSignature } from './model-signature.ts';
import type { PayloadSource } from './payload-source.ts';

/** The one model whose reference outputs and classes lie beside the digits. */
const MODEL_OF_THE_DIGITS = 'mnist_mlp';

/** FP32 values of the 256 grey levels. */
const GREY = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Whether a model takes a digit as FP32 and gives a value for each class. */
export function takesDigits({ inputs, outputs, batchSize }: ModelSignature): boolean {
  const [input, ...otherInputs] = inputs;
  const [output, ...otherOutputs] = outputs;
  if (!input || !output || otherInputs.length > 0 || otherOutputs.length > 0) return false;
  const outputElements = output.shape.reduce((product, size) => product * size, 1);
  return (
    input.datatype === 'FP32' &&
    input.elements === PIXELS_PER_DIGIT &&
    output.datatype === 'FP32' &&
    outputElements === DIGIT_CLASSES * batchSize
  );
}

/**
 * The digits in a seeded order, dealt out row by row and shuffled anew each time all have been dealt,
 * so that batches differ. What must come back is known for the model that they belong to, and only
 * for that: another network may well take digits and answer otherwise.
 */
export function createDigitsSource(
  signature: ModelSignature,
  digits: Digits,
  seed: number,
): PayloadSource {
  const { batchSize } = signature;
  const orders: Uint32Array[] = [];
  const values = new Float32Array(batchSize * PIXELS_PER_DIGIT);
  const inputs = [new Uint8Array(values.buffer)];

  /** The digit in row `row`, counted through all requests. */
  function digitAt(row: number): number {
    const pass = Math.floor(row / digits.count);
    orders[pass] ??= createRequestOrder(digits.count, (seed + pass) >>> 0);
    return orders[pass][row % digits.count] ?? 0;
  }

  return {
    name: 'digits',
    variety: digits.count,
    inputs(request) {
      for (let row = 0; row < batchSize; row += 1) {
        const from = digitAt(request * batchSize + row) * PIXELS_PER_DIGIT;
        const to = row * PIXELS_PER_DIGIT;
        for (let pixel = 0; pixel < PIXELS_PER_DIGIT; pixel += 1) {
          values[to + pixel] = GREY[digits.pixels[from + pixel] ?? 0] ?? 0;
        }
      }
      return inputs;
    },
    ...(signature.modelName === MODEL_OF_THE_DIGITS && {
      answers(requests) {
        const rows = requests * batchSize;
        const reference = new Float32Array(new SharedArrayBuffer(rows * DIGIT_CLASSES * 4));
        const labels = new Uint8Array(new SharedArrayBuffer(rows));
        for (let row = 0; row < rows; row += 1) {
          const digit = digitAt(row);
          const from = digit * DIGIT_CLASSES;
          reference.set(digits.outputs.subarray(from, from + DIGIT_CLASSES), row * DIGIT_CLASSES);
          labels[row] = digits.labels[digit] ?? 0;
        }
        return {
          reference: reference.buffer as unknown as SharedArrayBuffer,
          labels: labels.buffer as unknown as SharedArrayBuffer,
        };
      },
    }),
  };
}
