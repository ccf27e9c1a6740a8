const TAB = 9;
const SPACE = 32;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const LOWER = 0x20;
const ABSENT = -1;
/** More digits than this would not be exact in a number. */
const MAX_DIGITS = 15;
const STATUS_LINE = Buffer.from('HTTP/1.x NNN');

const CONNECTION = Buffer.from('connection');
const CONTENT_LENGTH = Buffer.from('content-length');
const CONTENT_ENCODING = Buffer.from('content-encoding');
const TRANSFER_ENCODING = Buffer.from('transfer-encoding');
const JSON_LENGTH = Buffer.from('inference-header-content-length');
const CLOSE = Buffer.from('close');
const KEEP_ALIVE = Buffer.from('keep-alive');
const CHUNKED = Buffer.from('chunked');
const IDENTITY = Buffer.from('identity');

/** What may stand in a header's name (RFC 9110 §5.6.2). */
const IS_TOKEN = tokenTable();

function tokenTable(): Uint8Array {
  const table = new Uint8Array(256);
  const all = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (const byte of Buffer.from(all)) table[byte] = 1;
  return table;
}

/**
 * The head of one answer, of which only what frames the body or explains it is kept. Lines go in one
 * by one, without their CRLF; a text that comes back says why this is no head (RFC 9112), '' is fine.
 */
export class ResponseHead {
  status = 0;
  /** -1: absent. */
  contentLength = ABSENT;
  chunked = false;
  /** The connection may carry another request. */
  keepAlive = true;
  /** Inference-Header-Content-Length; -1: absent; NaN: not a number. */
  jsonBytes = ABSENT;
  /** Content-Encoding other than identity, which is all that was asked for. */
  encoded = false;
  #isOld = false;
  #framesBody = false;
  #closes = false;
  #keepsAlive = false;

  /** `HTTP/1.1 200 OK`; the reason phrase may be missing. False: this is none. */
  statusLine(bytes: Buffer, start: number, end: number): boolean {
    this.contentLength = ABSENT;
    this.chunked = false;
    this.jsonBytes = ABSENT;
    this.encoded = false;
    this.#framesBody = false;
    this.#closes = false;
    this.#keepsAlive = false;
    if (end - start < STATUS_LINE.length || bytes[start + 8] !== SPACE) return false;
    this.#isOld = bytes[start + 7] === ZERO;
    this.keepAlive = !this.#isOld;
    this.status = digits(bytes, start + 9, start + 12);
    const isEnded = end === start + 12 || bytes[start + 12] === SPACE;
    return isEnded && this.status >= 100;
  }

  /** `Name: value`, or the continuation of the line before. */
  fieldLine(bytes: Buffer, start: number, end: number): string {
    const first = bytes[start];
    if (first === SPACE || first === TAB) return this.#framesBody ? 'folded header' : '';
    let colon = start;
    while (colon < end && IS_TOKEN[bytes[colon] as number] === 1) colon += 1;
    if (colon === start || colon === end || bytes[colon] !== COLON) return 'bad header name';
    let from = colon + 1;
    let to = end;
    while (from < to && isBlank(bytes[from])) from += 1;
    while (to > from && isBlank(bytes[to - 1])) to -= 1;
    this.#framesBody = false;
    return this.#field(bytes, start, colon - start, from, to);
  }

  /** What the header lines say together: '' when they go together. */
  contradiction(): string {
    if (!this.chunked) return '';
    if (this.contentLength !== ABSENT) return 'both Content-Length and Transfer-Encoding';
    return this.#isOld ? 'Transfer-Encoding in HTTP/1.0' : '';
  }

  #field(bytes: Buffer, name: number, nameLength: number, from: number, to: number): string {
    switch (nameLength) {
      case 10:
        if (same(bytes, name, CONNECTION)) this.#connection(bytes, from, to);
        return '';
      case 14:
        return same(bytes, name, CONTENT_LENGTH) ? this.#contentLength(bytes, from, to) : '';
      case 16:
        if (same(bytes, name, CONTENT_ENCODING)) this.encoded = !isWord(bytes, from, to, IDENTITY);
        return '';
      case 17:
        return same(bytes, name, TRANSFER_ENCODING) ? this.#transferEncoding(bytes, from, to) : '';
      case 31:
        if (same(bytes, name, JSON_LENGTH)) this.#jsonLength(bytes, from, to);
        return '';
      default:
        return '';
    }
  }

  #contentLength(bytes: Buffer, from: number, to: number): string {
    this.#framesBody = true;
    const length = digits(bytes, from, to);
    if (length < 0) return 'bad Content-Length';
    if (this.contentLength !== ABSENT && this.contentLength !== length) {
      return 'two different Content-Lengths';
    }
    this.contentLength = length;
    return '';
  }

  #transferEncoding(bytes: Buffer, from: number, to: number): string {
    this.#framesBody = true;
    if (this.chunked || !isWord(bytes, from, to, CHUNKED)) return 'unknown Transfer-Encoding';
    this.chunked = true;
    return '';
  }

  #jsonLength(bytes: Buffer, from: number, to: number): void {
    const length = digits(bytes, from, to);
    const isSame = this.jsonBytes === ABSENT || this.jsonBytes === length;
    this.jsonBytes = isSame && length >= 0 ? length : Number.NaN;
  }

  /** A list of words; `close` wins over `keep-alive`. A list of one is not made a text. */
  #connection(bytes: Buffer, from: number, to: number): void {
    if (isWord(bytes, from, to, KEEP_ALIVE)) this.#keepsAlive = true;
    else if (isWord(bytes, from, to, CLOSE)) this.#closes = true;
    else {
      const words = bytes
        .toString('latin1', from, to)
        .toLowerCase()
        .split(/[\t ]*,[\t ]*/);
      this.#keepsAlive ||= words.includes('keep-alive');
      this.#closes ||= words.includes('close');
    }
    this.keepAlive = !this.#closes && (this.#keepsAlive || !this.#isOld);
  }
}

/** Whether a line that has only begun can still become a status line of HTTP/1. */
export function mayBeStatusLine(bytes: Buffer, start: number, end: number): boolean {
  const known = Math.min(end - start, 7);
  for (let at = 0; at < known; at += 1) {
    if (bytes[start + at] !== STATUS_LINE[at]) return false;
  }
  const minor = bytes[start + 7] as number;
  return end - start < 8 || (minor >= ZERO && minor <= NINE);
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** Letters of `lower` in either case; other bytes of it (a hyphen) have the 0x20 bit set anyway. */
function same(bytes: Buffer, start: number, lower: Buffer): boolean {
  for (let at = 0; at < lower.length; at += 1) {
    if (((bytes[start + at] as number) | LOWER) !== lower[at]) return false;
  }
  return true;
}

function isWord(bytes: Buffer, from: number, to: number, lower: Buffer): boolean {
  return to - from === lower.length && same(bytes, from, lower);
}

/** A number of digits alone, or -1. */
function digits(bytes: Buffer, from: number, to: number): number {
  if (from === to || to - from > MAX_DIGITS) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (byte < ZERO || byte > NINE) return -1;
    value = value * 10 + byte - ZERO;
  }
  return value;
}
