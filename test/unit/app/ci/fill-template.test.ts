import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fillTemplate } from '../../../../src/app/ci/fill-template.ts';

describe('a template', () => {
  it('has values within its lines', () => {
    assert.equal(fillTemplate("a: '{{from}}' # {{from}}", { from: 'x' }), "a: 'x' # x");
  });
  it('has whole texts where a place is all of a line, as far to the right', () => {
    const filled = fillTemplate('run: |\n  {{text}}\nend', { text: 'a\n\n  b\n' });
    assert.equal(filled, 'run: |\n  a\n\n    b\nend');
  });
  it('leaves the expressions of GitHub alone', () => {
    const line = 'token: $' + '{{ github.token }} and $' + '{{inputs}}';
    assert.equal(fillTemplate(line, {}), line);
  });
  it('takes a value as it stands', () => {
    assert.equal(fillTemplate('{{from}}', { from: '$& $1 {{other}}' }), '$& $1 {{other}}');
  });
  it('does not pass with a place that nobody fills', () => {
    assert.throws(() => fillTemplate('{{nobody}}', {}), /nobody fills/);
  });
});
