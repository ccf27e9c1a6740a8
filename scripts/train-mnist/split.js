import { shuffle } from './random.js';

/**
 * Splits in two so that each class has its share in both parts; both come shuffled.
 * @param {Uint8Array} labels
 * @param {number} heldOutCount
 * @param {() => number} random
 * @returns {{ train: number[], heldOut: number[] }} indices into `labels`
 */
export function stratifiedSplit(labels, heldOutCount, random) {
  const classes = Array.from({ length: 10 }, () => []);
  labels.forEach((label, index) => {
    classes[label].push(index);
  });
  const counts = shareOut(
    classes.map((members) => members.length),
    heldOutCount,
  );
  const train = [];
  const heldOut = [];
  classes.forEach((members, label) => {
    shuffle(members, random);
    heldOut.push(...members.slice(0, counts[label]));
    train.push(...members.slice(counts[label]));
  });
  return { train: shuffle(train, random), heldOut: shuffle(heldOut, random) };
}

/**
 * Whole numbers in proportion to `sizes` that add up to `total` (largest remainders).
 * @param {readonly number[]} sizes
 * @param {number} total
 * @returns {number[]}
 */
function shareOut(sizes, total) {
  const sum = sizes.reduce((a, b) => a + b, 0);
  const exact = sizes.map((size) => (size * total) / sum);
  const shares = exact.map(Math.floor);
  const missing = total - shares.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) shares[index]++;
  return shares;
}
