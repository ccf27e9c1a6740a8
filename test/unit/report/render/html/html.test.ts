import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { html } from '../../../../../src/report/render/html/html.ts';
import { aPoint, aResult } from '../../../../support/a-result.ts';

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
  it('leaves the seconds of a very long run to result.json, and says so', () => {
    const point = aPoint();
    const [interval] = point.intervals;
    assert.ok(interval);
    const intervals = Array.from({ length: 5000 }, (_, second) => ({ ...interval, second }));
    const long = html({ ...aResult(), points: [{ ...point, intervals }] });
    assert.match(long, /without the single seconds; result\.json has them/);
    assert.ok(long.length < 2_000_000, `${long.length} characters`);
  });
});
