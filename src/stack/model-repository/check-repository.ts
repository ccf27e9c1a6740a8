import type { Finding } from './finding.ts';
import type { RepositoryModel } from './repository-model.ts';
import { batchSizesRule } from './rules/batching-rules.ts';
import { modelFileRule, nameRule, versionsRule } from './rules/folder-rules.ts';
import { onnxTensorsRule } from './rules/onnx-rules.ts';
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

/** All that a server would stumble over, model by model. Empty: the repository is fine. */
export function checkRepository(models: readonly RepositoryModel[]): readonly Finding[] {
  return models.flatMap((model) => [...model.findings, ...rulesOf(model)]);
}

function rulesOf(model: RepositoryModel): readonly Finding[] {
  const { config } = model;
  if (!config) return [];
  if (!model.hasConfigFile && model.versions.every(({ onnx }) => !onnx)) {
    const message = 'is no model: it has neither config.pbtxt nor <version>/model.onnx';
    const mend = 'add one of them, or move the folder out of the repository';
    return [{ file: model.folder, at: undefined, message, mend }];
  }
  return RULES.flatMap((rule) => rule(model, config));
}
