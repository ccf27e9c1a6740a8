import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { resultDocumentSchema } from '../../../../../src/contract/result-document.ts';
import { html } from '../../../../../src/report/render/html/html.ts';
import { aPoint, aResult } from '../../../../support/a-result.ts';
import { anHour, HOUR_SECONDS } from '../../../../support/an-hour.ts';
import { RESULT_SHAPES } from '../../../../support/result-shapes.ts';

const page = html(aResult());
function policyHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

describe('the HTML report', () => {
  it('asks nothing of any network', () => {
    const links = [...page.matchAll(/(?:src|href|action)="([^"]*)"|url\(([^)]*)\)/g)];
    assert.deepEqual(
      links.map((link) => link[1] ?? link[2]),
      ['result.json', 'report.md'],
    );
    assert.doesNotMatch(page, /@import|<link|<iframe|<img/);
  });
  it('permits its own style and script, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
    const script = /<script>(.*?)<\/script>/s.exec(page)?.[1] ?? '';
    assert.match(policy, /^default-src 'none'; /);
    assert.ok(policy.includes(`style-src ${policyHash(style)}`));
    assert.ok(policy.includes(`script-src ${policyHash(script)}`));
    assert.doesNotMatch(page, / style="| on[a-z]+="/);
  });
  it('has its sections in the order of a reader', () => {
    const order = [...page.matchAll(/<section id="([^"]+)"/g)].map((match) => match[1]);
    assert.deepEqual(order, [
      'rules',
      'key-numbers',
      'latency',
      'over-time',
      'where-time-goes',
      'batching',
      'requests',
      'environment',
      'repeat',
      'data',
    ]);
  });
  it('gives every table a caption, every column a scope, every chart a title and a description', () => {
    assert.equal(page.split('<table>').length, page.split('<caption').length);
    assert.doesNotMatch(page, /<th(?! scope="(col|row)")[ >]/);
    for (const [chart] of page.matchAll(/<svg class="chart[\s\S]*?<\/svg>/g)) {
      assert.match(
        chart,
        /^<svg [^>]*role="img" aria-labelledby="[^"]+"><title id=[\s\S]*?<desc id=/,
      );
    }
  });
  it('uses every id once, however many points there are', () => {
    const several = html({ ...aResult(), points: [aPoint(), aPoint(), aPoint()] });
    const ids = [...several.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    assert.deepEqual(ids, [...new Set(ids)]);
  });
  it('carries the whole document', () => {
    const data = /<script type="application\/json" id="result">(.*?)<\/script>/s.exec(page)?.[1];
    assert.deepEqual(JSON.parse(data ?? ''), aResult());
  });
  it('shows several loads side by side, then each folded', () => {
    const sweep = html(RESULT_SHAPES.sweep?.() ?? assert.fail());
    assert.match(sweep, /<h2[^>]*>All loads<\/h2>[\s\S]*Latency against throughput[\s\S]*<table>/);
    assert.equal(sweep.split('<details class="load">').length, 4);
    assert.equal(sweep.split('<h1>').length, 2);
  });
  describe('of an hour', () => {
    const long = html(anHour());
    it('stays under 2 MB', () => assert.ok(long.length < 2_000_000, `${long.length} characters`));
    it('leaves the histograms of single seconds to result.json, and says so', () => {
      assert.match(long, /without the histograms of single seconds; result\.json has them/);
      const data = /<script type="application\/json" id="result">(.*?)<\/script>/s.exec(long)?.[1];
      const doc = resultDocumentSchema.parse(JSON.parse(data ?? ''));
      assert.equal(doc.points[0]?.intervals.length, HOUR_SECONDS);
      assert.equal(doc.points[0]?.intervals[1800]?.completed, 7);
    });
    it('still shows the one slow answer of its middle', () => {
      const chart = /aria-labelledby="latency-over-time-wide-title[\s\S]*?<\/svg>/.exec(long)?.[0];
      const dots = /class="line max" d="([^"]*)"/.exec(chart ?? '')?.[1] ?? '';
      const heights = new Set([...dots.matchAll(/,([\d.]+)Z/g)].map((match) => match[1]));
      assert.equal(heights.size, 2);
    });
  });
});
