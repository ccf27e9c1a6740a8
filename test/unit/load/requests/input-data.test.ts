import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { BenchError } from '../../../../src/contract/bench-error.ts';
import { OUTCOMES } from '../../../../src/contract/outcome.ts';
import {
  buildSharedRequests,
  type RequestChoices,
} from '../../../../src/load/requests/build-shared-requests.ts';
import { openRequests } from '../../../../src/load/requests/open-requests.ts';
import type { SharedRequests } from '../../../../src/load/requests/shared-requests.ts';
import { encodeTensor } from '../../../../src/load/requests/tensor-codec.ts';
import { decodeInferRequest } from '../../../support/infer-messages.ts';
import { aSlot } from '../stats/a-slot.ts';
import { aModel, choices } from './a-model.ts';
import { httpBinaryAnswer } from './an-answer.ts';

const folder = mkdtempSync(join(tmpdir(), 'input-data-'));
after(() => rmSync(folder, { recursive: true }));

let made = 0;
function file(content: unknown): string {
  const path = join(folder, `${made++}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
function dataFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(folder, `${made++}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

const MODEL = aModel({
  name: 'm',
  inputs: [
    { name: 'x', datatype: 'FP32', shape: [-1, 2] },
    { name: 'words', datatype: 'BYTES', shape: [-1, 1] },
  ],
  outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 1] }],
});
const OPEN = aModel({
  name: 'open',
  inputs: [{ name: 'x', datatype: 'INT64', shape: [-1, -1] }],
  outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 1] }],
});

function build(inputData: string, changes: Partial<RequestChoices> = {}, model = MODEL) {
  return buildSharedRequests(model, choices({ inputData, ...changes }));
}

/** The tensors of every request, as gRPC carries them. */
function sent(shared: SharedRequests) {
  const { requests } = openRequests(shared);
  return Array.from({ length: requests.size }, (_, request) => {
    const { inputs, raw_input_contents: raw } = decodeInferRequest(requests.body(request));
    return inputs.map(({ shape }, index) => ({ shape, bytes: raw[index] }));
  });
}
const floats = (...values: number[]) => Buffer.from(encodeTensor('FP32', values));
const longs = (...values: number[]) => Buffer.from(encodeTensor('INT64', values));
const texts = (...values: string[]) =>
  Buffer.from(
    encodeTensor(
      'BYTES',
      values.map((value) => Buffer.from(value)),
    ),
  );

function refusal(attempt: () => unknown): BenchError {
  try {
    attempt();
  } catch (error) {
    return error as BenchError;
  }
  assert.fail('was not refused');
}

describe('a data file as perf_analyzer reads it', () => {
  const path = file({
    data: [
      { x: [1, 2], words: ['a'] },
      { x: { content: [[3, 4]] }, words: { content: ['bé'], shape: [1] } },
      {
        x: { b64: floats(5, 6).toString('base64') },
        words: { b64: texts('c').toString('base64') },
      },
    ],
  });

  it('is sent entry by entry', () => {
    const shared = build(path, { protocol: 'grpc' });
    assert.equal(shared.source, path);
    assert.deepEqual(
      sent(shared).map((tensors) => tensors.map(({ bytes }) => bytes)),
      [
        [floats(1, 2), texts('a')],
        [floats(3, 4), texts('bé')],
        [floats(5, 6), texts('c')],
      ],
    );
  });

  it('is dealt out to batches until they come round', () => {
    const tensors = sent(build(path, { protocol: 'grpc', batchSize: 2 }));
    assert.deepEqual(
      tensors.map(([x, words]) => [x, words]),
      [
        [
          { shape: [2, 2], bytes: floats(1, 2, 3, 4) },
          { shape: [2, 1], bytes: texts('a', 'bé') },
        ],
        [
          { shape: [2, 2], bytes: floats(5, 6, 1, 2) },
          { shape: [2, 1], bytes: texts('c', 'a') },
        ],
        [
          { shape: [2, 2], bytes: floats(3, 4, 5, 6) },
          { shape: [2, 1], bytes: texts('bé', 'c') },
        ],
      ],
    );
  });

  it('brings shapes for open dimensions, entry by entry', () => {
    const data = file({
      data: [{ x: { content: [1, 2, 3], shape: [3] } }, { x: { content: [4], shape: [1] } }],
    });
    assert.deepEqual(sent(build(data, { protocol: 'grpc' }, OPEN)), [
      [{ shape: [1, 3], bytes: longs(1, 2, 3) }],
      [{ shape: [1, 1], bytes: longs(4) }],
    ]);
    const { message } = refusal(() => build(data, { batchSize: 2 }, OPEN));
    assert.match(message, /entry 1 of .* has other shapes than the first/);
  });

  it('takes the shape of --shape where an entry has none', () => {
    const data = file({ data: [{ x: [1, 2] }] });
    const shared = build(data, { protocol: 'grpc', shape: ['x:2'] }, OPEN);
    assert.deepEqual(sent(shared), [[{ shape: [1, 2], bytes: longs(1, 2) }]]);
  });

  it('reads streams one after the other', () => {
    const entry = (value: number) => ({ x: { content: [value], shape: [1] } });
    const data = file({ data: [[entry(1), entry(2)], [entry(3)]] });
    assert.deepEqual(
      sent(build(data, { protocol: 'grpc' }, OPEN)).map(([x]) => x?.bytes),
      [longs(1), longs(2), longs(3)],
    );
  });

  it('says what must come back', () => {
    const data = file({
      data: [
        { x: [1, 2], words: ['a'] },
        { x: [3, 4], words: ['b'] },
      ],
      validation_data: [{ y: [10] }, { y: [20] }],
    });
    const { check } = openRequests(build(data));
    const outcome = (request: number, value: number) => {
      const { bytes, jsonBytes } = httpBinaryAnswer({
        modelName: 'm',
        tensors: [{ name: 'y', datatype: 'FP32', shape: [1, 1], raw: floats(value) }],
      });
      return OUTCOMES[check.check(aSlot({ request }), bytes, 0, bytes.length, jsonBytes)];
    };
    assert.deepEqual(
      [outcome(0, 10), outcome(1, 20), outcome(0, 20), outcome(1, 10)],
      ['ok', 'ok', 'wrong-answer', 'wrong-answer'],
    );
  });

  const good = { x: [1, 2], words: ['a'] };
  const mistakes: [what: string, content: unknown, message: RegExp, hint: RegExp][] = [
    ['no JSON', '{"data": [', /cannot read .*json: /, /JSON file/],
    ['no data', { dta: [] }, /has no list "data"/, /write \{"data"/],
    ['no entries', { data: [] }, /"data" of .* holds no entries/, /write/],
    ['an entry that is a number', { data: [1] }, /holds no entries/, /write/],
    ['a misspelt input', { data: [{ ...good, wrods: [] }] }, /has "wrods"/, /did you mean "words"/],
    ['a missing input', { data: [{ x: [1, 2] }] }, /entry 0 of .* has no input "words"/, /every/],
    [
      'too few values',
      { data: [{ ...good, x: [1] }] },
      /"x" .* holds 1 elements .* takes 2/,
      /single/,
    ],
    [
      'broken BYTES',
      { data: [{ ...good, words: { b64: 'AAE=' } }] },
      /holds broken elements/,
      /single/,
    ],
    [
      'a text for a number',
      { data: [{ ...good, x: ['1', 2] }] },
      /holds "1", which is no FP32/,
      /FP32/,
    ],
    ['a number for a text', { data: [{ ...good, words: [1] }] }, /holds 1, which is no BYTES/, /./],
    ['no values', { data: [{ ...good, x: 7 }] }, /neither a list of values/, /b64/],
    [
      'a bad shape',
      { data: [{ ...good, x: { content: [1, 2], shape: '2' } }] },
      /has the shape "2"/,
      /write/,
    ],
    [
      'a shape that does not fit',
      { data: [{ ...good, x: { content: [1], shape: [1] } }] },
      /x:1 does not fit/,
      /./,
    ],
    [
      'validation for some entries alone',
      { data: [good], validation_data: [{ y: [1] }, { y: [1] }] },
      /1 entries of "data" and 2 of "validation_data"/,
      /./,
    ],
    [
      'validation of the wrong size',
      { data: [good], validation_data: [{ y: [1, 2] }] },
      /cannot be compared/,
      /first output/,
    ],
  ];
  for (const [what, content, message, hint] of mistakes) {
    it(`is refused for ${what}`, () => {
      const error = refusal(() => build(file(content)));
      assert.match(error.message, message);
      assert.match(error.hint, hint);
    });
  }

  it('is refused for integers that JSON cannot hold', () => {
    const data = file('{"data": [{"x": {"content": [9007199254740993], "shape": [1]}}]}');
    const error = refusal(() => build(data, {}, OPEN));
    assert.match(error.message, /which is no INT64/);
    assert.match(error.hint, /exact to 2\^53/);
  });
});

describe('a folder with a file for each input', () => {
  it('is sent inference by inference', () => {
    const path = dataFolder({ x: floats(1, 2, 3, 4), words: 'one\ntwo\n', README: 'read over' });
    assert.deepEqual(
      sent(build(path, { protocol: 'grpc' })).map((tensors) => tensors.map(({ bytes }) => bytes)),
      [
        [floats(1, 2), texts('one')],
        [floats(3, 4), texts('two')],
      ],
    );
  });

  it('says what must come back, where a file is named like the output', () => {
    const path = dataFolder({ x: floats(1, 2), words: 'one', y: floats(7) });
    const { expected } = build(path);
    assert.deepEqual(new Float32Array(expected.reference as SharedArrayBuffer), Float32Array.of(7));
    assert.equal(expected.labels, null);
  });

  for (const [what, files, message] of [
    ['a file of the wrong size', { x: Buffer.alloc(9), words: 'a' }, /x has 9 bytes, .* takes 8/],
    ['an empty file', { x: Buffer.alloc(0), words: 'a' }, /x has 0 bytes/],
    ['a missing file', { x: floats(1, 2) }, /has no file "words"/],
    ['files that disagree', { x: floats(1, 2, 3, 4), words: 'a' }, /x: 2, words: 1/],
  ] as const) {
    it(`is refused for ${what}`, () =>
      assert.match(refusal(() => build(dataFolder(files))).message, message));
  }

  it('is never left: a server that names an input like a path gets nothing to read', () => {
    const outside = file('a secret');
    const model = aModel({
      inputs: [{ name: `../${outside.split('/').at(-1)}`, datatype: 'UINT8', shape: [-1, 1] }],
      outputs: [],
    });
    const path = dataFolder({});
    assert.match(refusal(() => build(path, {}, model)).message, /has no file "\.\.\//);
  });
});

describe('other input data', () => {
  it('is random where that is asked for, digits or not', () => {
    const { source, expected } = build('random', {}, aModel());
    assert.deepEqual([source, expected.reference], ['random', null]);
  });

  it('is one request of zeros', () => {
    const shared = build('zero', { protocol: 'grpc' });
    assert.deepEqual(
      sent(shared).map((tensors) => tensors.map(({ bytes }) => bytes)),
      [[floats(0, 0), texts('')]],
    );
  });

  it('is refused when there is no such file', () => {
    const { message, hint } = refusal(() => build('randon'));
    assert.match(message, /--input-data randon is not to be had: ENOENT/);
    assert.match(hint, /auto, random, zero/);
  });

  it('is no word that objects have', () => {
    assert.match(refusal(() => build('constructor')).message, /constructor is not to be had/);
  });
});

describe('request parameters', () => {
  const requestParameter = {
    share: '0.5',
    flag: 'true',
    word: 'x',
    long: '9007199254740993',
  };
  const parameters = { priority: 2, share: 0.5, flag: true, word: 'x', long: '9007199254740993' };

  for (const tensorFormat of ['binary', 'json'] as const) {
    it(`stand before the inputs in ${tensorFormat}`, () => {
      const shared = build('random', { requestParameter, priority: 2, tensorFormat });
      const { requests } = openRequests(shared);
      const jsonBytes = requests.jsonBytes(0);
      const body = Buffer.from(requests.body(0));
      const json = JSON.parse(body.toString('utf8', 0, jsonBytes < 0 ? body.length : jsonBytes));
      assert.deepEqual(json.parameters, parameters);
      assert.equal(json.inputs.length, 2);
    });
  }

  it('have their types over gRPC', () => {
    const { requests } = openRequests(
      build('random', { requestParameter, priority: 2, protocol: 'grpc' }),
    );
    assert.deepEqual(decodeInferRequest(requests.body(0)).parameters, {
      priority: { int64_param: 2 },
      share: { double_param: 0.5 },
      flag: { bool_param: true },
      word: { string_param: 'x' },
      long: { string_param: '9007199254740993' },
    });
  });
});
