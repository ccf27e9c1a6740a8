import { withoutCredentials } from '../without-secrets.ts';

type Scalar = string | number | boolean;
export type Matrix = Readonly<Record<string, readonly Scalar[]>>;

/** One combination: the options it chooses, and what tells it from the others, "protocol=http, batchSize=1". */
export interface Combination {
  readonly words: string;
  readonly options: Readonly<Record<string, Scalar>>;
}

/** How many jobs a matrix stands for; counted, so that a huge one is never made. */
export function combinationsOf(matrix: Matrix): number {
  return Object.values(matrix).reduce((product, { length }) => product * length, 1);
}

/** Every combination, the last option changing fastest, as nested loops would go. */
export function expandMatrix(matrix: Matrix): Combination[] {
  return Object.entries(matrix).reduce<Combination[]>(
    (combinations, [key, values]) =>
      combinations.flatMap(({ words, options }) =>
        values.map((value) => ({
          words: [...(words === '' ? [] : [words]), `${key}=${shown(value)}`].join(', '),
          options: { ...options, [key]: value },
        })),
      ),
    [{ words: '', options: {} }],
  );
}

/** A name goes to logs, comments and folders: no password of an address may be in it. */
function shown(value: Scalar): string {
  return withoutCredentials(String(value));
}
