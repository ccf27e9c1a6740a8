import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BenchError } from '../../../src/contract/bench-error.ts';
import { parseResult } from '../../../src/report/parse-result.ts';
import { json } from '../../../src/report/render/json.ts';
import { aResult } from '../../support/a-result.ts';

const FILE = '/reports/a-run/result.json';
const whole = json(aResult());

function refusal(text: string): BenchError {
  try {
    parseResult(text, FILE);
  } catch (error) {
    assert.ok(error instanceof BenchError);
    assert.equal(error.code, 'result-unreadable');
    assert.equal(error.exitCode, 5);
    assert.ok(error.hint.length > 20);
    return error;
  }
  return assert.fail('was accepted');
}

describe('reading a result', () => {
  it('gives back what was written', () => assert.deepEqual(parseResult(whole, FILE), aResult()));

  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['an empty file', ' \n', /result\.json is empty/],
    ['a file that was cut off', whole.slice(0, 5000), /ends in the middle, after 5000 characters/],
    ['something else', 'port: 8000\n', /is not JSON: Unexpected token/],
    [
      'another JSON file',
      '{"name": "inferbench"}',
      /no result of this tool: it has no schemaVersion/,
    ],
    ['a list', '[]', /no schemaVersion/],
    ['null', 'null', /no schemaVersion/],
    [
      'a later version',
      whole.replace('Version": "1"', 'Version": "7.0"'),
      /version "7\.0"; .* reads 0\.1, 1$/,
    ],
    [
      'a version named like a property of every object',
      '{"schemaVersion": "constructor"}',
      /version "constructor"; .* reads 0\.1, 1$/,
    ],
    ['a changed file', whole.replace('"mnist_mlp"', '17'), /points\.0\.workload\.modelName: /],
    ['a key nobody knows', whole.replace('{', '{"extra":1,'), /Unrecognized key.*extra/],
  ];
  for (const [what, text, message] of cases) {
    it(`says so of ${what}`, () => assert.match(refusal(text).message, message));
  }
  it('has a message of its own for each', () => {
    const messages = cases.map(([, text]) => refusal(text).message);
    const kinds = new Set(messages.map((message) => message.replace(/"?\d.*/, '')));
    assert.ok(kinds.size >= 6, [...kinds].join('\n'));
  });
});
