import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { BenchError } from '../../../../src/contract/bench-error.ts';
import { checkRepository } from '../../../../src/stack/model-repository/check-repository.ts';
import { printFinding } from '../../../../src/stack/model-repository/finding.ts';
import { readRepository } from '../../../../src/stack/model-repository/read-repository.ts';
import { modelFolder } from '../../../support/model-folder.ts';
import { ONNX_TYPE, onnxModel } from '../../../support/onnx-model.ts';
import { packageRoot } from '../../../support/package-root.ts';

const model = onnxModel({
  inputs: [{ name: 'x', type: ONNX_TYPE.fp32, dims: ['n', 3] }],
  outputs: [{ name: 'y', type: ONNX_TYPE.fp32, dims: ['n', 3] }],
  nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
});
const GOOD = `name: "m"
platform: "onnxruntime_onnx"
max_batch_size: 8
input [ { name: "x" data_type: TYPE_FP32 dims: [ 3 ] } ]
output [ { name: "y" data_type: TYPE_FP32 dims: [ 3 ] } ]
`;

/** What is said of a repository, with paths as if it stood at the root. */
async function findings(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  using folder = modelFolder(files);
  const models = await readRepository(folder.path);
  return checkRepository(models).map((finding) =>
    printFinding(finding).replaceAll(folder.path, ''),
  );
}

const withConfig = (config: string) =>
  findings({ 'm/config.pbtxt': config, 'm/1/model.onnx': model });

describe('a model repository', () => {
  it('of this package is fine', async () => {
    const models = await readRepository(join(packageRoot, 'models'));
    assert.deepEqual(checkRepository(models), []);
    assert.deepEqual(
      models.map(({ name }) => name),
      ['mnist_mlp'],
    );
  });

  it('is fine with a complete configuration', async () => {
    assert.deepEqual(await withConfig(GOOD), []);
  });

  it('is fine without one when the ONNX file says it all', async () => {
    assert.deepEqual(await findings({ 'm/1/model.onnx': model }), []);
  });

  it('is fine with other backends, whose files nobody here can read', async () => {
    const files = { 'p/config.pbtxt': 'backend: "python"', 'p/1/model.py': 'pass' };
    assert.deepEqual(await findings(files), []);
  });

  it('ignores hidden folders and plain files beside the models', async () => {
    const files = { 'm/1/model.onnx': model, '.git/HEAD': 'x', 'README.md': 'x' };
    assert.deepEqual(await findings(files), []);
  });

  const wrong: [what: string, config: string, said: string][] = [
    [
      'broken syntax',
      'name: "m"\nmax_batch_size 8\n',
      '/m/config.pbtxt:2:16: expected `:` after `max_batch_size` (protobuf text format is `name: value` and `name { … }`)',
    ],
    [
      'a misspelt field',
      GOOD.replace('max_batch_size', 'max_batchsize'),
      '/m/config.pbtxt:3:1: ModelConfig has no field "max_batchsize" (did you mean max_batch_size?)',
    ],
    [
      'a name that is not the folder’s',
      GOOD.replace('"m"', '"n"'),
      '/m/config.pbtxt:1:7: name is "n", but the folder is "m" (make them the same, or leave name out)',
    ],
    [
      'an input that the file does not have',
      GOOD.replace('"x"', '"xx"'),
      '/m/config.pbtxt:4:17: the ONNX model has no input "xx" (did you mean "x"?)',
    ],
    [
      'another type than the file’s',
      GOOD.replace('TYPE_FP32', 'TYPE_INT32'),
      '/m/config.pbtxt:4:32: "x" is TYPE_INT32 here, TYPE_FP32 in the ONNX model (write what the model has)',
    ],
    [
      'other dims than the file’s',
      GOOD.replace('dims: [ 3 ]', 'dims: [ 4 ]'),
      '/m/config.pbtxt:4:42: "x" is [-1,4] here, [-1,3] in the ONNX model (write dims: [ 3 ]; the batch dimension is not listed)',
    ],
    [
      'the batch dimension listed',
      GOOD.replace('dims: [ 3 ]', 'dims: [ -1, 3 ]'),
      '/m/config.pbtxt:4:42: "x" is [-1,-1,3] here, [-1,3] in the ONNX model (write dims: [ 3 ]; the batch dimension is not listed)',
    ],
    [
      'dims of nothing',
      GOOD.replace('dims: [ 3 ]', 'dims: [ 0 ]'),
      '/m/config.pbtxt:4:42: input "x" has dims [0] (each must be at least 1, or -1 for any size)',
    ],
    [
      'no dims',
      GOOD.replace('dims: [ 3 ]', ''),
      '/m/config.pbtxt:4:9: input "x" has no dims (add dims: [ … ], -1 for any size)',
    ],
    [
      'no type',
      GOOD.replace('data_type: TYPE_FP32 ', ''),
      '/m/config.pbtxt:4:9: input "x" has no data_type (add data_type: TYPE_FP32 or another type)',
    ],
    [
      'a tensor listed twice',
      `${GOOD}output { name: "y" data_type: TYPE_FP32 dims: 3 }`,
      '/m/config.pbtxt:6:16: output "y" is listed twice (remove one of the two)',
    ],
    [
      'a reshape of another size',
      GOOD.replace('dims: [ 3 ] }', 'dims: [ 6 ] reshape { shape: [ 3 ] } }'),
      '/m/config.pbtxt:4:62: input "x" has dims [6] and reshape [3] (give both as many elements)',
    ],
    [
      'a negative batch size',
      GOOD.replace('max_batch_size: 8', 'max_batch_size: -1').replaceAll(
        'dims: [ 3 ]',
        'dims: [ -1, 3 ]',
      ),
      '/m/config.pbtxt:3:17: max_batch_size is -1 (write 0 for no batching, or the largest batch)',
    ],
    [
      'a preferred batch that is not allowed',
      `${GOOD}dynamic_batching { preferred_batch_size: [ 4, 16 ] }`,
      '/m/config.pbtxt:6:47: preferred_batch_size 16 is not from 1 to max_batch_size 8 (change one of the two)',
    ],
    [
      'a version that is not there',
      `${GOOD}version_policy { specific { versions: [ 1, 2 ] } }`,
      '/m/config.pbtxt:6:44: version 2 is wanted, but there is no such folder (there are: 1)',
    ],
  ];
  for (const [what, config, said] of wrong) {
    it(`is found wrong with ${what}`, async () => {
      const [first, ...more] = await withConfig(config);
      assert.equal(first, said);
      assert.deepEqual(
        more.filter((other) => !other.includes('also needs')),
        [],
      );
    });
  }

  it('is found wrong when the file needs an input that is not listed', async () => {
    const said = await withConfig(GOOD.replace('"x"', '"xx"'));
    assert.match(said[1] ?? '', /^\/m\/config.pbtxt:4:1: \/m\/1\/model.onnx also needs input "x"/);
  });

  it('is found wrong when the file’s batch is fixed', async () => {
    const fixed = onnxModel({
      inputs: [{ name: 'x', type: ONNX_TYPE.fp32, dims: [1, 3] }],
      outputs: [{ name: 'y', type: ONNX_TYPE.fp32, dims: ['n', 3] }],
      nodes: [],
    });
    assert.deepEqual(await findings({ 'm/config.pbtxt': GOOD, 'm/1/model.onnx': fixed }), [
      '/m/config.pbtxt:3:17: max_batch_size is 8, but the first dimension of "x" is 1 in the ONNX model (export it with a first dimension of any size, or set max_batch_size: 0)',
    ]);
  });

  const incomplete: [what: string, files: Record<string, string>, said: string][] = [
    [
      'no version',
      { 'm/config.pbtxt': GOOD },
      '/m: has no version folder (put the model file into /m/1)',
    ],
    [
      'no model file',
      { 'm/config.pbtxt': GOOD, 'm/1/modell.onnx': '' },
      '/m/1: has no model.onnx (it holds modell.onnx: rename the file or set default_model_filename)',
    ],
    [
      'a model file that is no model',
      { 'm/config.pbtxt': GOOD, 'm/1/model.onnx': 'version https://git-lfs.github.com/spec/v1' },
      '/m/1/model.onnx: is no ONNX model',
    ],
    ['a folder that is no model', { 'notes/a.txt': '' }, '/notes: is no model'],
  ];
  for (const [what, files, said] of incomplete) {
    it(`is found wrong with ${what}`, async () => {
      const all = await findings(files);
      assert.equal(all.length, 1);
      assert.ok(all[0]?.startsWith(said), all[0]);
    });
  }

  it('is found wrong with a pipe where a file should be, instead of waiting for its writer', async () => {
    using folder = modelFolder({ 'm/1/notes.txt': '' });
    spawnSync('mkfifo', ['m/config.pbtxt', 'm/1/model.onnx'], { cwd: folder.path });
    const found = checkRepository(await readRepository(folder.path))
      .map(printFinding)
      .join('\n');
    for (const file of ['config.pbtxt', '1/model.onnx']) {
      assert.ok(found.includes(`m/${file}: cannot be read: it is no regular file`), found);
    }
  });

  it('shows what is wrong with every model at once', async () => {
    const files = { 'a/config.pbtxt': 'x', 'b/config.pbtxt': 'y', 'c/1/model.onnx': model };
    assert.equal((await findings(files)).filter((said) => said.includes('expected')).length, 2);
  });

  it('raises an error when it is not there, is a file or holds nothing', async () => {
    using empty = modelFolder({ 'README.md': '' });
    const cases = [
      [join(empty.path, 'nowhere'), /no model repository at .*nowhere: there is no such folder/],
      [join(empty.path, 'README.md'), /no model repository at .*README.md: ENOTDIR/],
      [empty.path, /holds no model/],
    ] as const;
    for (const [path, message] of cases) {
      await assert.rejects(readRepository(path), (error: unknown) => {
        assert.ok(error instanceof BenchError);
        assert.equal(error.code, 'config-invalid');
        assert.match(error.message, message);
        return true;
      });
    }
  });
});
