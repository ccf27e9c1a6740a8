import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { timeline } from '../../../../../src/report/facts/timeline.ts';
import { panelReading } from '../../../../../src/report/render/html/panel-reading.ts';
import { aPoint } from '../../../../support/a-result.ts';

const entries = timeline(aPoint({ seconds: 4, warmupSeconds: 0 }));
const HOSTILE = '</script><img src=x onerror=alert(1)>';

function panel(seconds: number) {
  const samples = Array.from({ length: seconds }, (_, at) => ({ at, value: at === 1 ? null : at }));
  return {
    ...{ title: 'Power', description: '', unit: 'W' as const },
    lines: [{ name: HOSTILE, samples }],
  };
}

describe('what can be read of a panel of the server', () => {
  const script = panelReading(panel(4), entries);
  it('has each reading, gaps included, under the name of its line', () => {
    const data = JSON.parse(script.replace(/^<script [^>]*>|<\/script>$/g, ''));
    assert.deepEqual(data.lines, [{ name: HOSTILE, values: [0, null, 2, 3] }]);
    assert.equal(data.places[2].name, '2.0 s');
    assert.equal(data.unit, 'W');
  });
  it('cannot be ended by a label of the server', () => {
    assert.equal(script.split('</script>').length, 2);
  });
  it('is left out for long runs, and where there is nothing to choose from', () => {
    assert.equal(panelReading(panel(401), entries), '');
    assert.equal(panelReading(panel(1), entries), '');
  });
});
