import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { percentileReading } from '../../../../../src/report/render/html/percentile-reading.ts';
import type { LineReading } from '../../../../../src/report/render/html/reading.ts';
import { aPoint } from '../../../../support/a-result.ts';

function readingOf(script: string): LineReading {
  return JSON.parse(script.replace(/^<script [^>]*>|<\/script>$/g, ''));
}

describe('what can be read of the percentile curve', () => {
  const data = readingOf(percentileReading(aPoint({ ratePerSecond: 200, seconds: 10 })));
  it('names each place, and says where too few requests lie above', () => {
    const names = data.places.map(({ name }) => name);
    assert.equal(names[0], 'p0');
    assert.ok(names.includes('p90'), names.join(' '));
    assert.equal(names.at(-1), 'p99.95 (fewer than 10 requests above)');
  });
  it('goes from one end of the axis to the other', () => {
    assert.equal(data.places[0]?.at, 0);
    assert.equal(data.places.at(-1)?.at, 1);
  });
  it('holds both curves at every place', () => {
    assert.deepEqual(
      data.lines.map(({ name }) => name),
      ['response', 'service'],
    );
    for (const { values } of data.lines) {
      assert.equal(values.length, data.places.length);
      assert.ok(values.every((value) => value !== null && value > 0));
    }
  });
  it('is nothing where there is no curve', () => {
    assert.equal(percentileReading(aPoint({ ratePerSecond: 1, seconds: 1 })), '');
  });
});
