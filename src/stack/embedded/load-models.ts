import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryModel } from '../model-repository/repository-model.ts';
import { servedVersions } from '../model-repository/served-versions.ts';
import type { TritonConfig } from '../model-repository/triton-config.ts';
import type { ServerClock } from './clock.ts';
import { ModelRegistry, type UnavailableModel } from './model-registry.ts';
import { loadSession } from './model-session.ts';
import { modelSignature } from './model-signature.ts';
import { ServedModel } from './served-model.ts';

const NS_PER_SECOND = 1e9;

/** Loads what this server can run, one after the other; what it cannot is listed with the reason. */
export async function loadModels(
  models: readonly RepositoryModel[],
  clock: ServerClock,
): Promise<ModelRegistry> {
  const loaded: ServedModel[] = [];
  const unavailable: UnavailableModel[] = [];
  for (const model of models) {
    const reason = whyNotServed(model.config);
    for (const { version, folder } of servedVersions(model.config ?? {}, model.versions)) {
      const refuse = (why: string) =>
        unavailable.push({ name: model.name, version: String(version), reason: why });
      if (reason !== undefined || !model.config) {
        refuse(reason ?? 'its configuration cannot be read');
        continue;
      }
      await loadVersion(model.config, version, folder, clock).then(
        (served) => loaded.push(served),
        (error: unknown) => refuse(error instanceof Error ? error.message : String(error)),
      );
    }
  }
  return new ModelRegistry(loaded, unavailable);
}

async function loadVersion(
  config: TritonConfig,
  version: number,
  folder: string,
  clock: ServerClock,
): Promise<ServedModel> {
  const startNs = clock.nowNs();
  const session = await loadSession(await readFile(join(folder, config.default_model_filename)));
  const loadSeconds = (clock.nowNs() - startNs) / NS_PER_SECOND;
  return new ServedModel({ version, config, session, clock, loadSeconds });
}

/** What makes a good model one that only Triton can serve; undefined: nothing does. */
function whyNotServed(config: TritonConfig | undefined): string | undefined {
  if (!config) return 'its configuration cannot be read';
  if (config.ensemble_scheduling || config.platform === 'ensemble') {
    return 'the embedded server does not run ensembles; Triton does';
  }
  if (config.backend !== 'onnxruntime') {
    const backend = config.backend || config.platform || 'no';
    return `the embedded server runs ONNX models only, and this one has the ${backend} backend; Triton runs it`;
  }
  try {
    modelSignature(config);
    return undefined;
  } catch (error) {
    return `${(error as Error).message}, which the embedded server cannot compute with`;
  }
}
