import type { ModelVersion } from './repository-model.ts';
import type { TritonConfig } from './triton-config.ts';

/** The versions that the model's version policy chooses, lowest number first. */
export function servedVersions(
  { version_policy: policy }: Pick<TritonConfig, 'version_policy'>,
  versions: readonly ModelVersion[],
): readonly ModelVersion[] {
  if (policy?.all) return versions;
  if (policy?.specific) {
    const chosen = policy.specific.versions;
    return versions.filter(({ version }) => chosen.includes(version));
  }
  return versions.slice(-(policy?.latest?.num_versions || 1));
}
