import fc from 'fast-check';

/** An answer as its bytes, and what a parser has to make of them. */
export interface GeneratedAnswer {
  readonly bytes: Buffer;
  readonly status: number;
  readonly body: Buffer;
  readonly keepAlive: boolean;
  readonly jsonBytes: number;
  /** Compressed, it says. */
  readonly encoded: boolean;
  /** The body lasts until the server closes. */
  readonly untilClose: boolean;
}

const bytes = (maxLength: number) =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

const anyCase = (name: string) =>
  fc
    .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
    .map((upper) => [...name].map((c, i) => (upper[i] ? c.toUpperCase() : c)).join(''));

const blank = fc.constantFrom('', ' ', '\t', ' \t ');
const fieldText = fc.string({ unit: fc.constantFrom(...'abcXYZ019 ;=,"/é'), maxLength: 12 });

function field(name: string, value: string): fc.Arbitrary<string> {
  return fc.tuple(anyCase(name), blank, blank).map(([n, a, b]) => `${n}:${a}${value}${b}\r\n`);
}

const otherField = fc
  .tuple(fc.constantFrom('X-A', 'Date', 'server', 'content-lengths', 'Keep-Alive'), fieldText)
  .chain(([name, value]) => field(name, value));

function chunked(body: Buffer): fc.Arbitrary<Buffer> {
  const cuts = fc.array(fc.nat({ max: body.length }), { maxLength: 4 });
  const extension = fc.constantFrom('', ';a=b', ' ; name="x y"', ';');
  const trailers = fc.array(otherField, { maxLength: 2 });
  return fc.tuple(cuts, extension, trailers, fc.boolean()).map(([at, ext, fields, upper]) => {
    const edges = [...new Set([0, ...at, body.length])].sort((a, b) => a - b);
    const parts: Buffer[] = [];
    for (let i = 1; i < edges.length; i += 1) {
      const data = body.subarray(edges[i - 1], edges[i]);
      const size = data.length.toString(16);
      parts.push(Buffer.from(`${upper ? size.toUpperCase() : size}${ext}\r\n`), data, CRLF);
    }
    return Buffer.concat([...parts, Buffer.from(`0${ext}\r\n${fields.join('')}\r\n`, 'latin1')]);
  });
}

const CRLF = Buffer.from('\r\n');
const INTERIM = [
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 9\r\n\r\n',
  'HTTP/1.1 102\r\n\r\n',
];

type Framing = 'length' | 'chunked' | 'until-close' | 'none';

interface Parts {
  readonly framing: Framing;
  readonly status: number;
  readonly reason: string;
  readonly interim: readonly string[];
  readonly others: readonly string[];
  readonly connection: '' | 'close' | 'keep-alive' | 'x, Close';
  readonly jsonBytes: number;
  readonly encoded: boolean;
  readonly body: Buffer;
}

const parts: fc.Arbitrary<Parts> = fc.record({
  framing: fc.constantFrom('length', 'chunked', 'until-close', 'none'),
  status: fc.constantFrom(200, 201, 400, 404, 503, 999),
  reason: fc.constantFrom('', ' ', ' OK', ' Not Found at all'),
  interim: fc.array(fc.constantFrom(...INTERIM), { maxLength: 2 }),
  others: fc.array(otherField, { maxLength: 3 }),
  connection: fc.constantFrom('', 'close', 'keep-alive', 'x, Close'),
  jsonBytes: fc.integer({ min: -1, max: 300 }),
  encoded: fc.boolean(),
  body: bytes(60),
});

/** Any answer that RFC 9112 allows to a POST, as far as this engine can meet one. */
export const anyAnswer: fc.Arbitrary<GeneratedAnswer> = parts.chain(assemble);

function assemble(p: Parts): fc.Arbitrary<GeneratedAnswer> {
  const status = p.framing === 'none' ? (p.status < 300 ? 204 : 304) : p.status;
  const fields: fc.Arbitrary<string>[] = p.others.map((text) => fc.constant(text));
  if (p.framing === 'length') fields.push(field('content-length', String(p.body.length)));
  if (p.framing === 'chunked') fields.push(field('transfer-encoding', 'Chunked'));
  if (p.connection !== '') fields.push(field('connection', p.connection));
  if (p.jsonBytes >= 0) fields.push(field('inference-header-content-length', String(p.jsonBytes)));
  if (p.encoded) fields.push(field('content-encoding', 'gzip'));
  const body = p.framing === 'chunked' ? chunked(p.body) : fc.constant(p.body);
  return fc.tuple(fc.tuple(...fields), body).map(([lines, sent]) => ({
    bytes: Buffer.concat([
      Buffer.from(`${p.interim.join('')}HTTP/1.1 ${status}${p.reason}\r\n`, 'latin1'),
      Buffer.from(`${lines.join('')}\r\n`, 'latin1'),
      p.framing === 'none' ? Buffer.alloc(0) : sent,
    ]),
    status,
    body: p.framing === 'none' ? Buffer.alloc(0) : p.body,
    keepAlive: p.framing !== 'until-close' && !/close/i.test(p.connection),
    jsonBytes: p.jsonBytes,
    encoded: p.encoded,
    untilClose: p.framing === 'until-close',
  }));
}
