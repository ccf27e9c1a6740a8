import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRepository } from '../../../../src/stack/model-repository/check-repository.ts';
import { printFinding } from '../../../../src/stack/model-repository/finding.ts';
import { onnxLimitsOf } from '../../../../src/stack/model-repository/onnx-limits.ts';
import { readRepository } from '../../../../src/stack/model-repository/read-repository.ts';
import { modelFolder } from '../../../support/model-folder.ts';
import { ONNX_TYPE, onnxModel } from '../../../support/onnx-model.ts';

const shapes = {
  inputs: [{ name: 'x', type: ONNX_TYPE.fp32, dims: ['n', 3] }],
  outputs: [{ name: 'y', type: ONNX_TYPE.fp32, dims: ['n', 3] }],
  nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
};

describe('what a Triton release loads', () => {
  for (const [image, known] of [
    ['nvcr.io/nvidia/tritonserver:24.10-py3', [21, 10]],
    ['nvcr.io/nvidia/tritonserver:24.04-py3', [20, 9]],
    ['nvcr.io/nvidia/tritonserver:25.02-py3', [21, 10]],
    ['nvcr.io/nvidia/tritonserver:25.03-py3', [22, 10]],
    ['nvcr.io/nvidia/tritonserver:26.01-py3', [23, 11]],
    ['nvcr.io/nvidia/tritonserver:26.07-py3', [26, 13]],
    // No more than the oldest that is known.
    ['nvcr.io/nvidia/tritonserver:23.05-py3', [20, 9]],
    ['registry:5000/mine/tritonserver:24.10', [21, 10]],
    // Nobody has tried it.
    ['nvcr.io/nvidia/tritonserver:27.01-py3', null],
    ['mine/triton:latest', null],
    ['mine/triton', null],
    ['mine/triton:2024.10.1', null],
    ['host:24.10/triton:1', null],
  ] as const) {
    it(`${image}: ${known ? `operator set ${known[0]}, IR ${known[1]}` : 'nobody knows'}`, () => {
      const limits = onnxLimitsOf(image);
      assert.deepEqual(limits && [limits.opset, limits.irVersion], known);
    });
  }
});

describe('an ONNX file for a Triton release', () => {
  async function findings(image: string, versions: { irVersion?: number; opset?: number }) {
    using folder = modelFolder({ 'm/1/model.onnx': onnxModel(shapes, versions) });
    const models = await readRepository(folder.path);
    return checkRepository(models, onnxLimitsOf(image)).map((finding) =>
      printFinding(finding).replaceAll(folder.path, ''),
    );
  }
  const oct24 = 'nvcr.io/nvidia/tritonserver:24.10-py3';

  it('that is as new as it loads is fine', async () => {
    assert.deepEqual(await findings(oct24, { opset: 21, irVersion: 10 }), []);
  });
  it('of a newer operator set is named, with what to do', async () => {
    assert.deepEqual(await findings(oct24, { opset: 22 }), [
      '/m/1/model.onnx: has operator set 22, and Triton 24.10 loads up to 21 (export it with operator set 21, or take a newer --triton-image)',
    ]);
  });
  it('of a newer format is named too', async () => {
    assert.deepEqual(await findings(oct24, { irVersion: 11 }), [
      '/m/1/model.onnx: has IR version 11, and Triton 24.10 loads up to 10 (export it with IR version 10, or take a newer --triton-image)',
    ]);
  });
  it('is not judged where nobody knows the release', async () => {
    assert.deepEqual(await findings('mine/triton:latest', { opset: 99, irVersion: 99 }), []);
  });
});
