import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import { servedVersions } from '../served-versions.ts';
import { configFinding, type Rule } from './rule.ts';

/** The name in the file is the folder's. */
export const nameRule: Rule = (model, config) => {
  if (config.name === model.name) return [];
  const message = `name is "${config.name}", but the folder is "${model.name}"`;
  return [configFinding(model, 'name', message, 'make them the same, or leave name out')];
};

/** There is a version to serve, and every version that the policy names is there. */
export const versionsRule: Rule = (model, config) => {
  if (model.versions.length === 0) {
    const mend = `put the model file into ${join(model.folder, '1')}`;
    return [{ file: model.folder, at: undefined, message: 'has no version folder', mend }];
  }
  const wanted = config.version_policy?.specific?.versions ?? [];
  const missing = wanted.filter((number) => !model.versions.some((one) => one.version === number));
  return missing.map((number) => {
    const there = model.versions.map(({ version }) => version).join(', ');
    const path = `version_policy.specific.versions.${wanted.indexOf(number)}`;
    const message = `version ${number} is wanted, but there is no such folder`;
    return configFinding(model, path, message, `there are: ${there}`);
  });
};

/** Every version to be served holds its model file. */
export const modelFileRule: Rule = (model, config): Finding[] => {
  const name = config.default_model_filename;
  if (name === '') return [];
  return servedVersions(config, model.versions)
    .filter(({ files }) => !files.includes(name))
    .map(({ folder, files }) => ({
      file: folder,
      at: undefined,
      message: `has no ${name}`,
      mend:
        files.length === 0
          ? 'the folder is empty: copy the model into it'
          : `it holds ${files.slice(0, 5).join(', ')}: rename the file or set default_model_filename`,
    }));
};
