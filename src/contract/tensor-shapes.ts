/** Sizes of tensors by name, without the batch dimension. */
export type TensorShapes = Readonly<Record<string, readonly number[]>>;

const FIRST = /^(.+):(\d+)$/;
const EXAMPLE = 'write one like image:3,224,224';

/**
 * ["image:3,224,224", "mask:8"] → sizes by name; a string says what is wrong. Cut at its commas, as
 * flags are, a list means the same: a word without a name goes on with the one before.
 */
export function parseShapes(words: readonly string[]): TensorShapes | string {
  const shapes = new Map<string, number[]>();
  let current: number[] | undefined;
  for (const word of words.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    const [, name, first] = FIRST.exec(word) ?? [];
    if (name !== undefined) {
      if (shapes.has(name)) return `"${name}" has two shapes`;
      current = [Number(first)];
      shapes.set(name, current);
    } else if (current && /^\d+$/.test(word)) {
      current.push(Number(word));
    } else {
      return `"${word}" is no shape; ${EXAMPLE}`;
    }
  }
  const tooLarge = [...shapes.values()].flat().find((size) => !Number.isSafeInteger(size));
  return tooLarge === undefined ? Object.fromEntries(shapes) : `${tooLarge} is no size; ${EXAMPLE}`;
}
