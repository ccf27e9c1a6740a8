import { BenchError } from '../../contract/bench-error.ts';
import type { RunConfig } from '../../contract/run-config.ts';
import { withoutCredentials } from '../../contract/without-secrets.ts';

/** One side of a comparison. */
export interface AbTarget {
  /** As the user named it, without credentials. */
  readonly name: string;
  /** What its runs are asked for. */
  readonly config: RunConfig;
  /** What starts its server before a run; null where somebody else does. */
  readonly command: string | null;
}

export interface AbTargets {
  readonly a: AbTarget;
  readonly b: AbTarget;
}

/** A target against itself. */
export function sameTargets(config: RunConfig): AbTargets {
  const { url, grpcUrl, stack, model, modelVersion } = config;
  const where = url ?? grpcUrl ?? `--stack ${stack}`;
  const what = [model, modelVersion].filter((part) => part !== undefined).join(' ');
  const name = withoutCredentials(what === '' ? where : `${what} on ${where}`);
  const target = { name, config, command: null };
  return { a: target, b: target };
}

/**
 * Looks before anything is measured whether runs of this configuration can be compared.
 * @throws BenchError 'usage'
 */
export function refuseUncomparable({ search, samples }: RunConfig): void {
  if (search !== undefined) {
    throw new BenchError('usage', 'a search has no load that could be compared', {
      hint: 'find the rate with bench run --search, and compare at it with --qps',
    });
  }
  if (samples !== undefined) {
    throw new BenchError('usage', '--samples names one file, and there are many runs', {
      hint: 'leave it out, or keep the samples of a run of its own with bench run',
    });
  }
}

/**
 * Looks whether the model can be loaded anew before every run.
 * @throws BenchError 'usage'
 */
export function refuseReload({ a, b }: AbTargets): void {
  if (a.command !== null || b.command !== null) {
    throw new BenchError('usage', 'a command starts its server anew for every run already', {
      hint: 'leave out --reload',
    });
  }
  if (a.config.model === undefined) {
    throw new BenchError('usage', '--reload: which model?', { hint: 'add --model' });
  }
}
