import type { Slot } from '../engines/engine.ts';
import type { ExpectedAnswer } from './shared-requests.ts';

/**
 * Tolerance of a value: 0.001, and 1 % of the largest reference value of its row. One inference in
 * FP16 or TF32, which GPUs use for FP32 models unasked, moves the digits' logits by up to 0.2 % of
 * their row's largest, BF16 by 0.6 %; the logits of the two digits that are most alike still lie three
 * times as far apart as this allows. An absolute and a relative limit on each value alone would be
 * wrong for a sum of many terms: its error goes with the terms, not with what is left of them.
 */
const ABSOLUTE_TOLERANCE = 1e-3;
const ROW_TOLERANCE = 1e-2;

/**
 * Hot: compares the FP32 values at `at` with the reference of the slot's request; sets slot.correct.
 * Returns the index of the first value that is too far off, or -1.
 */
export type ValueCheck = (slot: Slot, bytes: Buffer, at: number) => number;

/** undefined: no reference, so any values are good. */
export function createValueCheck(expected: ExpectedAnswer): ValueCheck | undefined {
  if (!expected.reference) return undefined;
  const rows = expected.batchSize;
  const columns = (expected.outputs[0]?.shape ?? [])
    .slice(1)
    .reduce((product, size) => product * size, 1);
  const reference = new Float32Array(expected.reference);
  const labels = expected.labels && new Uint8Array(expected.labels);
  const tolerances = rowTolerances(reference, columns);
  const viewOf = createViewCache();

  return (slot, bytes, at) => {
    const view = viewOf(bytes.buffer);
    const firstByte = bytes.byteOffset + at;
    let firstOff = -1;
    let correct = 0;
    for (let row = 0; row < rows; row += 1) {
      const byte = firstByte + row * columns * 4;
      const global = slot.request * rows + row;
      const off = offColumn(
        view,
        byte,
        reference,
        global * columns,
        columns,
        tolerances[global] ?? 0,
      );
      if (off >= 0 && firstOff < 0) firstOff = row * columns + off;
      if (labels && labels[global] === largestColumn(view, byte, columns)) correct += 1;
    }
    slot.correct = correct;
    return firstOff;
  };
}

/** The first column whose value is further from the reference than `tolerance`, or -1. */
function offColumn(
  view: DataView,
  byte: number,
  reference: Float32Array,
  index: number,
  columns: number,
  tolerance: number,
): number {
  for (let column = 0; column < columns; column += 1) {
    const off = view.getFloat32(byte + column * 4, true) - (reference[index + column] ?? 0);
    // Asked this way round, so that not-a-number is off too.
    if (!(off <= tolerance && off >= -tolerance)) return column;
  }
  return -1;
}

function largestColumn(view: DataView, byte: number, columns: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  let found = -1;
  for (let column = 0; column < columns; column += 1) {
    const value = view.getFloat32(byte + column * 4, true);
    // Not-a-number is larger than nothing.
    if (!(value > largest)) continue;
    largest = value;
    found = column;
  }
  return found;
}

function rowTolerances(reference: Float32Array, columns: number): Float64Array {
  const rows = columns === 0 ? 0 : reference.length / columns;
  return Float64Array.from({ length: rows }, (_, row) => {
    let largest = 0;
    for (let column = 0; column < columns; column += 1) {
      largest = Math.max(largest, Math.abs(reference[row * columns + column] ?? 0));
    }
    return ABSOLUTE_TOLERANCE + ROW_TOLERANCE * largest;
  });
}

/** A DataView for each buffer that answers come in: engines use theirs again and again. */
function createViewCache(): (buffer: ArrayBufferLike) => DataView {
  const views = new WeakMap<ArrayBufferLike, DataView>();
  let lastBuffer: ArrayBufferLike | undefined;
  let last: DataView = new DataView(new ArrayBuffer(0));
  return (buffer) => {
    if (buffer === lastBuffer) return last;
    let view: DataView | undefined = views.get(buffer);
    if (!view) {
      view = new DataView(buffer);
      views.set(buffer, view);
    }
    lastBuffer = buffer;
    last = view;
    return view;
  };
}
