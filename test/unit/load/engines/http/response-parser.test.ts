import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ResponseParser } from '../../../../../src/load/engines/http/response-parser.ts';
import { anyAnswer } from '../../../../support/http-answers.ts';

const MAX_BODY_BYTES = 1000;

interface Parsed {
  readonly state: 'done' | 'failed' | 'unfinished';
  readonly fault: string;
  readonly status: number;
  readonly body: string;
  readonly keepAlive: boolean;
  readonly jsonBytes: number;
  readonly encoded: boolean;
  readonly left: number;
}

/** Feeds the bytes in the given pieces, all through the same memory, as a socket does. */
function parse(bytes: Buffer, cuts: readonly number[], parser = fresh(), closes = true): Parsed {
  parser.reset();
  let left = 0;
  const buffer = Buffer.alloc(bytes.length + 7);
  const edges = [0, ...cuts, bytes.length];
  for (let i = 1; i < edges.length; i += 1) {
    const from = edges[i - 1] as number;
    const size = (edges[i] as number) - from;
    // A body that is whole lies in this memory, and may stay until the next answer.
    if (!parser.done) {
      buffer.fill('\r');
      bytes.copy(buffer, 3, from, from + size);
    }
    const stop = parser.feed(buffer, 3, 3 + size, i);
    assert.ok(stop >= 3 && stop <= 3 + size, 'stays inside its piece');
    left += 3 + size - stop;
  }
  if (closes) parser.endOfInput();
  return outcome(parser, left);
}

function outcome(parser: ResponseParser, left: number): Parsed {
  const { head, body, bodyStart, bodyEnd, done, failed, fault } = parser;
  const state = done ? 'done' : failed ? 'failed' : 'unfinished';
  return {
    state,
    fault,
    status: done ? head.status : 0,
    body: done ? body.toString('latin1', bodyStart, bodyEnd) : '',
    keepAlive: done && head.keepAlive,
    jsonBytes: done ? head.jsonBytes : 0,
    encoded: done && head.encoded,
    left: done ? left : 0,
  };
}

const fresh = () => new ResponseParser(MAX_BODY_BYTES);
const everyCut = (bytes: Buffer) => Array.from({ length: bytes.length + 1 }, (_, at) => [at]);
const byteByByte = (bytes: Buffer) => Array.from({ length: bytes.length }, (_, at) => at);

describe('an answer that RFC 9112 allows', () => {
  it('means the same however it is cut', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const expected: Parsed = {
          state: 'done',
          fault: '',
          status: answer.status,
          body: answer.body.toString('latin1'),
          keepAlive: answer.keepAlive,
          jsonBytes: answer.jsonBytes,
          encoded: answer.encoded,
          left: 0,
        };
        const used = fresh();
        for (const cuts of [...everyCut(answer.bytes), byteByByte(answer.bytes)]) {
          assert.deepEqual(parse(answer.bytes, cuts, used), expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is over at its last byte and not before', () => {
    fc.assert(
      fc.property(
        anyAnswer.filter(({ untilClose }) => !untilClose),
        ({ bytes }) => {
          for (let length = 0; length < bytes.length; length += 1) {
            const { state } = parse(bytes.subarray(0, length), []);
            assert.equal(state, 'unfinished', `after ${length} of ${bytes.length} bytes`);
          }
          const more = Buffer.concat([bytes, Buffer.from('HTTP/1.1 200 OK\r\n')]);
          assert.equal(parse(more, []).left, 17);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('tells when the first byte of the final answer came, not that of an interim one', () => {
    const parser = fresh();
    parser.feed(Buffer.from('HTTP/1.1 100 Continue\r\n\r'), 0, 24, 1);
    parser.feed(Buffer.from('\n'), 0, 1, 2);
    assert.equal(parser.headBeganNs, -1);
    parser.feed(Buffer.from('H'), 0, 1, 3);
    parser.feed(Buffer.from('TTP/1.1 204\r\n\r\n'), 0, 15, 4);
    assert.equal(parser.headBeganNs, 3);
    assert.equal(parser.done, true);
  });

  it('of HTTP/1.0 ends its connection, unless it says keep-alive', () => {
    const plain = Buffer.from('HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi');
    const kept = Buffer.from(
      'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nhi',
    );
    assert.equal(parse(plain, []).keepAlive, false);
    assert.equal(parse(kept, []).keepAlive, true);
  });

  it('may fold a line that does not frame the body, and repeat the same length', () => {
    const folded =
      'HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx';
    assert.equal(parse(Buffer.from(folded), []).body, 'x');
  });

  it('may have chunks without number, each with a line of its own', () => {
    const chunk = '1;name=a-long-value\r\nx\r\n';
    const text = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(900)}0\r\n\r\n`;
    assert.equal(parse(Buffer.from(text), []).body, 'x'.repeat(900));
  });

  it('with a nonsense Inference-Header-Content-Length is whole, but that length is not a number', () => {
    for (const value of ['x', '-1', '1\r\nInference-Header-Content-Length: 2', '']) {
      const text = `HTTP/1.1 200 OK\r\nInference-Header-Content-Length: ${value}\r\nContent-Length: 0\r\n\r\n`;
      assert.equal(parse(Buffer.from(text), []).jsonBytes, Number.NaN);
    }
  });
});

interface Mutation {
  readonly at: number;
  readonly kind: 'set' | 'insert' | 'delete';
  readonly byte: number;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('set', 'insert', 'delete'),
  byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(10, 13, 32, 58, 48, 0)),
});

function mutated(bytes: Buffer, changes: readonly Mutation[]): Buffer {
  const list = [...bytes];
  for (const { at, kind, byte } of changes) {
    const place = at % (list.length + 1);
    if (kind === 'set') list[place] = byte;
    else if (kind === 'insert') list.splice(place, 0, byte);
    else list.splice(place, 1);
  }
  return Buffer.from(list);
}

describe('what is no answer', () => {
  const head = 'HTTP/1.1 200 OK\r\n';
  const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;
  const faults: readonly (readonly [name: string, text: string, fault: RegExp])[] = [
    ['an HTTP/2 frame', '\0\0\u0012\u0004\0\0\0\0\0', /not an HTTP\/1 answer/],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', /not an HTTP\/1 answer/],
    ['HTTP/2 in words', 'HTTP/2 200 OK\r\n', /not an HTTP\/1 answer/],
    ['an empty line first', '\r\nHTTP/1.1 200 OK\r\n', /not an HTTP\/1 answer/],
    ['a status of letters', 'HTTP/1.1 2x0 OK\r\n', /bad status line/],
    ['a status of two digits', 'HTTP/1.1 20\r\n', /bad status line/],
    ['a status of four digits', 'HTTP/1.1 2000\r\n', /bad status line/],
    ['a status below 100', 'HTTP/1.1 099 OK\r\n', /bad status line/],
    ['no blank before the status', 'HTTP/1.1\t200 OK\r\n', /bad status line/],
    ['an unasked change of protocol', 'HTTP/1.1 101 Switching\r\n\r\n', /101/],
    ['a bare LF', `${head}A: b\n`, /bare line end in the head/],
    ['a bare CR', `${head}A: b\rc\r\n`, /bare line end in the head/],
    ['a NUL', `${head}A: \0\r\n`, /control byte/],
    ['a header without a colon', `${head}nonsense\r\n`, /bad header name/],
    ['a header without a name', `${head}: x\r\n`, /bad header name/],
    ['a blank before the colon', `${head}Content-Length : 5\r\n`, /bad header name/],
    ['two lengths', `${head}Content-Length: 1\r\nContent-Length: 2\r\n`, /two different/],
    ['a length of letters', `${head}Content-Length: 1a\r\n`, /bad Content-Length/],
    ['a negative length', `${head}Content-Length: -1\r\n`, /bad Content-Length/],
    ['a length with a sign', `${head}Content-Length: +1\r\n`, /bad Content-Length/],
    ['a list of lengths', `${head}Content-Length: 1, 1\r\n`, /bad Content-Length/],
    ['an empty length', `${head}Content-Length:\r\n`, /bad Content-Length/],
    ['a huge length', `${head}Content-Length: 99999999999999999999\r\n`, /bad Content-Length/],
    ['a folded length', `${head}Content-Length: 1\r\n 2\r\n`, /folded/],
    ['both framings', `${head}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n`, /both/],
    [
      'both framings, other order',
      `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`,
      /both/,
    ],
    ['another coding', `${head}Transfer-Encoding: gzip, chunked\r\n`, /unknown Transfer-Encoding/],
    [
      'chunked twice',
      `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n`,
      /unknown/,
    ],
    ['chunks in HTTP/1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', /HTTP\/1.0/],
    ['a chunk size of letters', `${chunked}xyz\r\n`, /bad chunk size/],
    ['an empty chunk size', `${chunked}\r\n`, /bad chunk size/],
    ['a negative chunk size', `${chunked}-1\r\n`, /bad chunk size/],
    ['a chunk size in C', `${chunked}0x5\r\n`, /bad chunk size/],
    ['a huge chunk size', `${chunked}fffffffffffffffff\r\n`, /bad chunk size/],
    ['a chunk longer than its size', `${chunked}2\r\nabc\r\n`, /chunk longer/],
    ['a chunk that ends in a bare LF', `${chunked}2\r\nab\n`, /chunk longer/],
    ['a bare LF behind a chunk size', `${chunked}2\nab\r\n`, /between chunks/],
    ['a bare LF in the trailers', `${chunked}0\r\nA: b\n\r\n`, /between chunks/],
    ['an endless head', `${head}${'A: b\r\n'.repeat(6000)}`, /head longer than/],
    ['an endless header', `${head}A: ${'b'.repeat(40000)}`, /head longer than/],
    ['an endless reason', `HTTP/1.1 200 ${'b'.repeat(40000)}`, /head longer than/],
    ['an endless chunk extension', `${chunked}1;${'b'.repeat(5000)}`, /longer than 4096/],
    ['endless trailers', `${chunked}0\r\n${'A: b\r\n'.repeat(6000)}`, /longer than 32768/],
    [
      'a body over the limit',
      `${head}Content-Length: 5000\r\n\r\n${'x'.repeat(2000)}`,
      /body too long/,
    ],
    [
      'chunks over the limit',
      `${chunked}${`200\r\n${'x'.repeat(512)}\r\n`.repeat(3)}`,
      /body too long/,
    ],
    ['an endless body until close', `${head}\r\n${'x'.repeat(2000)}`, /body too long/],
  ];
  for (const [name, text, fault] of faults) {
    it(`${name} fails with its reason, however it is cut`, () => {
      const bytes = Buffer.from(text, 'latin1');
      const few = bytes.length > 400 ? [[10], [100], [bytes.length - 1]] : everyCut(bytes);
      for (const cuts of [[], ...few, byteByByte(bytes)]) {
        const parsed = parse(bytes, cuts, fresh(), false);
        assert.equal(parsed.state, 'failed', `cut at ${cuts}`);
        assert.match(parsed.fault, fault);
      }
    });
  }

  it('never throws, hangs or depends on the cuts: mutated answers', () => {
    fc.assert(
      fc.property(
        anyAnswer,
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        (answer, changes) => {
          const bytes = mutated(answer.bytes, changes);
          const { fault: _, ...whole } = parse(bytes, []);
          for (const cuts of [...everyCut(bytes), byteByByte(bytes)]) {
            const { fault: __, ...cut } = parse(bytes, cuts);
            assert.deepEqual(cut, whole);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('a parser', () => {
  it('keeps a body that came in one piece where it is', () => {
    const parser = fresh();
    const piece = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
    parser.feed(piece, 0, piece.length, 0);
    assert.equal(parser.body, piece);
  });

  it('knows a head again, and only that one', () => {
    const heads = ['200 OK', '200 OK\r\nX: y', '404 No', '200 OK', '200 OK', '503 No'];
    const parser = fresh();
    for (const head of heads) {
      const bytes = Buffer.from(`HTTP/1.1 ${head}\r\nContent-Length: 2\r\n\r\nhi`);
      for (const cuts of [[], [], [12], [], [bytes.length - 4], [19], []]) {
        assert.deepEqual(parse(bytes, cuts, parser), parse(bytes, cuts));
      }
    }
  });

  it('forgets everything of the last answer, whole or broken', () => {
    const parser = fresh();
    const good = Buffer.from(
      'HTTP/1.1 200 OK\r\nConnection: x, keep-alive\r\nContent-Length: 2\r\n\r\nhi',
    );
    const alone = parse(good, []);
    fc.assert(
      fc.property(anyAnswer, fc.nat(), ({ bytes }, at) => {
        parse(bytes.subarray(0, at % (bytes.length + 1)), [], parser, false);
        assert.deepEqual(parse(good, [at % good.length], parser), alone);
      }),
      { numRuns: 200 },
    );
  });
});
