import { readFileSync } from 'node:fs';
import type { TritonTensor } from '../model-repository/triton-config.ts';
import type { ModelRegistry } from './model-registry.ts';
import { type ModelSignature, wholeShape } from './model-signature.ts';
import type { DurationSum, ModelStatistics } from './model-statistics.ts';
import { Refusal } from './refusal.ts';
import { EXTENSIONS, SERVER_NAME } from './server-facts.ts';

/** The answers of the control-plane calls, in the form that both protocols share. */

const packageFile = new URL('../../../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };

export function serverMetadata() {
  return { name: SERVER_NAME, version, extensions: EXTENSIONS };
}

export function modelMetadata(registry: ModelRegistry, name: string, versionText: string) {
  const model = registry.find(name, versionText);
  const { signature, config } = model;
  return {
    name,
    versions: registry.versionsOf(name),
    platform: config.platform || config.backend,
    inputs: signature.inputs.map((tensor) => tensorMetadata(signature, tensor)),
    outputs: signature.outputs.map((tensor) => tensorMetadata(signature, tensor)),
  };
}

function tensorMetadata(model: ModelSignature, tensor: TritonTensor) {
  return {
    name: tensor.name,
    datatype: model.datatypeOf(tensor).name,
    shape: wholeShape(model.maxBatchSize, tensor.dims),
  };
}

export function modelStatistics(registry: ModelRegistry, name: string, versionText: string) {
  const models = registry.select(name, versionText);
  return {
    model_stats: models.map((model) => ({
      name: model.name,
      version: model.version,
      ...statisticsAnswer(model.statistics),
    })),
  };
}

function statisticsAnswer(statistics: ModelStatistics) {
  const never: DurationSum = { count: 0, ns: 0 };
  return {
    last_inference: statistics.lastInferenceMs,
    inference_count: statistics.inferenceCount,
    execution_count: statistics.executionCount,
    inference_stats: {
      success: statistics.success,
      fail: statistics.fail,
      queue: statistics.queue,
      compute_input: statistics.computeInput,
      compute_infer: statistics.computeInfer,
      compute_output: statistics.computeOutput,
      cache_hit: never,
      cache_miss: never,
    },
    response_stats: {},
    batch_stats: statistics.batches.map((batch) => ({
      batch_size: batch.batchSize,
      compute_input: batch.computeInput,
      compute_infer: batch.computeInfer,
      compute_output: batch.computeOutput,
    })),
    memory_usage: [],
  };
}

/** Loading and unloading: the server does what Triton does in model control mode NONE. */
export function refuseModelControl(): never {
  throw new Refusal(
    'UNAVAILABLE',
    'explicit model load / unload is not allowed if polling is enabled',
  );
}

/** The index of all repositories; there is only one, and it has no name. */
export function repositoryIndex(registry: ModelRegistry, repository: string, onlyReady: boolean) {
  if (repository !== '') {
    throw new Refusal('UNSUPPORTED', "'repository_name' specification is not supported");
  }
  return registry.index(onlyReady);
}
