import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { stackMembers } from '../../src/stack/drivers/process/stack-processes.ts';
import { readRecord, type StackRecord } from '../../src/stack/drivers/process/stack-record.ts';
import { packageRoot } from '../support/package-root.ts';
import { type StackTool, startStackTool } from '../support/start-stack-tool.ts';

const REAL = {
  modelRepository: `${packageRoot}test/real/triton-repository`,
  tritonBin: `${packageRoot}scripts/real-servers/tritonserver`,
  prometheusBin: 'prometheus',
};
const STUB = 'triton_python_backend_stub';
const STEPS = ['Triton', 'model', 'metrics', 'Prometheus', 'scrape', 'sample'];

function recordOf(tool: StackTool): StackRecord {
  const record = readRecord(tool.folder);
  assert.ok(record !== null, `no record in ${tool.folder}`);
  return record;
}

/** Resolves when nothing of a stack runs and its folder is gone; the test's own limit is the limit. */
async function untilNothingIsLeft(record: StackRecord, folder: string): Promise<void> {
  while (stackMembers(record).length > 0 || existsSync(folder)) await pause(100);
}

/** How many series a query of a Prometheus gives. */
async function seriesOf(url: string | undefined, query: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await answer.json()) as { data: { result: readonly unknown[] } };
  return data.result.length;
}

/** A repository whose one model cannot be loaded. */
function badRepository(): string {
  const repository = mkdtempSync(join(tmpdir(), 'bench-bad-models-'));
  mkdirSync(join(repository, 'broken', '1'), { recursive: true });
  writeFileSync(
    join(repository, 'broken', 'config.pbtxt'),
    'backend: "python"\nmax_batch_size: 8\n',
  );
  writeFileSync(
    join(repository, 'broken', '1', 'model.py'),
    'raise RuntimeError("no such luck")\n',
  );
  return repository;
}

describe('a real Triton and a real Prometheus as processes', { timeout: 600_000 }, () => {
  it('come up, are scraped, and are gone with all their helpers', async () => {
    const tool = startStackTool(REAL);
    const { addresses, prometheus } = await tool.until('up');
    const said = tool.reports.map(({ what }) => what);
    assert.deepEqual(said, ['begin', ...STEPS, 'up']);
    const model = await fetch(`${addresses?.http}/v2/models/mnist_mlp/ready`);
    assert.equal(model.status, 200);
    const ofModel = 'nv_inference_request_success{job="triton",model="mnist_mlp"}';
    assert.equal(await seriesOf(prometheus?.public, ofModel), 1);
    const record = recordOf(tool);
    assert.ok(stackMembers(record).length > 2, `no ${STUB} among them`);
    tool.order('end');
    assert.equal(await tool.gone, 0);
    assert.deepEqual(stackMembers(record), []);
    assert.ok(!existsSync(tool.folder));
  });

  it('say why a model cannot be loaded, and nothing is left', async () => {
    const tool = startStackTool({ ...REAL, modelRepository: badRepository() });
    const { message } = await tool.until('failed');
    assert.match(message ?? '', /Triton ended with exit code 1/);
    assert.match(message ?? '', /no such luck/);
    assert.equal(await tool.gone, 3);
    assert.ok(!existsSync(tool.folder));
  });

  for (const step of STEPS) {
    it(`are gone when the tool is killed at the step ${step}`, async () => {
      const tool = startStackTool(REAL);
      await tool.until(step);
      const record = recordOf(tool);
      tool.kill('SIGKILL');
      await tool.gone;
      await untilNothingIsLeft(record, tool.folder);
    });
  }

  it('leave no helper when Triton itself is killed', async () => {
    const tool = startStackTool(REAL);
    await tool.until('up');
    const record = recordOf(tool);
    process.kill(record.services[0]?.pid ?? 0, 'SIGKILL');
    assert.match((await tool.until('died')).message ?? '', /Triton was ended by SIGKILL/);
    tool.order('end');
    await tool.gone;
    await untilNothingIsLeft(record, tool.folder);
  });

  it('live side by side with those of another name', async () => {
    const [one, other] = [startStackTool(REAL), startStackTool({ ...REAL, name: 'other' })];
    const ups = [await one.until('up'), await other.until('up')];
    assert.notEqual(ups[0]?.addresses?.http, ups[1]?.addresses?.http);
    one.order('end');
    await one.gone;
    assert.equal((await fetch(`${ups[1]?.addresses?.http}/v2/health/ready`)).status, 200);
    assert.equal(await seriesOf(ups[1]?.prometheus?.public, 'up{job="triton"} == 1'), 1);
    other.order('end');
    await other.gone;
  });
});
