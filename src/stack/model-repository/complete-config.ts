import type { OnnxHeader, OnnxTensor } from './onnx/read-onnx-header.ts';
import type { ConfigMessage } from './schema/config-value.ts';
import { fillDefaults } from './schema/fill-defaults.ts';
import { modelConfigSchema } from './schema/model-config-schema.ts';
import type { TritonConfig } from './triton-config.ts';

/** What Triton takes when a batching ONNX model names no limit (`default-max-batch-size`). */
const DEFAULT_MAX_BATCH_SIZE = 4;
const ONNX_PLATFORM = 'onnxruntime_onnx';
const ONNX_FILE = 'model.onnx';

/** What is known of a model besides its configuration. */
export interface Surroundings {
  readonly folderName: string;
  /** Names in its version folders. */
  readonly files: readonly string[];
  readonly onnx: OnnxHeader | undefined;
}

/**
 * A decoded configuration → the one that Triton shows for it: name, backend, version policy, instances
 * and pinned memory filled in, and for ONNX models whose tensors are not listed, those too
 * (onnxruntime_backend, ModelState::AutoCompleteConfig).
 */
export function completeConfig(written: ConfigMessage, around: Surroundings): TritonConfig {
  const named = { ...written, name: written.name || around.folderName };
  const backed = { ...named, ...backendOf(written, around) };
  const withTensors = isOnnx(backed) ? withOnnxTensors(backed, around.onnx) : backed;
  const filled = fillDefaults(modelConfigSchema(), withServerDefaults(withTensors));
  return filled as unknown as TritonConfig;
}

function isOnnx(message: ConfigMessage): boolean {
  return message.backend === 'onnxruntime';
}

function backendOf(written: ConfigMessage, { files }: Surroundings): ConfigMessage {
  const { backend = '', platform = '', default_model_filename: file = '' } = written;
  const onnxFile = file === '' ? files.includes(ONNX_FILE) : file === ONNX_FILE;
  const unnamed = backend === '' && platform === '';
  if (backend !== 'onnxruntime' && platform !== ONNX_PLATFORM && !(unnamed && onnxFile)) return {};
  return {
    backend: 'onnxruntime',
    platform: ONNX_PLATFORM,
    default_model_filename: file || ONNX_FILE,
  };
}

function withServerDefaults(message: ConfigMessage): ConfigMessage {
  const batching = message.dynamic_batching as ConfigMessage | undefined;
  const preferred = (batching?.preferred_batch_size ?? []) as readonly number[];
  const limit = Number(message.max_batch_size ?? 0);
  const needsPreferred = batching !== undefined && preferred.length === 0 && limit > 0;
  return {
    ...message,
    version_policy: message.version_policy ?? { latest: { num_versions: 1 } },
    optimization: {
      input_pinned_memory: { enable: true },
      output_pinned_memory: { enable: true },
      ...(message.optimization as ConfigMessage | undefined),
    },
    instance_group: instanceGroups(message),
    ...(needsPreferred && { dynamic_batching: { ...batching, preferred_batch_size: [limit] } }),
  };
}

function instanceGroups(message: ConfigMessage): readonly ConfigMessage[] {
  const groups = (message.instance_group ?? []) as readonly ConfigMessage[];
  const cpu = { kind: 'KIND_CPU', count: isOnnx(message) ? 2 : 1 };
  if (groups.length === 0) return [{ name: message.name ?? '', ...cpu }];
  return groups.map((group, index) => ({ name: `${message.name}_${index}`, ...cpu, ...group }));
}

function withOnnxTensors(message: ConfigMessage, onnx: OnnxHeader | undefined): ConfigMessage {
  const inputs = (message.input ?? []) as readonly ConfigMessage[];
  const outputs = (message.output ?? []) as readonly ConfigMessage[];
  if (!onnx || (inputs.length > 0 && outputs.length > 0)) return message;
  const batches = [...onnx.inputs, ...onnx.outputs].every(({ dims }) => dims?.[0] === -1);
  const limit = Number(message.max_batch_size ?? 0) || (batches ? DEFAULT_MAX_BATCH_SIZE : 0);
  const scheduled = Boolean(message.sequence_batching ?? message.dynamic_batching);
  return {
    ...message,
    max_batch_size: limit,
    input: inputs.length > 0 ? inputs : onnx.inputs.map((tensor) => configTensor(tensor, limit)),
    output: outputs.length > 0 ? outputs : onnx.outputs.map((one) => configTensor(one, limit)),
    ...(batches && limit > 1 && !scheduled && { dynamic_batching: {} }),
  };
}

/** A tensor whose only dimension is the batch is [1] to the outside, as Triton has it. */
function configTensor({ name, dataType, dims = [] }: OnnxTensor, limit: number): ConfigMessage {
  const inner = limit > 0 ? dims.slice(1) : dims;
  const type = { name, data_type: dataType ?? 'TYPE_INVALID' };
  if (inner.length > 0) return { ...type, dims: inner };
  return { ...type, dims: [1], ...(limit > 0 && { reshape: { shape: [] } }) };
}
