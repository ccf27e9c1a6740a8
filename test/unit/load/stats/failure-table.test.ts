import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { OUTCOME_CODE } from '../../../../src/contract/outcome.ts';
import { failureMessage } from '../../../../src/load/stats/failure-message.ts';
import { FailureTable } from '../../../../src/load/stats/failure-table.ts';

describe('a failure message', () => {
  const examples: [string, string, string][] = [
    ['numbers', 'Expected [-1,28,28], got [1,29,28]', 'Expected [-#,#,#], got [#,#,#]'],
    ['fractions', 'took 12.5 ms', 'took # ms'],
    ['UUIDs', 'request 3b241101-e2bb-4255-8caf-4136c566a962 died', 'request # died'],
    ['hexadecimal ids', 'handle 0x7ffdc0de, trace deadbeef01', 'handle #, trace #'],
    ['blanks', ' a\n\tb  c ', 'a b c'],
    [
      'what is no text',
      'no HTTP answer: "\\u0002\x8aãP\\u0013Z#d"',
      'no HTTP answer: bytes that are no text',
    ],
    ['bytes that no decoder could read', '\ufffd\x01v\ufffd\ufffdq', 'bytes that are no text'],
    [
      'no words between colours',
      'OOM: \x1b[31mout of memory\x1b[0m',
      'OOM: \x1b[#mout of memory\x1b[#m',
    ],
    ['nothing else', 'connect ECONNREFUSED accede defaced', 'connect ECONNREFUSED accede defaced'],
  ];
  for (const [what, detail, message] of examples) {
    it(`loses ${what}`, () => assert.equal(failureMessage(detail), message));
  }
});

describe('a failure table', () => {
  it('puts random bytes into one row, whatever they are', () => {
    const table = new FailureTable();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 60, maxLength: 60 }), (bytes) => {
        const strange = [...bytes].filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
        fc.pre(strange >= 8);
        const quoted = JSON.stringify(Buffer.from(bytes).toString('latin1'));
        table.add(OUTCOME_CODE['protocol-error'], `not an HTTP/1 answer: ${quoted}`, 0);
      }),
    );
    assert.deepEqual(
      table.rows().map(({ message }) => message),
      ['not an HTTP/# answer: bytes that are no text'],
    );
  });

  it('counts equal failures in one row, with the first and the last time and the first words', () => {
    const table = new FailureTable();
    table.add(OUTCOME_CODE['http-5xx'], 'no place for request 17', 30);
    table.add(OUTCOME_CODE['http-5xx'], 'no place for request 16', 20);
    table.add(OUTCOME_CODE['http-5xx'], 'no place for request 18', 40);
    table.add(OUTCOME_CODE['http-4xx'], 'no place for request 19', 50);
    assert.deepEqual(table.rows(), [
      {
        reason: 'http-5xx',
        message: 'no place for request #',
        count: 3,
        firstNs: 20,
        lastNs: 40,
        sample: 'no place for request 16',
      },
      {
        reason: 'http-4xx',
        message: 'no place for request #',
        count: 1,
        firstNs: 50,
        lastNs: 50,
        sample: 'no place for request 19',
      },
    ]);
  });

  it('keeps outcomes apart that came with the same words', () => {
    const table = new FailureTable();
    for (const outcome of ['reset', 'other', 'reset', 'reset'] as const) {
      table.add(OUTCOME_CODE[outcome], 'gone', 0);
    }
    assert.deepEqual(
      table.rows().map(({ reason, count }) => [reason, count]),
      [
        ['reset', 3],
        ['other', 1],
      ],
    );
  });

  it('keeps at most 500 characters of a message', () => {
    const table = new FailureTable();
    table.add(OUTCOME_CODE.other, 'x'.repeat(10_000), 0);
    const [row] = table.rows();
    assert.equal(row?.sample.length, 500);
    assert.equal(row?.message.length, 500);
  });

  it('has a bounded number of rows, and still counts everything', () => {
    const table = new FailureTable();
    for (let i = 0; i < 1000; i += 1) {
      const letters = [...String(i)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
      table.add(i % 2 === 0 ? OUTCOME_CODE.reset : OUTCOME_CODE.other, letters, i);
    }
    const rows = table.rows();
    assert.equal(rows.length, 52);
    const others = rows.filter(({ message }) => message === 'other messages');
    assert.deepEqual(
      others.map(({ reason, count }) => [reason, count]),
      [
        ['reset', 475],
        ['other', 475],
      ],
    );
  });
});
