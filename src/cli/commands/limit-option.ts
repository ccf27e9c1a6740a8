import { Option } from 'commander';

/** Changes that matter, metric by metric. */
export function limitOption(): Option {
  const collect = (word: string, before: readonly string[]) => [...before, word];
  return new Option(
    '--limit <metric=share>',
    'change of a metric that matters, or off; may be repeated',
  )
    .argParser(collect)
    .default([], 'p50=5%, p99=10%, throughput=5%');
}
