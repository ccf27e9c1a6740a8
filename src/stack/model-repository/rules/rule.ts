import type { Finding } from '../finding.ts';
import { positionOf, type RepositoryModel } from '../repository-model.ts';
import type { TritonConfig } from '../triton-config.ts';

/** One thing that has to hold of a model whose configuration could be read. Pure. */
export type Rule = (model: RepositoryModel, config: TritonConfig) => readonly Finding[];

/** A finding about a field of config.pbtxt, or about the folder where there is no such file. */
export function configFinding(
  model: RepositoryModel,
  path: string,
  message: string,
  mend: string,
): Finding {
  if (!model.hasConfigFile) return { file: model.folder, at: undefined, message, mend };
  const at = positionOf(model, path) ?? { line: 1, column: 1 };
  return { file: model.configFile, at, message, mend };
}
