import type { JobBase } from '../../contract/jobs/job-keys.ts';
import type { Job } from '../../contract/jobs/parse-jobs.ts';
import type { RunConfig } from '../../contract/run-config.ts';
import { withoutCredentials } from '../../contract/without-secrets.ts';
import type { AbTargets } from '../ab/ab-targets.ts';

/** Where a command's server listens unless the job says otherwise: Triton's own port. */
const COMMAND_URL = 'http://127.0.0.1:8000';

/** A job and its base as the two sides of a comparison: A is the base, B is judged. */
export function baseTargets(job: Job, base: JobBase): AbTargets {
  const label = { ...job.config.label, job: job.name };
  const config = { ...job.config, label };
  if (base.command !== undefined && base.headCommand !== undefined) {
    const isAddressed = config.url !== undefined || config.grpcUrl !== undefined;
    const asked = isAddressed ? config : { ...config, url: COMMAND_URL };
    return {
      a: { name: base.command, config: asked, command: base.command },
      b: { name: base.headCommand, config: asked, command: base.headCommand },
    };
  }
  const b = { name: ownName(config), config, command: null };
  if (base.modelVersion !== undefined) {
    const { modelVersion } = base;
    return { a: { ...b, name: `version ${modelVersion}`, config: { ...config, modelVersion } }, b };
  }
  const { url, grpcUrl } = base;
  const asked = { ...config, url, grpcUrl, metricsUrl: undefined };
  return { a: { name: withoutCredentials(url ?? grpcUrl ?? ''), config: asked, command: null }, b };
}

/** The job's own side, as it was named. */
function ownName({ url, grpcUrl, stack, modelVersion }: RunConfig): string {
  const where = withoutCredentials(url ?? grpcUrl ?? `--stack ${stack}`);
  return modelVersion === undefined ? where : `version ${modelVersion} on ${where}`;
}

/** What asks the base for one run by itself, as flags of `bench run`. */
export function baseFlags({ url, grpcUrl, modelVersion }: JobBase): string[] {
  const flags = { url, 'grpc-url': grpcUrl, 'model-version': modelVersion };
  return Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}`, value],
  );
}
