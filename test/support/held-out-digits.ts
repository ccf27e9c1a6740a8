import { readFileSync } from 'node:fs';
import { packageRoot } from './package-root.ts';

const PIXELS = 784;
const CLASSES = 10;

export const DIGIT_COUNT = 1000;

const bytes = readFileSync(`${packageRoot}data/mnist-digits.u8`);
const outputs = readFileSync(`${packageRoot}data/mnist-outputs.f32`);

/**
 * Digits as the model takes them: FP32, little endian, [count, 1, 28, 28].
 * After the last digit comes the first again.
 */
export function digitTensor(first: number, count: number): Uint8Array {
  const values = Float32Array.from(
    { length: count * PIXELS },
    (_, i) => (bytes[(first * PIXELS + i) % bytes.length] ?? 0) / 255,
  );
  return new Uint8Array(values.buffer);
}

/** Largest difference between an answer's bytes, FP32 [count, 10], and the reference outputs. */
export function differenceToReference(answer: Buffer, first: number, count: number): number {
  if (answer.length !== count * CLASSES * 4) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < answer.length; i += 4) {
    const expected = outputs.readFloatLE((first * CLASSES * 4 + i) % outputs.length);
    largest = Math.max(largest, Math.abs(answer.readFloatLE(i) - expected));
  }
  return largest;
}
