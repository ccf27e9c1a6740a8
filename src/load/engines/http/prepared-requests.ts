import { BenchError } from '../../../contract/bench-error.ts';
import { REQUEST_ID_BYTES, type RequestIdPlace } from '../../requests/request-id.ts';
import type { RequestSet } from '../../requests/request-set.ts';
import type { EngineTarget } from '../engine.ts';

/** A body up to this size is copied behind its head, so that one write sends both. */
const MAX_JOINED_BODY_BYTES = 16 * 1024;
/** Of all copies together: every worker makes its own. */
const MAX_COPIED_BYTES = 16 * 1024 * 1024;
const DEFAULT_PORT = { plain: 80, tls: 443 };
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const PATH = /^\/[\x21-\x7e]*$/;
/** These frame the body: another value would make the request unreadable. */
const OURS = ['content-length', 'transfer-encoding', 'inference-header-content-length'];

/** One request as it goes out: `head` alone holds all of it when `body` is null. */
export interface PreparedRequest {
  readonly head: Buffer;
  readonly body: Buffer | null;
  readonly bytes: number;
  /** Where in `head` the id has to be written, into a copy; null: it carries none. */
  readonly idPlace: RequestIdPlace | null;
}

/**
 * Serialises every request of the set. Small bodies are copied; large ones stay where they are (shared
 * memory) and are only looked at. Throws a BenchError ('config-invalid') for a header or a path that
 * would break the request.
 */
export function prepareRequests(
  requests: RequestSet,
  target: EngineTarget,
  headers: Readonly<Record<string, string>>,
): PreparedRequest[] {
  checkHeaders(headers);
  checkPath(requests.path);
  const chosen = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  let copiedBytes = 0;
  return Array.from({ length: requests.size }, (_, request) => {
    const body = requests.body(request);
    const isJson = requests.jsonBytes(request) < 0;
    const lines: Record<string, string> = {
      host: authority(target),
      'content-type': isJson ? 'application/json' : 'application/octet-stream',
      'accept-encoding': 'identity',
      ...Object.fromEntries(chosen),
      'content-length': String(body.length),
    };
    if (!isJson) lines['inference-header-content-length'] = String(requests.jsonBytes(request));
    const isJoined =
      body.length <= MAX_JOINED_BODY_BYTES && copiedBytes + body.length <= MAX_COPIED_BYTES;
    if (isJoined) copiedBytes += body.length;
    return prepare(requests, lines, body, isJoined);
  });
}

/** With an id, the body's beginning up to its end is part of the head in any case. */
function prepare(
  { path, idPlace }: RequestSet,
  lines: Record<string, string>,
  body: Uint8Array,
  isJoined: boolean,
): PreparedRequest {
  const fields = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`POST ${path} HTTP/1.1\r\n${fields.join('')}\r\n`, 'latin1');
  const bytes = head.length + body.length;
  const view = Buffer.from(body.buffer, body.byteOffset, body.length);
  const idEnd = idPlace ? idPlace.offset + REQUEST_ID_BYTES : 0;
  const joined = isJoined ? body.length : idEnd;
  return {
    head: Buffer.concat([head, view.subarray(0, joined)]),
    body: isJoined ? null : view.subarray(joined),
    bytes,
    idPlace: idPlace ? { ...idPlace, offset: head.length + idPlace.offset } : null,
  };
}

/** The Host header: brackets around an IPv6 address, no port when it is the scheme's own. */
function authority({ host, port, tls }: EngineTarget): string {
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return port === (tls ? DEFAULT_PORT.tls : DEFAULT_PORT.plain) ? name : `${name}:${port}`;
}

function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    // Its value may be a secret.
    const shown = JSON.stringify(name);
    if (!TOKEN.test(name) || !FIELD_VALUE.test(value)) {
      throw new BenchError('config-invalid', `the header ${shown} cannot be sent over HTTP`, {
        hint: 'write "name: value" on one line, without control characters',
      });
    }
    if (OURS.includes(name.toLowerCase())) {
      throw new BenchError('config-invalid', `the header ${shown} cannot be chosen`, {
        hint: 'it says where the body ends, and follows from the request itself; leave it out',
      });
    }
  }
}

function checkPath(path: string): void {
  if (PATH.test(path)) return;
  throw new BenchError('config-invalid', `${JSON.stringify(path)} is not a URL path`, {
    hint: 'it starts with / and holds no spaces or control characters; is the model name right?',
  });
}
