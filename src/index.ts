import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type FinishedRun, type RunEvents, runBenchmark as run } from './app/index.ts';
import { parseRunConfig } from './contract/parse-run-config.ts';
import type { RunOptionsText } from './contract/run-options.ts';
import { withoutSecrets } from './contract/without-secrets.ts';

export { BenchError, type BenchErrorCode, EXIT_CODE } from './contract/bench-error.ts';
export { type ResultDocument, resultDocumentSchema } from './contract/result-document.ts';
export type { FinishedRun, RunEvents, RunOptionsText };

/** What a program may add to the options of a run. */
export interface RunSettings {
  /** Ends the run early when aborted; what was measured is kept. */
  readonly signal?: AbortSignal;
  readonly events?: RunEvents;
  /** What relative folders start from; default: the process's working directory. */
  readonly cwd?: string;
  /** Where tokens and the state folder are looked up; default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const packageFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/**
 * `bench run` as a function: the same options as `bench.yaml`, the same result, nothing printed.
 * The verdict and the gates are in the document; `document.exitCode` is what the command would answer.
 * `unwritten` is set where the disk filled up meanwhile: the document is whole, its files are not there.
 * @throws BenchError for what is not data: wrong options, no server, no such model, nowhere to write
 */
export async function runBenchmark(
  options: RunOptionsText,
  settings: RunSettings = {},
): Promise<FinishedRun> {
  const { version } = JSON.parse(readFileSync(`${packageFolder}/package.json`, 'utf8'));
  return run(parseRunConfig(options), {
    cwd: settings.cwd ?? process.cwd(),
    env: settings.env ?? process.env,
    packageFolder,
    toolVersion: version,
    nowEpochMs: Date.now,
    signal: settings.signal ?? new AbortController().signal,
    commandWith: (seed) => `runBenchmark(${JSON.stringify({ ...withoutSecrets(options), seed })})`,
    events: settings.events ?? {},
  });
}
