import { Option } from 'commander';
import { BenchError } from '../../contract/bench-error.ts';

/** Folder of a history, where it must be one. */
export function historyOption(): Option {
  return new Option('--history <folder>', 'folder of the history').default('history');
}

export function seriesOption(): Option {
  return new Option('--series <name>', 'only this series');
}

/** Most entries of a series to look at. */
export function lastOption(most: number): Option {
  return new Option('--last <n>', 'most entries of a series to look at, the newest')
    .default(most)
    .argParser(wholeNumber);
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new BenchError('usage', `"${text}" is no number of entries`, { hint: 'give 1 or more' });
}
