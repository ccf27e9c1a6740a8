import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { assertFineOrNoisy, onlyResult } from '../../support/only-result.ts';
import {
  found,
  type PrometheusCall,
  prometheusStandIn,
  type Reply,
} from '../../support/prometheus-stand-in.ts';
import { HOSTILE } from '../../support/result-shapes.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';
import { stubHttpServer } from '../../support/stub-http-server.ts';

const EVERY_SECONDS = 0.1;
const LOOK_BACK = 600;

type Values = readonly (readonly [number, string])[];

/** A Prometheus that has scraped our server ten times a second for a minute, and what is wrong with it. */
interface Ill {
  readonly skewSeconds?: number;
  readonly range?: (values: Values) => Reply | undefined;
  readonly any?: (call: PrometheusCall) => Reply | undefined;
}

function replyOf(call: PrometheusCall, { skewSeconds = 0, range, any }: Ill): Reply {
  const own = any?.(call);
  if (own) return own;
  const now = Date.now() / 1000 + skewSeconds;
  const { query = '', start, end, step } = call.form;
  if (query === 'time()') return found('scalar', [0, String(now)]);
  if (call.path === 'query_range') {
    const steps = Math.floor((Number(end) - Number(start)) / Number(step)) + 1;
    const values = Array.from({ length: steps }, (_, index) => {
      const at = Number((Number(start) + index * Number(step)).toFixed(3));
      return [at, String(index)] as const;
    });
    return range?.(values) ?? found('matrix', [{ metric: {}, values }]);
  }
  const values = Array.from({ length: LOOK_BACK }, (_, index) => [
    Number((now - (LOOK_BACK - index) * EVERY_SECONDS).toFixed(3)),
    query.startsWith('up') ? '1' : '7',
  ]);
  const labels = { job: 'triton', instance: 'here', model: 'mnist_mlp', version: '1' };
  const metric = { __name__: query.replace(/[{[].*/, ''), ...labels };
  return found('matrix', [{ metric, values }]);
}

interface Shown {
  readonly doc: ResultDocument;
  readonly html: string;
  readonly markdown: string;
  readonly terminal: string;
}

async function benchBeside(ill: Ill): Promise<Shown> {
  const { listener } = prometheusStandIn((call) => replyOf(call, ill));
  await using prometheus = await stubHttpServer(listener);
  const folder = emptyFolder();
  const flags = ['--qps', '50', '--duration', '4s', '--warmup', '0'];
  const args = ['run', '--stack', 'embedded', ...flags, '--prometheus-url', prometheus.url];
  const ending = await runBench(args, folder);
  const doc = onlyResult(folder);
  assertFineOrNoisy(ending.exitCode, doc);
  const [id = ''] = readdirSync(join(folder, 'reports'));
  const file = (name: string) => readFileSync(join(folder, 'reports', id, name), 'utf8');
  const terminal = ending.stdout + ending.stderr;
  return { doc, html: file('report.html'), markdown: file('report.md'), terminal };
}

const pointOf = ({ doc }: Shown) => doc.points[0] ?? assert.fail('nothing was measured');
const notesOf = (shown: Shown) => pointOf(shown).notes.join('\n');

describe('bench run beside a Prometheus', { timeout: 300_000 }, () => {
  it('that is well has its series in the report', async () => {
    const shown = await benchBeside({});
    assert.equal(pointOf(shown).serverSeries?.source, 'prometheus');
    assert.doesNotMatch(notesOf(shown), /Prometheus/);
  });
  const ills: Readonly<Record<string, readonly [ill: Ill, note: RegExp]>> = {
    'that refuses with 422': [
      {
        range: () => ({
          status: 422,
          body: JSON.stringify({ status: 'error', errorType: 'execution', error: HOSTILE }),
        }),
      },
      /does not tell \(all\) it knows: .*\(422, execution\)/,
    ],
    'that has a gap': [
      {
        range: (values) =>
          found('matrix', [{ metric: {}, values: [...values.slice(0, 9), ...values.slice(-9)] }]),
      },
      /has no numbers for [\d.]+ s of the load/,
    ],
    'that is of another time': [
      {
        range: (v) => found('matrix', [{ metric: {}, values: v.map(([at, x]) => [at + 1e6, x]) }]),
      },
      /^/,
    ],
    'that wants a token': [{ any: () => ({ status: 401, body: 'no' }) }, /does not tell/],
    'that is something else': [{ any: () => ({ body: '<html>sign in' }) }, /does not tell/],
  };
  for (const [title, [ill, note]] of Object.entries(ills)) {
    it(`${title}: our own readings stand, and a note says why`, async () => {
      const shown = await benchBeside(ill);
      assert.equal(pointOf(shown).serverSeries?.source, 'scrapes');
      assert.equal(pointOf(shown).server?.requests, 200);
      assert.match(notesOf(shown), note);
    });
  }
  it('that has a wrong clock: it is allowed for', async () => {
    const shown = await benchBeside({ skewSeconds: -3600 });
    assert.equal(pointOf(shown).serverSeries?.source, 'prometheus');
    assert.match(notesOf(shown), /clock is \d+\.\d s behind ours: allowed for/);
  });
  it('that is partial, with labels and warnings as hostile as they get: text everywhere', async () => {
    const shown = await benchBeside({
      range: (values) =>
        found('matrix', [{ metric: { gpu_uuid: HOSTILE, reason: HOSTILE }, values }], {
          warnings: [HOSTILE],
        }),
    });
    assert.match(notesOf(shown), /its answer may be partial/);
    assert.ok(!shown.html.includes('<img'));
    for (const text of [shown.html, shown.markdown, shown.terminal]) {
      for (const character of ['\u001b', '\u0007', '\u202e']) assert.ok(!text.includes(character));
    }
  });
  it('that tells thousands of series, and numbers that no server has: a report all the same', async () => {
    const shown = await benchBeside({
      range: (values) =>
        found(
          'matrix',
          Array.from({ length: 1000 }, (_, index) => ({
            metric: { gpu_uuid: `GPU-${index}` },
            values: values.map(([at], step) => [at, ['1.7e308', '-1e300', 'NaN', '5'][step % 4]]),
          })),
        ),
    });
    assert.match(notesOf(shown), /more than 64 series of one kind/);
    assert.ok(shown.html.length < 4_000_000, `${shown.html.length} characters`);
    assert.doesNotMatch(shown.markdown, /Infinity|NaN|e\+/);
  });
});
