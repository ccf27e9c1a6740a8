import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import type { OnnxHeader } from '../onnx/read-onnx-header.ts';
import type { OnnxLimits } from '../onnx-limits.ts';
import { servedVersions } from '../served-versions.ts';
import type { Rule } from './rule.ts';

/** The release's ONNX Runtime knows the file's operator set and format. */
export function onnxVersionRule(limits: OnnxLimits): Rule {
  return (model, config) =>
    servedVersions(config, model.versions).flatMap(({ folder, onnx }) =>
      onnx ? tooNew(join(folder, config.default_model_filename), onnx, limits) : [],
    );
}

function tooNew(
  file: string,
  { irVersion, opsets }: OnnxHeader,
  { release, ...most }: OnnxLimits,
): Finding[] {
  const opset = opsets.get('') ?? 0;
  const found = [
    { what: 'operator set', there: opset, limit: most.opset },
    { what: 'IR version', there: irVersion, limit: most.irVersion },
  ];
  return found
    .filter(({ there, limit }) => there > limit)
    .map(({ what, there, limit }) => ({
      file,
      at: undefined,
      message: `has ${what} ${there}, and Triton ${release} loads up to ${limit}`,
      mend: `export it with ${what} ${limit}, or take a newer --triton-image`,
    }));
}
