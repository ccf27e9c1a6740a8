/**
 * A small seeded generator (mulberry32): the same numbers on every machine, in [0, 1).
 * @param {number} seed a whole number below 2^32
 * @returns {() => number}
 */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Shuffles in place (Fisher-Yates), every order equally likely.
 * @template {number[] | Uint32Array} T
 * @param {T} items
 * @param {() => number} random
 * @returns {T} the same array
 */
export function shuffle(items, random) {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}

/**
 * A number from the normal distribution with mean 0 and deviation 1 (Box-Muller).
 * @param {() => number} random
 * @returns {number}
 */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
