import { join } from 'node:path';
import { nearestName } from '../../../contract/nearest-name.ts';
import type { Finding } from '../finding.ts';
import type { OnnxHeader, OnnxTensor } from '../onnx/read-onnx-header.ts';
import type { ModelVersion, RepositoryModel } from '../repository-model.ts';
import { servedVersions } from '../served-versions.ts';
import type { TritonConfig, TritonTensor } from '../triton-config.ts';
import { configFinding, type Rule } from './rule.ts';

type Side = 'input' | 'output';

/** What the configuration says of tensors is what the ONNX file says. */
export const onnxTensorsRule: Rule = (model, config) => {
  const findings: Finding[] = [];
  for (const version of servedVersions(config, model.versions)) {
    if (!version.onnx) continue;
    findings.push(...configuredTensors(model, config, 'input', version.onnx));
    findings.push(...configuredTensors(model, config, 'output', version.onnx));
    findings.push(...missingInputs(model, config, version, version.onnx));
  }
  return findings;
};

/** An ONNX graph runs only when it is given all its inputs; outputs may be left out. */
function missingInputs(
  model: RepositoryModel,
  config: TritonConfig,
  version: ModelVersion,
  onnx: OnnxHeader,
): Finding[] {
  const file = join(version.folder, config.default_model_filename);
  return onnx.inputs
    .filter(({ name }) => !config.input.some((input) => input.name === name))
    .map(({ name }) => {
      const message = `${file} also needs input "${name}"`;
      return configFinding(model, 'input', message, 'add it to input [ ]');
    });
}

function configuredTensors(
  model: RepositoryModel,
  config: TritonConfig,
  side: Side,
  onnx: OnnxHeader,
): Finding[] {
  const there = side === 'input' ? onnx.inputs : onnx.outputs;
  return config[side].flatMap((tensor, index) => {
    const path = `${side}.${index}`;
    const found = there.find(({ name }) => name === tensor.name);
    if (!found) return [unknownTensor(model, path, side, tensor, there)];
    return differences(model, config, path, tensor, found);
  });
}

function unknownTensor(
  model: RepositoryModel,
  path: string,
  side: Side,
  { name }: TritonTensor,
  there: readonly OnnxTensor[],
): Finding {
  const names = there.map((tensor) => tensor.name);
  const near = nearestName(name, names);
  const list = names.map((one) => `"${one}"`).join(', ');
  const mend = near === undefined ? `the model has ${list}` : `did you mean "${near}"?`;
  return configFinding(model, `${path}.name`, `the ONNX model has no ${side} "${name}"`, mend);
}

function differences(
  model: RepositoryModel,
  config: TritonConfig,
  path: string,
  tensor: TritonTensor,
  onnx: OnnxTensor,
): Finding[] {
  const findings: Finding[] = [];
  if (tensor.data_type !== 'TYPE_INVALID' && onnx.dataType !== tensor.data_type) {
    const message = `"${tensor.name}" is ${tensor.data_type} here, ${onnx.dataType ?? 'no tensor'} in the ONNX model`;
    findings.push(configFinding(model, `${path}.data_type`, message, 'write what the model has'));
  }
  if (!isShape(tensor.dims)) return findings;
  const inner = tensor.reshape?.shape ?? tensor.dims;
  const whole = config.max_batch_size > 0 ? [-1, ...inner] : inner;
  if (onnx.dims && !agree(whole, onnx.dims)) {
    const message = `"${tensor.name}" is [${whole}] here, [${onnx.dims}] in the ONNX model`;
    findings.push(configFinding(model, `${path}.dims`, message, shapeMend(config, onnx.dims)));
  } else if (config.max_batch_size > 0 && onnx.dims && onnx.dims[0] !== -1) {
    const message = `max_batch_size is ${config.max_batch_size}, but the first dimension of "${tensor.name}" is ${onnx.dims[0]} in the ONNX model`;
    const mend = 'export it with a first dimension of any size, or set max_batch_size: 0';
    findings.push(configFinding(model, 'max_batch_size', message, mend));
  }
  return findings;
}

/** What is no shape at all has its own finding. */
function isShape(dims: readonly number[]): boolean {
  return dims.length > 0 && dims.every((dim) => dim >= 1 || dim === -1);
}

/** As many dimensions, and the same size wherever both know it. */
function agree(configured: readonly number[], onnx: readonly number[]): boolean {
  if (configured.length !== onnx.length) return false;
  return configured.every((dim, index) => dim === -1 || onnx[index] === -1 || dim === onnx[index]);
}

function shapeMend(config: TritonConfig, onnx: readonly number[]): string {
  if (config.max_batch_size === 0) return `write dims: [ ${onnx.join(', ')} ]`;
  return `write dims: [ ${onnx.slice(1).join(', ')} ]; the batch dimension is not listed`;
}
