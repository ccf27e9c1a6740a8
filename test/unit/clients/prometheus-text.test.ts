import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parsePrometheusText } from '../../../src/clients/prometheus-text.ts';
import type { MetricSample } from '../../../src/contract/measurements.ts';

function print({ name, labels, value }: MetricSample): string {
  const pairs = Object.entries(labels).map(([label, text]) => {
    const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    return `${label}="${escaped}"`;
  });
  const number = Number.isFinite(value) ? `${value}` : `${value}`.replace('Infinity', 'Inf');
  return `${name}${pairs.length ? `{${pairs.join(',')}}` : ''} ${number}`;
}

const sampleArbitrary = fc.record(
  {
    name: fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,20}$/),
    labels: fc
      .array(fc.tuple(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,10}$/), fc.string()))
      .map((entries) => Object.fromEntries(entries)),
    // No −0: it prints as 0.
    value: fc.double().map((value) => value + 0),
  },
  { noNullPrototype: true },
);

describe('parsePrometheusText', () => {
  it('reads back whatever was printed in the format', () => {
    const noise = fc.constantFrom('', '# HELP x y {z="1"} 2', '# TYPE x counter', '#', '   ');
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, sampleArbitrary)), (lines) => {
        const page = lines.map(([before, sample]) => `${before}\n${print(sample)}\n`).join('');
        assert.deepEqual(
          parsePrometheusText(page),
          lines.map(([, sample]) => sample),
        );
      }),
    );
  });

  it('never hangs and raises nothing but a SyntaxError', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab{}="\\,\n 1.e+NInf#') }), (page) => {
        try {
          parsePrometheusText(page);
        } catch (error) {
          assert.ok(error instanceof SyntaxError);
        }
      }),
    );
  });

  const lines: [what: string, line: string, expected: MetricSample][] = [
    ['a bare sample', 'up 1', { name: 'up', labels: {}, value: 1 }],
    ['a timestamp', 'up{a="b"} 1 1395066363000', { name: 'up', labels: { a: 'b' }, value: 1 }],
    ['an exponent', 'up 1.458255915e9', { name: 'up', labels: {}, value: 1458255915 }],
    ['+Inf', 'x{le="+Inf"} +Inf', { name: 'x', labels: { le: '+Inf' }, value: Infinity }],
    ['-Inf', 'x -Inf', { name: 'x', labels: {}, value: -Infinity }],
    ['NaN', 'x NaN', { name: 'x', labels: {}, value: Number.NaN }],
    [
      'escapes',
      String.raw`x{path="C:\\DIR\\",error="not \"found\"\n"} 4`,
      { name: 'x', labels: { path: 'C:\\DIR\\', error: 'not "found"\n' }, value: 4 },
    ],
    ['a comma at the end', 'x{a="1",} 2', { name: 'x', labels: { a: '1' }, value: 2 }],
    ['no labels between braces', 'x{} 2', { name: 'x', labels: {}, value: 2 }],
    [
      'spaces and tabs',
      'x { a = "1" , b="2" }\t 3 ',
      {
        name: 'x',
        labels: { a: '1', b: '2' },
        value: 3,
      },
    ],
    ['a Windows line end', 'x 3\r', { name: 'x', labels: {}, value: 3 }],
    ['a brace in a label', 'x{a="}{"} 1', { name: 'x', labels: { a: '}{' }, value: 1 }],
  ];
  for (const [what, line, expected] of lines) {
    it(`reads ${what}`, () => assert.deepEqual(parsePrometheusText(line), [expected]));
  }

  for (const line of ['<html>', 'x', 'x y', 'x{a=1} 2', 'x{a="1" 2', 'x{a="1" b="2"} 3', '1x 2']) {
    it(`refuses ${line} and says where`, () =>
      assert.throws(() => parsePrometheusText(`up 1\n${line}`), {
        name: 'SyntaxError',
        message: `line 2 is no sample: ${line}`,
      }));
  }

  it('keeps a label whose name an object has already', () => {
    const [sample] = parsePrometheusText('x{__proto__="1"} 2');
    assert.deepEqual(Object.entries(sample?.labels ?? {}), [['__proto__', '1']]);
  });
});
