import { PIXELS, SIDE } from './digits.js';

/**
 * One digit as numbers in [0, 1], moved by whole pixels; what moves in from outside is 0.
 * @param {Uint8Array} pixels all digits
 * @param {number} index which one
 * @param {number} right pixels, negative = left
 * @param {number} down pixels, negative = up
 * @param {Float32Array} target 784 numbers, overwritten
 */
export function shiftedDigit(pixels, index, right, down, target) {
  target.fill(0);
  const start = index * PIXELS;
  for (let row = Math.max(0, down); row < Math.min(SIDE, SIDE + down); row++) {
    for (let column = Math.max(0, right); column < Math.min(SIDE, SIDE + right); column++) {
      target[row * SIDE + column] = pixels[start + (row - down) * SIDE + column - right] / 255;
    }
  }
}
