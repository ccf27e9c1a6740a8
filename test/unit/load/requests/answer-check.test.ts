import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { OUTCOMES, type Outcome } from '../../../../src/contract/outcome.ts';
import { createAnswerCheck } from '../../../../src/load/requests/answer-check.ts';
import { buildSharedRequests } from '../../../../src/load/requests/build-shared-requests.ts';
import { readDigits } from '../../../../src/load/requests/digits.ts';
import { requestIdOf } from '../../../../src/load/requests/request-id.ts';
import type {
  ExpectedAnswer,
  SharedRequests,
} from '../../../../src/load/requests/shared-requests.ts';
import { encodeTensor } from '../../../../src/load/requests/tensor-codec.ts';
import { encodeInferResponse } from '../../../support/infer-messages.ts';
import { aSlot } from '../stats/a-slot.ts';
import { aModel, aModelOfAllSorts, choices } from './a-model.ts';
import {
  type AnswerBytes,
  type AnsweredTensor,
  grpcAnswer,
  grpcTypedAnswer,
  httpBinaryAnswer,
  httpJsonAnswer,
} from './an-answer.ts';

const BATCH = 3;
const SHARED: Readonly<Record<SharedRequests['protocol'], SharedRequests>> = {
  http: buildSharedRequests(aModel(), choices({ batchSize: BATCH })),
  grpc: buildSharedRequests(aModel(), choices({ batchSize: BATCH, protocol: 'grpc' })),
};
const FORMS = [
  ['HTTP, binary', 'http', httpBinaryAnswer],
  ['HTTP, JSON', 'http', httpJsonAnswer],
  ['gRPC, raw', 'grpc', grpcAnswer],
  ['gRPC, typed', 'grpc', grpcTypedAnswer],
] as const;

interface Judged {
  readonly outcome: Outcome | undefined;
  readonly detail: string;
  readonly correct: number;
}

/** Each answer in turn before the same check, somewhere in the middle of a buffer. */
function judge(
  shared: Pick<SharedRequests, 'protocol' | 'expected'>,
  answers: readonly { answer: AnswerBytes; request?: number; place?: number }[],
  point: number | null = null,
): Judged[] {
  const { check } = createAnswerCheck(shared.protocol, shared.expected, point);
  return answers.map(({ answer: { bytes, jsonBytes }, request = 0, place = 0 }, index) => {
    const margin = Buffer.alloc(index + 1, 0xaa);
    const slot = aSlot({ index: place, request, correct: 99 });
    const buffer = Buffer.concat([margin, bytes, margin]);
    const code = check(slot, buffer, margin.length, margin.length + bytes.length, jsonBytes);
    return { outcome: OUTCOMES[code], detail: slot.detail, correct: slot.correct };
  });
}

function valuesOf(request: number): Float32Array {
  const reference = new Float32Array(SHARED.http.expected.reference as SharedArrayBuffer);
  return Float32Array.from(reference.subarray(request * BATCH * 10, (request + 1) * BATCH * 10));
}

/** What the model answers to request `request`, or something a little different. */
function answered(
  request: number,
  changes: Partial<AnsweredTensor> & { modelName?: string; id?: string } = {},
) {
  const { modelName = 'mnist_mlp', id, ...tensor } = changes;
  const raw = new Uint8Array(valuesOf(request).buffer);
  return {
    modelName,
    ...(id !== undefined && { id }),
    tensors: [{ name: 'output', datatype: 'FP32', shape: [BATCH, 10], raw, ...tensor }],
  };
}

function withValue(request: number, index: number, change: (value: number) => number) {
  const values = valuesOf(request);
  values[index] = change(values[index] ?? 0);
  return answered(request, { raw: new Uint8Array(values.buffer) });
}

const goodDigits = (request: number) => {
  const labels = new Uint8Array(SHARED.http.expected.labels as SharedArrayBuffer);
  const reference = new Float32Array(SHARED.http.expected.reference as SharedArrayBuffer);
  return Array.from({ length: BATCH }, (_, row) => request * BATCH + row).filter((row) => {
    const logits = [...reference.subarray(row * 10, row * 10 + 10)];
    return logits.indexOf(Math.max(...logits)) === labels[row];
  }).length;
};

for (const [form, protocol, encode] of FORMS) {
  describe(`the answer check (${form})`, () => {
    const shared = SHARED[protocol];

    it('takes the model’s answers for good, the first and the ones after, and counts the labels', () => {
      const requests = [0, 1, 2, 300, 17, 0];
      const answers = requests.map((request) => ({ answer: encode(answered(request)), request }));
      assert.deepEqual(
        judge(shared, answers),
        requests.map((request) => ({ outcome: 'ok', detail: '', correct: goodDigits(request) })),
      );
    });

    it('holds the id of an answer against that of its request, where the server repeats it', () => {
      const places = [5, 6, 123_456, 7];
      const answers = places.map((place) => ({
        ...{ answer: encode(answered(0, { id: requestIdOf(3, place) })), place },
      }));
      const silent = { answer: encode(answered(0)), place: 8 };
      const swapped = { answer: encode(answered(0, { id: requestIdOf(3, 9) })), place: 10 };
      const judged = judge(shared, [...answers, silent, silent, swapped, ...answers], 3);
      const outcomes = judged.map(({ outcome }) => outcome);
      const good = Array(4).fill('ok');
      assert.deepEqual(outcomes, [...good, 'ok', 'ok', 'wrong-answer', ...good]);
      assert.match(judged[6]?.detail ?? '', /0003-00000000009.*0003-00000000010/);
    });

    it('finds the answer to another request', () => {
      const good = { answer: encode(answered(4)), request: 4 };
      const swapped = { answer: encode(answered(5)), request: 4 };
      const [first, second] = judge(shared, [good, swapped]);
      assert.equal(first?.outcome, 'ok');
      assert.equal(second?.outcome, 'wrong-answer');
      assert.match(second?.detail ?? '', /^value \d+ of output "output" is .*not the reference/);
    });

    it('takes rounding for good and a changed value for wrong, wherever it is', () => {
      const index = fc.integer({ min: 0, max: BATCH * 10 - 1 });
      fc.assert(
        fc.property(index, fc.boolean(), (at, known) => {
          const before = known ? [{ answer: encode(answered(0)) }] : [];
          const outcomes = (change: (value: number) => number) =>
            judge(shared, [...before, { answer: encode(withValue(0, at, change)) }]).at(-1)
              ?.outcome;
          assert.equal(
            outcomes((value) => value + 0.01),
            'ok',
          );
          assert.equal(
            outcomes((value) => value + 1),
            'wrong-answer',
          );
          assert.equal(
            outcomes((value) => value - 1),
            'wrong-answer',
          );
        }),
        { numRuns: 30 },
      );
    });

    for (const [what, changes, detail] of [
      ['another model', { modelName: 'other' }, /^model "other" answered, asked was "mnist_mlp"/],
      ['another output', { name: 'logits' }, /^output "output" is missing/],
      ['another datatype', { datatype: 'INT32' }, /^output "output" is INT32, not FP32/],
      ['another shape', { shape: [10, BATCH] }, /^output "output" is \[10,3\], not \[3,10\]/],
      ['a flat shape', { shape: [BATCH * 10] }, /^output "output" is \[30\], not \[3,10\]/],
    ] as const) {
      it(`finds ${what} wrong, first or later`, () => {
        const wrong = { answer: encode(answered(0, changes)) };
        for (const answers of [[wrong], [{ answer: encode(answered(0)) }, wrong]]) {
          const judged = judge(shared, answers).at(-1);
          assert.equal(judged?.outcome, 'wrong-answer');
          assert.match(judged?.detail ?? '', detail);
        }
      });
    }

    it('finds one output too many', () => {
      const { modelName, tensors } = answered(0);
      const answer = encode({
        modelName,
        tensors: [...tensors, { ...tensors[0], name: 'more' } as AnsweredTensor],
      });
      const [judged] = judge(shared, [{ answer }]);
      assert.deepEqual(
        [judged?.outcome, judged?.detail],
        ['wrong-answer', '2 outputs, asked were 1'],
      );
    });

    it('finds a tensor of the wrong size malformed', () => {
      const raw = answered(0).tensors[0]?.raw.subarray(4);
      const answer = encode(answered(0, raw ? { raw } : {}));
      const [judged] = judge(shared, [{ answer }]);
      assert.equal(judged?.outcome, 'malformed-answer');
      assert.match(judged?.detail ?? '', /shape \[3,10\] holds 29 elements/);
    });

    it('raises nothing and calls nothing good that was cut or changed in its head', () => {
      const { bytes, jsonBytes } = encode(answered(0));
      const { check } = createAnswerCheck(protocol, shared.expected);
      const good = aSlot();
      check(good, bytes, 0, bytes.length, jsonBytes);
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
          const cut = check(aSlot(), bytes, 0, at, Math.min(jsonBytes, at));
          assert.match(OUTCOMES[cut] ?? '', /malformed-answer|wrong-answer/);
          const mutated = Buffer.from(bytes);
          mutated[at] = (mutated[at] ?? 0) ^ flip;
          const slot = aSlot();
          const code = check(slot, mutated, 0, mutated.length, jsonBytes);
          assert.match(OUTCOMES[code] ?? '', /^(ok|malformed-answer|wrong-answer)$/);
          assert.ok(slot.detail.length <= 500);
          assert.ok(slot.correct >= 0 && slot.correct <= BATCH);
        }),
        { numRuns: 1000 },
      );
    });

    it('raises nothing, whatever the bytes', () => {
      const { check } = createAnswerCheck(protocol, shared.expected);
      fc.assert(
        fc.property(fc.uint8Array(), fc.integer({ min: -1, max: 40 }), (bytes, jsonBytes) => {
          const code = check(aSlot(), Buffer.from(bytes), 0, bytes.length, jsonBytes);
          assert.match(OUTCOMES[code] ?? '', /malformed-answer|wrong-answer/);
        }),
      );
    });
  });
}

describe('the answer check', () => {
  const empty = { bytes: Buffer.alloc(0), jsonBytes: -1 };
  const text = (body: string): AnswerBytes => ({ bytes: Buffer.from(body), jsonBytes: -1 });

  for (const [what, answer, detail] of [
    ['an empty body', empty, /no JSON object/],
    ['HTML', text('<html>'), /no JSON object/],
    ['a list', text('[]'), /names no model/],
    ['an error that came with status 200', text('{"error":"x"}'), /names no model/],
    ['no outputs', text('{"model_name":"m"}'), /has no outputs/],
    ['an output that is null', text('{"model_name":"m","outputs":[null]}'), /no JSON object/],
    ['a nameless output', text('{"model_name":"m","outputs":[{}]}'), /has no name/],
    [
      'a header longer than the body',
      { bytes: Buffer.from('{}'), jsonBytes: 3 },
      /JSON header of 3 bytes in a body of 2/,
    ],
    [
      'tensors that were not announced',
      { bytes: Buffer.from('{"model_name":"m","outputs":[]}1234'), jsonBytes: 31 },
      /4 bytes of tensors, announced were 0/,
    ],
  ] as const) {
    it(`finds ${what} malformed over HTTP`, () => {
      const [judged] = judge(SHARED.http, [{ answer }]);
      assert.equal(judged?.outcome, 'malformed-answer');
      assert.match(judged?.detail ?? '', detail);
    });
  }

  it('finds two raw tensors for one output malformed over gRPC', () => {
    const bytes = encodeInferResponse({
      model_name: 'mnist_mlp',
      outputs: [{ name: 'output', datatype: 'FP32', shape: [BATCH, 10] }],
      raw_output_contents: [Buffer.alloc(120), Buffer.alloc(120)],
    });
    const [judged] = judge(SHARED.grpc, [{ answer: { bytes, jsonBytes: -1 } }]);
    assert.deepEqual(
      [judged?.outcome, judged?.detail],
      ['malformed-answer', '2 raw tensors for 1 outputs'],
    );
  });

  it('takes nested JSON values for what they are', () => {
    const [tensor] = answered(0).tensors;
    const values = [...valuesOf(0)];
    const data = [values.slice(0, 10), values.slice(10, 20), values.slice(20)];
    const body = { model_name: 'mnist_mlp', outputs: [{ ...tensor, raw: undefined, data }] };
    assert.equal(judge(SHARED.http, [{ answer: text(JSON.stringify(body)) }])[0]?.outcome, 'ok');
  });

  it('finds JSON values that are no numbers wrong', () => {
    const [tensor] = answered(0).tensors;
    const data = Array.from({ length: 30 }, () => null);
    const body = { model_name: 'mnist_mlp', outputs: [{ ...tensor, raw: undefined, data }] };
    const [judged] = judge(SHARED.http, [{ answer: text(JSON.stringify(body)) }]);
    assert.equal(judged?.outcome, 'wrong-answer');
  });

  it('finds not-a-number wrong', () => {
    const answer = httpBinaryAnswer(withValue(0, 7, () => Number.NaN));
    assert.equal(judge(SHARED.http, [{ answer }])[0]?.outcome, 'wrong-answer');
  });

  for (const [protocol, encode] of [
    ['http', httpBinaryAnswer],
    ['grpc', grpcAnswer],
  ] as const) {
    it(`checks any datatypes and open shapes by size alone (${protocol})`, () => {
      const { expected } = buildSharedRequests(aModelOfAllSorts(), choices({ protocol }));
      const outputs = (words: string[], halves: number, datatype = 'FP16') =>
        encode({
          modelName: 'all/sorts',
          tensors: [
            {
              name: 'HALF_OUT',
              datatype,
              shape: [1, halves],
              raw: new Uint8Array(halves * 2),
            },
            {
              name: 'TEXT_OUT',
              datatype: 'BYTES',
              shape: [1, 2],
              raw: encodeTensor(
                'BYTES',
                words.map((word) => Buffer.from(word)),
              ),
            },
          ],
        });
      const judged = judge({ protocol, expected }, [
        { answer: outputs(['a', 'bcd'], 4) },
        { answer: outputs(['', 'something longer'], 9) },
        { answer: outputs(['one'], 4) },
        { answer: outputs(['a', 'b'], 4, 'BF16') },
      ]);
      assert.deepEqual(
        judged.map(({ outcome }) => outcome),
        ['ok', 'ok', 'malformed-answer', 'wrong-answer'],
      );
    });
  }

  it('asks nothing of a model without outputs', () => {
    const expected: ExpectedAnswer = {
      modelName: 'sink',
      batchSize: 1,
      outputs: [],
      reference: null,
      labels: null,
    };
    const answer = { bytes: Buffer.from('{"model_name":"sink","outputs":[]}'), jsonBytes: -1 };
    assert.equal(judge({ protocol: 'http', expected }, [{ answer }])[0]?.outcome, 'ok');
  });
});

describe('the tolerance', () => {
  const { outputs, count } = readDigits();
  const digits = Array.from({ length: count }, (_, digit) => digit);
  const logits = (digit: number) => outputs.subarray(digit * 10, digit * 10 + 10);
  const limit = (digit: number) => 1e-3 + 1e-2 * Math.max(...logits(digit).map(Math.abs));

  /** The largest difference between two digits' logits. */
  function apart(a: number, b: number): number {
    let largest = 0;
    for (let column = 0; column < 10; column += 1) {
      const difference = (outputs[a * 10 + column] ?? 0) - (outputs[b * 10 + column] ?? 0);
      largest = Math.max(largest, Math.abs(difference));
    }
    return largest;
  }

  it('tells each digit’s answer from every other digit’s', () => {
    const closest = digits.map((digit) => {
      const others = digits.filter((other) => other !== digit);
      return Math.min(...others.map((other) => apart(digit, other))) / limit(digit);
    });
    assert.ok(Math.min(...closest) > 3, `${Math.min(...closest)} times the tolerance`);
  });
});
