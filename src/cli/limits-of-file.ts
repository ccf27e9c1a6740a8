import { BenchError } from '../contract/bench-error.ts';
import { readJudgement } from '../contract/jobs/read-judgement.ts';
import type { ConfigFile } from './config-file.ts';

/**
 * `limits` of a configuration file, as written.
 * @throws BenchError 'config-invalid' with the place of each mistake
 */
export function limitsOfFile(file: ConfigFile | undefined): Readonly<Record<string, string>> {
  if (!file) return {};
  const { read, mistakes } = readJudgement(file.values, [], file);
  if (mistakes.length === 0) return read.limits;
  throw new BenchError('config-invalid', mistakes.join('\n'), {
    hint: 'mend it; a limit is written like p99: 10%',
  });
}
