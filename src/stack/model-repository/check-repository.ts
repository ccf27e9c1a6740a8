import type { Finding } from './finding.ts';
import type { OnnxLimits } from './onnx-limits.ts';
import type { RepositoryModel } from './repository-model.ts';
import { batchSizesRule } from './rules/batching-rules.ts';
import { modelFileRule, nameRule, versionsRule } from './rules/folder-rules.ts';
import { onnxTensorsRule } from './rules/onnx-rules.ts';
import { onnxVersionRule } from './rules/onnx-version-rule.ts';
import type { Rule } from './rules/rule.ts';
import { tensorsRule } from './rules/tensor-rules.ts';

const RULES: readonly Rule[] = [
  nameRule,
  versionsRule,
  modelFileRule,
  tensorsRule,
  batchSizesRule,
  onnxTensorsRule,
];

/**
 * All that a server would stumble over, model by model. Empty: the repository is fine.
 * @param limits of the server's ONNX Runtime, where they are known
 */
export function checkRepository(
  models: readonly RepositoryModel[],
  limits: OnnxLimits | null = null,
): readonly Finding[] {
  const rules = limits ? [...RULES, onnxVersionRule(limits)] : RULES;
  return models.flatMap((model) => [...model.findings, ...findingsOf(model, rules)]);
}

function findingsOf(model: RepositoryModel, rules: readonly Rule[]): readonly Finding[] {
  const { config } = model;
  if (!config) return [];
  if (!model.hasConfigFile && model.versions.every(({ onnx }) => !onnx)) {
    const message = 'is no model: it has neither config.pbtxt nor <version>/model.onnx';
    const mend = 'add one of them, or move the folder out of the repository';
    return [{ file: model.folder, at: undefined, message, mend }];
  }
  return rules.flatMap((rule) => rule(model, config));
}
