import { nearestName } from '../nearest-name.ts';
import { runOptionsSchema } from '../run-options.ts';

export type Values = Readonly<Record<string, unknown>>;

/** What `bench.yaml` says, and the line that a key stands on: "bench.yaml:7". */
export interface JobFile {
  readonly values: Values;
  placeOf(path: readonly string[]): string;
}

/** A place in it as mistakes name it: "bench.yaml:7 jobs.mnist.qps". */
export function whereIn(file: JobFile, path: readonly string[]): string {
  return `${file.placeOf(path)} ${path.join('.')}`;
}

export const OPTION_KEYS = Object.keys(runOptionsSchema.shape);
/** What a file may say beside the options of a run. */
export const FILE_KEYS = ['jobs', 'limits', 'base'];

/** The options of a run that a file says for all its jobs. */
export function sharedOptions(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !FILE_KEYS.includes(key)));
}

export function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Words for a key that nobody knows, with the one that was probably meant. */
export function noSuchKey(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return `there is no such option${nearest ? `; did you mean ${nearest}?` : ''}`;
}
