import { createRandom } from './random.ts';

/** Apart from the arrivals of every phase, so that a longer warm-up does not reorder requests. */
const ORDER_STREAM = 0x0de7;

/** A seeded shuffle of [0, size): arrival i sends request `order[i % size]`, on any worker. */
export function createRequestOrder(size: number, seed: number): Uint32Array {
  const random = createRandom(seed, ORDER_STREAM);
  const order = Uint32Array.from({ length: size }, (_, request) => request);
  for (let last = size - 1; last > 0; last -= 1) {
    const other = Math.ceil(random() * (last + 1)) - 1;
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
