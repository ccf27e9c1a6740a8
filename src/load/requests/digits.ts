import { readFileSync } from 'node:fs';

/** The held-out digits that lie beside the model: what is sent, and what must come back. */
export interface Digits {
  readonly count: number;
  /** count × 784 bytes, row by row; a pixel's FP32 value is its byte / 255. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  /** count × 10 logits. */
  readonly outputs: Float32Array;
}

export const PIXELS_PER_DIGIT = 784;
export const DIGIT_CLASSES = 10;

const FOLDER = new URL('../../../../data/', import.meta.url);

/** Reads `data/`; see its README for how the files are made. */
export function readDigits(): Digits {
  const labels = readFileSync(new URL('mnist-labels.u8', FOLDER));
  const outputs = readFileSync(new URL('mnist-outputs.f32', FOLDER));
  return {
    count: labels.length,
    pixels: readFileSync(new URL('mnist-digits.u8', FOLDER)),
    labels,
    outputs: new Float32Array(new Uint8Array(outputs).buffer),
  };
}
