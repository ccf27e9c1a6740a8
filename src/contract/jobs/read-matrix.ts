import { type Combination, combinationsOf, expandMatrix, type Matrix } from './expand-matrix.ts';
import { isMap, type JobFile, noSuchKey, OPTION_KEYS, type Values, whereIn } from './job-file.ts';

export interface ReadMatrix {
  /** One without any choice where the job has no matrix. */
  readonly combinations: readonly Combination[];
  readonly mistakes: readonly string[];
}

/** The matrix of the job that stands at that path of the file. */
export function readMatrix(job: Values, at: readonly string[], file: JobFile): ReadMatrix {
  const { matrix } = job;
  const where = (...keys: string[]) => whereIn(file, [...at, 'matrix', ...keys]);
  if (matrix === undefined) return { combinations: expandMatrix({}), mistakes: [] };
  if (!isMap(matrix)) {
    return { combinations: [], mistakes: [`${where()}: is not a list of option: [values]`] };
  }
  const mistakes = Object.entries(matrix).flatMap(([key, values]) => {
    const mistake = mistakeOf(key, values, job);
    return mistake === undefined ? [] : [`${where(key)}: ${mistake}`];
  });
  return { combinations: mistakes.length > 0 ? [] : expandMatrix(matrix as Matrix), mistakes };
}

/** How many jobs a job stands for, whatever else is wrong with it; nothing is made. */
export function matrixSize(job: unknown): number {
  const matrix = isMap(job) && isMap(job.matrix) ? job.matrix : {};
  const lists = Object.entries(matrix).filter(([, values]) => Array.isArray(values));
  return combinationsOf(Object.fromEntries(lists) as Matrix);
}

function mistakeOf(key: string, values: unknown, job: Values): string | undefined {
  if (!OPTION_KEYS.includes(key)) return noSuchKey(key, OPTION_KEYS);
  if (Object.hasOwn(job, key)) return 'the job itself says it too; leave out one of the two';
  if (!Array.isArray(values) || values.length === 0) {
    return 'is not a list of values, such as [1, 8]';
  }
  const odd = values.find((value) => !['string', 'number', 'boolean'].includes(typeof value));
  if (odd !== undefined) return `${JSON.stringify(odd)} is neither text nor a number`;
  const words = values.map(String);
  const twice = words.find((word, index) => words.indexOf(word) !== index);
  return twice === undefined ? undefined : `${twice} is there twice`;
}
