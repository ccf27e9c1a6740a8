import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePbtxt } from '../../../../../src/stack/model-repository/pbtxt/parse-pbtxt.ts';
import { decodeMessage } from '../../../../../src/stack/model-repository/schema/decode-message.ts';
import { modelConfigSchema } from '../../../../../src/stack/model-repository/schema/model-config-schema.ts';

const decode = (text: string) => decodeMessage(modelConfigSchema(), parsePbtxt(text));
const mistakes = (text: string) =>
  decode(text).mistakes.map(
    ({ at, message, mend }) => `${at.line}:${at.column} ${message} (${mend})`,
  );

describe('a model configuration', () => {
  it('keeps what was set and nothing else', () => {
    const { message, mistakes: none } = decode(`
      name: "m" max_batch_size: 8
      input [ { name: "a" data_type: TYPE_FP32 dims: [ 1, -1 ] } ]
      dynamic_batching { }`);
    assert.deepEqual(none, []);
    assert.deepEqual(message, {
      name: 'm',
      max_batch_size: 8,
      input: [{ name: 'a', data_type: 'TYPE_FP32', dims: [1, -1] }],
      dynamic_batching: {},
    });
  });

  it('gathers a repeated field from lists and single values', () => {
    const { message } = decode('input { name: "a" dims: 1 dims: [ 2, 3 ] } input { name: "b" }');
    assert.deepEqual(message.input, [{ name: 'a', dims: [1, 2, 3] }, { name: 'b' }]);
  });

  it('gathers a map from entries, the last of a key winning', () => {
    const { message } = decode(`
      parameters { key: "a" value { string_value: "1" } }
      parameters [ { key: "b" value: { string_value: "2" } }, { key: "a" } ]`);
    assert.deepEqual(message.parameters, { a: {}, b: { string_value: '2' } });
  });

  it('keeps 64-bit numbers exactly', () => {
    const { message } = decode(
      'dynamic_batching { default_queue_policy { default_timeout_microseconds: 18446744073709551615 } }',
    );
    assert.deepEqual(message.dynamic_batching, {
      default_queue_policy: { default_timeout_microseconds: 18446744073709551615n },
    });
  });

  it('takes a bool in all its spellings and an enum by number', () => {
    const { message } = decode(
      'optimization { eager_batching: t priority: 1 } response_cache { enable: False }',
    );
    assert.deepEqual(message, {
      optimization: { eager_batching: true, priority: 'PRIORITY_MAX' },
      response_cache: { enable: false },
    });
  });

  it('knows where every field stands', () => {
    const { positions } = decode('input [\n  { name: "a"\n    dims: [ 1,\n 2 ] } ]');
    assert.deepEqual(positions.get('input.0.dims'), { line: 3, column: 5 });
    assert.deepEqual(positions.get('input.0.dims.1'), { line: 4, column: 2 });
  });

  const wrong: [what: string, text: string, said: string][] = [
    [
      'a misspelt field',
      '\n max_batchsize: 8',
      '2:2 ModelConfig has no field "max_batchsize" (did you mean max_batch_size?)',
    ],
    [
      'a field of nobody',
      'input { colour: 1 }',
      '1:9 ModelInput has no field "colour" (remove it)',
    ],
    [
      'a misspelt enum value',
      'input { data_type: FP32 }',
      '1:20 "data_type" takes one of its names, not FP32 (did you mean TYPE_FP32?)',
    ],
    [
      'an enum value in quotes',
      'input { data_type: "TYPE_FP32" }',
      '1:20 "data_type" takes a name without quotes, not "TYPE_FP32"',
    ],
    ['a string without quotes', 'name: m', '1:7 "name" takes a string, not m (put it in quotes)'],
    [
      'a fraction for a whole number',
      'max_batch_size: 1.5',
      '1:17 "max_batch_size" takes a whole number, not 1.5 (write a number from -2147483648 to 2147483647)',
    ],
    [
      'a number out of range',
      'max_batch_size: 2147483648',
      '1:17 "max_batch_size" takes a number from -2147483648 to 2147483647, not 2147483648',
    ],
    [
      'a word for a bool',
      'response_cache { enable: yes }',
      '1:26 "enable" takes true or false, not yes',
    ],
    [
      'a list for one value',
      'max_batch_size: [ 1, 2 ]',
      '1:17 "max_batch_size" takes one value, not a list',
    ],
    ['a message for a scalar', 'name { }', '1:6 "name" takes a string, not a message'],
    [
      'a scalar for a message',
      'dynamic_batching: 1',
      '1:19 "dynamic_batching" takes a message, not 1 (write its fields in braces { })',
    ],
    [
      'a field set twice',
      'name: "a"\nname: "b"',
      '2:1 "name" is set a second time (keep one of the two)',
    ],
    [
      'two of which one may be set',
      'dynamic_batching { }\nsequence_batching { }',
      '2:1 "sequence_batching" and "dynamic_batching" exclude each other',
    ],
  ];
  for (const [what, text, said] of wrong) {
    it(`is wrong with ${what}`, () => {
      const [first = '', ...more] = mistakes(text);
      assert.ok(first.startsWith(said), first);
      assert.deepEqual(more, []);
    });
  }

  it('shows all its mistakes at once', () => {
    assert.equal(mistakes('nmae: "m" input { dims: x } max_batch_size: "8"').length, 3);
  });
});
