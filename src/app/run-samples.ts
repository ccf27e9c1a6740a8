import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import type { RunConfig } from '../contract/run-config.ts';
import { SampleFile, unfinishedName } from '../load/index.ts';
import type { WrittenResult } from '../report/index.ts';
import type { Environment } from './environment.ts';
import type { UnfinishedSweep } from './unfinished-sweep.ts';

/**
 * The file that --samples names; undefined where it is not given. A run that goes on with another one
 * keeps its samples beside those of that one: FILE.2, FILE.3 and so on.
 * @throws BenchError 'config-invalid' when nothing can be written there
 */
export async function openSamples(
  { samples }: RunConfig,
  { cwd, toolVersion, nowEpochMs }: Environment,
  resumed: UnfinishedSweep | undefined,
): Promise<SampleFile | undefined> {
  if (samples === undefined) return undefined;
  const path = resolve(cwd, samples);
  const run = {
    tool: { name: 'inferbench', version: toolVersion },
    startedAtEpochMs: nowEpochMs(),
  };
  return SampleFile.open(resumed ? nextPart(path) : path, run, resumed?.points.length);
}

function nextPart(path: string): string {
  for (let part = 2; ; part += 1) {
    const candidate = `${path}.${part}`;
    if (!existsSync(candidate) && !existsSync(unfinishedName(candidate))) return candidate;
  }
}

/** Raises nothing: like the result itself, what could not be written is said when all is shown. */
export async function withSamples(
  written: WrittenResult,
  samples: SampleFile | undefined,
): Promise<WrittenResult> {
  if (!samples) return written;
  try {
    await samples.finish(written.unwritten ? null : written.document.id);
    return { ...written, files: [...written.files, samples.path] };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { ...written, unwritten: written.unwritten ?? error };
  }
}
