import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type ComparisonDocument,
  comparisonDocumentSchema,
} from '../../../src/contract/comparison-document.ts';
import { answerWell, kserveStub } from '../../support/kserve-stub.ts';
import { HOSTILE } from '../../support/result-shapes.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

const PATIENCE = ['--warmup', '0', '--timeout', '60s', '--drain', '60s'];
const LOAD = [...PATIENCE, '--requests', '40', '--concurrency', '1', '--limit', 'p99=off'];

/** What a noisy machine may make of any comparison. */
function assertJudged(exitCode: number | null, { verdict, status }: ComparisonDocument): void {
  assert.equal(status, 'complete');
  const expected = { regressed: 1, improved: 0, 'no-change': 0, inconclusive: 0, invalid: 6 };
  assert.equal(exitCode, expected[verdict]);
}

function comparisonIn(cwd: string): ComparisonDocument {
  const [id = '', ...others] = readdirSync(join(cwd, 'reports'));
  assert.deepEqual(others, []);
  const folder = join(cwd, 'reports', id);
  const document = comparisonDocumentSchema.parse(
    JSON.parse(readFileSync(join(folder, 'comparison.json'), 'utf8')),
  );
  assert.equal(document.id, id);
  assert.equal(existsSync(join(folder, 'report.md')), document.status !== 'unfinished');
  for (const run of document.runs) {
    assert.ok(existsSync(join(folder, 'runs', run.id, 'result.json')), run.id);
  }
  return document;
}

const sidesOf = ({ runs }: ComparisonDocument) => runs.map(({ target }) => target.address);

describe('bench ab', () => {
  it('measures two servers in turn, with one seed for each pair, and keeps every run', async () => {
    await using a = await kserveStub();
    await using b = await kserveStub((response) => void setTimeout(() => answerWell(response), 20));
    const cwd = emptyFolder();
    const [urlA = '', urlB = ''] = [a.addresses.http, b.addresses.http];
    const args = ['ab', '--a-url', urlA, '--b-url', urlB, ...LOAD];
    const { exitCode, stdout, stderr } = await runBench(
      [...args, '--pairs', '2', '--seed', '9'],
      cwd,
    );
    const document = comparisonIn(cwd);
    assertJudged(exitCode, document);
    assert.deepEqual(document.targets, { a: urlA, b: urlB });
    // A noisy machine may have had a pair measured once more.
    assert.deepEqual(sidesOf(document).slice(0, 4), [urlA, urlB, urlB, urlA]);
    const seeds = document.runs.map(({ points }) => points[0]?.workload.seed);
    assert.deepEqual(seeds.slice(0, 4), [9, 9, 10, 10]);
    const [first] = document.runs;
    assert.match(first?.command ?? '', /^bench run .*--url http:\S+ --seed 9$/);
    assert.match(document.command, /^bench ab --a-url /);
    const { changed, points } = document.comparison ?? { changed: [], points: [] };
    const p50 = points[0]?.metrics.find(({ id }) => id === 'p50');
    if (document.comparison) assert.ok(changed.some(({ field }) => field === 'address'));
    if (document.verdict !== 'invalid') assert.ok((p50?.ratio ?? 0) > 2, `${p50?.ratio}`);
    assert.match(stderr, /pair 1 of 2 done: /);
    if (document.comparison) assert.match(stdout, /\n {2}metric +A +B +change/);
    assert.match(stdout, /comparison\.json/);

    const shown = await runBench(['report', 'latest', '--format', 'json'], cwd);
    assert.deepEqual(JSON.parse(shown.stdout), document);
    const listed = await runBench(['list'], cwd);
    assert.match(listed.stdout, new RegExp(`${document.id} .*ab: \\d pairs? at concurrency=1`));
    const refused = await runBench(['report', document.id, '--format', 'csv'], cwd);
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /csv is no form of a comparison/);
  });

  it('measures the versions of a model on one server, and says that this is what differs', async () => {
    const ready = { name: 'stub', versions: ['1', '2'], platform: 'none' };
    const tensor = { datatype: 'FP32', shape: [-1, 2] };
    const metadata = {
      ...ready,
      inputs: [{ name: 'IN', ...tensor }],
      outputs: [{ name: 'OUT', ...tensor }],
    };
    const routes = Object.fromEntries(
      ['1', '2'].flatMap((version) => [
        [`GET /v2/models/stub/versions/${version}`, metadata],
        [`GET /v2/models/stub/versions/${version}/config`, { name: 'stub', max_batch_size: 8 }],
      ]),
    );
    await using server = await kserveStub(answerWell, { routes });
    const cwd = emptyFolder();
    const versions = ['--a-model-version', '1', '--b-model-version', '2', '--model', 'stub'];
    const { exitCode, stderr } = await runBench(
      ['ab', ...versions, '--url', server.addresses.http ?? '', ...LOAD, '--pairs', '2'],
      cwd,
    );
    const document = comparisonIn(cwd);
    assertJudged(exitCode, document);
    assert.deepEqual(document.targets, { a: 'version 1', b: 'version 2' }, stderr);
    const [first] = document.comparison?.changed ?? [];
    if (document.comparison) assert.deepEqual(first, { field: 'model version', a: '1', b: '2' });
  });

  it('unloads and loads the model before every run with --reload', async () => {
    const calls: string[] = [];
    let isReady = true;
    await using server = await kserveStub(answerWell, {
      routes: {
        'POST /v2/repository/models/stub/unload': () => {
          calls.push('unload');
          isReady = false;
          return {};
        },
        'POST /v2/repository/models/stub/load': () => {
          calls.push('load');
          isReady = true;
          return {};
        },
        'POST /v2/repository/index': () => [
          { name: 'stub', version: '1', state: isReady ? 'READY' : 'UNAVAILABLE' },
        ],
      },
    });
    const url = server.addresses.http ?? '';
    const args = ['ab', '--a-url', url, '--b-url', url, ...LOAD, '--pairs', '2', '--reload'];
    const cwd = emptyFolder();
    const { exitCode } = await runBench([...args, '--model', 'stub'], cwd);
    const document = comparisonIn(cwd);
    assertJudged(exitCode, document);
    assert.deepEqual(
      calls,
      document.runs.flatMap(() => ['unload', 'load']),
    );
    const nameless = await runBench(args, emptyFolder());
    assert.deepEqual([nameless.exitCode, /add --model/.test(nameless.stderr)], [2, true]);
  });

  it('exits 3 and names the model when it cannot be reloaded', async () => {
    await using server = await kserveStub();
    const url = server.addresses.http ?? '';
    const reload = ['--reload', '--model', 'stub', '--pairs', '2'];
    const cwd = emptyFolder();
    const { exitCode, stderr } = await runBench(
      ['ab', '--a-url', url, '--b-url', url, ...LOAD, ...reload],
      cwd,
    );
    assert.equal(exitCode, 3);
    assert.match(stderr, /model stub could not be reloaded/);
    assert.deepEqual(readdirSync(join(cwd, 'reports')), []);
  });

  it('ends on the first interrupt with 130, and keeps whole pairs and the last half', async () => {
    await using a = await kserveStub();
    await using b = await kserveStub();
    const cwd = emptyFolder();
    const urls = ['--a-url', a.addresses.http ?? '', '--b-url', b.addresses.http ?? ''];
    const isSecondPair = () => b.requests() > 0 && runsIn(cwd) === 2;
    const { exitCode, stdout } = await runBench(['ab', ...urls, ...LOAD], cwd, (pid) => {
      void until(isSecondPair).then(() => process.kill(pid, 'SIGINT'));
    });
    assert.equal(exitCode, 130);
    const document = comparisonIn(cwd);
    assert.equal(document.status, 'interrupted');
    assert.equal(document.exitCode, 130);
    const last = document.pairs.at(-1);
    assert.deepEqual([last?.judged, last?.why], [false, 'it was interrupted']);
    assert.match(stdout, /It was interrupted: fewer pairs than wanted were measured/);
  });

  it('leaves what was measured when it is killed: bench report and bench compare read it', async () => {
    await using a = await kserveStub();
    const cwd = emptyFolder();
    const url = a.addresses.http ?? '';
    await runBench(['ab', '--a-url', url, '--b-url', url, ...LOAD], cwd, (pid) => {
      void until(() => runsIn(cwd) >= 4).then(() => process.kill(pid, 'SIGKILL'));
    });
    const document = comparisonIn(cwd);
    assert.deepEqual([document.status, document.pairs.length > 0], ['unfinished', true]);
    const { stdout } = await runBench(['report'], cwd);
    assert.match(stdout, /It was cut off, or is still going on/);
    const runs = document.pairs[0];
    const at = join('reports', document.id, 'runs');
    const again = await runBench(
      ['compare', join(at, runs?.a ?? ''), join(at, runs?.b ?? ''), '--limit', 'p99=off'],
      cwd,
    );
    assert.ok([0, 6].includes(again.exitCode ?? -1), again.stderr);
  });

  it('stops with exit 4 after the first run that got no good answer', async () => {
    await using a = await kserveStub();
    await using b = await kserveStub(
      (response) => void response.writeHead(500).end('{"error":"no"}'),
    );
    const cwd = emptyFolder();
    const urls = ['--a-url', a.addresses.http ?? '', '--b-url', b.addresses.http ?? ''];
    const { exitCode, stderr } = await runBench(['ab', ...urls, ...LOAD], cwd);
    assert.equal(exitCode, 4);
    assert.match(stderr, /not one good answer came from http/);
    const document = comparisonIn(cwd);
    assert.deepEqual([document.status, document.verdict], ['failed', 'invalid']);
    assert.deepEqual(document.runs.length, 2);
  });

  it('says after one run that it is too short for what is judged', async () => {
    await using a = await kserveStub();
    const url = a.addresses.http ?? '';
    const load = [...PATIENCE, '--requests', '20', '--qps', '200'];
    const { exitCode, stderr } = await runBench(
      ['ab', '--a-url', url, '--b-url', url, ...load],
      emptyFolder(),
    );
    assert.equal(exitCode, 2);
    assert.match(stderr, /p99 of qps=200 takes 1,000 requests, and a run had 20/);
    assert.match(stderr, /--limit p99=off/);
  });

  it('refuses after one pair what was not measured alike, unless --force is given', async () => {
    await using a = await kserveStub();
    const tensor = { datatype: 'FP32', shape: [-1, 3] };
    await using b = await kserveStub(answerWell, {
      routes: {
        'GET /v2/models/stub': {
          ...{ name: 'stub', versions: ['1'], platform: 'none' },
          inputs: [{ name: 'IN', ...tensor }],
          outputs: [{ name: 'OUT', ...tensor, shape: [-1, 2] }],
        },
      },
    });
    const urls = ['--a-url', a.addresses.http ?? '', '--b-url', b.addresses.http ?? ''];
    const cwd = emptyFolder();
    const { exitCode, stderr } = await runBench(['ab', ...urls, ...LOAD, '--pairs', '2'], cwd);
    assert.equal(exitCode, 2);
    assert.match(stderr, /not made alike: payload bytesPerRequest \(A: \d+, B: \d+\)/);
    assert.equal(comparisonIn(cwd).runs.length, 2);
    const forced = emptyFolder();
    await runBench(['ab', ...urls, ...LOAD, '--pairs', '2', '--force'], forced);
    const { comparison } = comparisonIn(forced);
    if (comparison) assert.equal(comparison.unlike[0]?.field, 'payload bytesPerRequest');
  });

  it('refuses what cannot be meant before anything is measured', async () => {
    const url = ['--a-url', 'http://127.0.0.1:1', '--b-url', 'http://127.0.0.1:2'];
    for (const [args, message] of [
      [[], /nothing says what A and B are/],
      [[...url, '--pairs', '1'], /--pairs: 1 is too small; must be at least 2/],
      [[...url, '--confirm', '1'], /--confirm: 1 is too small/],
      [[...url, '--search', '1..2', '--slo', 'p50<1s'], /a search has no load/],
      [[...url, '--samples', 'x'], /--samples names one file/],
      [[...url, '--limit', 'p500=5%'], /no metric "p500"/],
      [[...url, '--stack', 'embedded'], /--url names a running server/],
      [['--a-url', 'nowhere', '--b-url', 'http://x:1'], /--a-url: "nowhere" must start with http/],
    ] as const) {
      const { exitCode, stderr } = await runBench(['ab', ...args], emptyFolder());
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, message);
    }
  });

  it('leaves nothing behind where no server is', async () => {
    const cwd = emptyFolder();
    const url = ['--a-url', 'http://127.0.0.1:1', '--b-url', 'http://127.0.0.1:1'];
    const { exitCode } = await runBench(['ab', ...url], cwd);
    assert.equal(exitCode, 3);
    assert.deepEqual(readdirSync(join(cwd, 'reports')), []);
  });

  it('takes labels of any kind, and shows them as text', async () => {
    await using a = await kserveStub();
    const url = a.addresses.http ?? '';
    const cwd = emptyFolder();
    const { stdout } = await runBench(
      ['ab', '--a-url', url, '--b-url', url, ...LOAD, '--pairs', '2', '--label', `note=${HOSTILE}`],
      cwd,
    );
    assert.equal(comparisonIn(cwd).labels.note, HOSTILE);
    assert.ok(![...stdout].some((one) => one < ' ' && one !== '\n'));
  });
});

function runsIn(cwd: string): number {
  try {
    const [id = ''] = readdirSync(join(cwd, 'reports'));
    const runs = join(cwd, 'reports', id, 'runs');
    return readdirSync(runs).filter((run) => existsSync(join(runs, run, 'result.json'))).length;
  } catch {
    return 0;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}
