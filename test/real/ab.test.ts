import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type ComparisonDocument,
  comparisonDocumentSchema,
} from '../../src/contract/comparison-document.ts';
import { takenPorts } from '../../src/stack/index.ts';
import { freePorts } from '../support/free-ports.ts';
import { packageRoot } from '../support/package-root.ts';
import { realHome } from '../support/real-home.ts';
import { startRealTriton } from '../support/real-triton.ts';
import { emptyFolder, runBench } from '../support/run-bench.ts';

const LOAD = ['--requests', '40', '--concurrency', '1', '--limit', 'p99=off', '--pairs', '2'];
const PATIENCE = ['--warmup', '0', '--timeout', '60s', '--drain', '60s'];
const MODEL = ['--model', 'mnist_mlp'];

/** The model twice, as versions 1 and 2. */
function twoVersions(): string {
  const repository = join(emptyFolder(), 'repository');
  const model = join(repository, 'mnist_mlp');
  cpSync(`${packageRoot}test/real/triton-repository/mnist_mlp`, model, { recursive: true });
  cpSync(join(model, '1'), join(model, '2'), { recursive: true });
  const onnx = `${packageRoot}models/mnist_mlp/1/model.onnx`;
  const config = join(model, 'config.pbtxt');
  const text = readFileSync(config, 'utf8').replace(/"[^"]*model\.onnx"/, `"${onnx}"`);
  writeFileSync(config, `${text}\nversion_policy: { all { } }\n`);
  return repository;
}

function comparisonIn(cwd: string): ComparisonDocument {
  const [id = ''] = readdirSync(join(cwd, 'reports'));
  const text = readFileSync(join(cwd, 'reports', id, 'comparison.json'), 'utf8');
  return comparisonDocumentSchema.parse(JSON.parse(text));
}

describe('bench ab, asked of a real Triton', { timeout: 600_000 }, () => {
  it('compares two versions of a model, loaded anew before every run', async () => {
    await using triton = await startRealTriton(
      twoVersions(),
      '--model-control-mode=explicit',
      '--load-model=mnist_mlp',
    );
    const { http, metrics } = triton.addresses;
    const cwd = emptyFolder();
    const { exitCode, stderr } = await runBench(
      ['ab', '--a-model-version', '1', '--b-model-version', '2', '--reload', ...MODEL].concat([
        '--url',
        http,
        '--metrics-url',
        metrics,
        ...LOAD,
        ...PATIENCE,
      ]),
      cwd,
    );
    const document = comparisonIn(cwd);
    assert.equal(document.status, 'complete', stderr);
    assert.ok([0, 1, 6].includes(exitCode ?? -1), stderr);
    const versions = document.runs.map(({ points }) => points[0]?.workload.modelVersion);
    assert.deepEqual(versions.slice(0, 4), ['1', '2', '2', '1']);
    assert.deepEqual(document.comparison?.unlike ?? [], []);
    for (const { points } of document.runs) assert.equal(points[0]?.server?.requests, 40);
  });

  it('starts and ends a Triton for each run, on the same ports', async () => {
    const [http = 0, grpc = 0, metrics = 0] = await freePorts(3);
    const script = `${packageRoot}scripts/real-servers/triton.sh`;
    const command = `INFERBENCH_REAL_HOME='${realHome}' '${script}' '${packageRoot}test/real/triton-repository' ${http} ${grpc} ${metrics}`;
    const cwd = emptyFolder();
    const { exitCode, stderr } = await runBench(
      ['ab', '--a-command', command, '--b-command', command, ...MODEL]
        .concat(['--url', `http://127.0.0.1:${http}`, '--grpc-url', `127.0.0.1:${grpc}`])
        .concat(['--metrics-url', `http://127.0.0.1:${metrics}/metrics`, ...LOAD, ...PATIENCE]),
      cwd,
    );
    const document = comparisonIn(cwd);
    assert.equal(document.status, 'complete', stderr);
    assert.ok([0, 1, 6].includes(exitCode ?? -1), stderr);
    assert.ok(document.runs.length >= 4);
    assert.deepEqual(await takenPorts([http, grpc, metrics]), []);
  });
});
