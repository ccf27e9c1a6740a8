/** A seed that was drawn is part of what repeats a run: the same arrivals, the same payloads. */
export function withSeed(argv: readonly string[], seed: number): readonly string[] {
  const isGiven = argv.some((word) => word === '--seed' || word.startsWith('--seed='));
  return isGiven ? argv : [...argv, '--seed', String(seed)];
}
