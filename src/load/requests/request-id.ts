/**
 * The id that a request carries when samples are kept: which load of the run, and the request's place
 * in that load's schedule. Always as long, so that it can be written into a request that lies ready.
 */
export interface RequestIdPlace {
  /** Where its first character lies in the body (gRPC: the message), the same in every request. */
  readonly offset: number;
  /** Which load of the run. */
  readonly point: number;
}

const POINT_DIGITS = 4;
const INDEX_DIGITS = 11;
const LOW_DIGITS = 6;
const LOW_RANGE = 10 ** LOW_DIGITS;
const ZERO = 0x30;
const DASH = 0x2d;

/** "0002-00000000042": request 42 of the third load. */
export const REQUEST_ID_BYTES = POINT_DIGITS + 1 + INDEX_DIGITS;
/** What stands in its place until the request is sent. */
export const BLANK_REQUEST_ID = requestIdOf(0, 0);

/** The id as text; see `writeRequestId`. */
export function requestIdOf(point: number, index: number): string {
  const digits = (value: number, count: number) => String(value % 10 ** count).padStart(count, '0');
  return `${digits(point, POINT_DIGITS)}-${digits(index, INDEX_DIGITS)}`;
}

/** Hot: writes the id's bytes at `at`. */
export function writeRequestId(bytes: Uint8Array, at: number, point: number, index: number): void {
  writeDigits(bytes, at, POINT_DIGITS, point);
  bytes[at + POINT_DIGITS] = DASH;
  // In two halves, each a small integer: divisions of doubles cost several times as much.
  const high = Math.floor(index / LOW_RANGE);
  writeDigits(bytes, at + POINT_DIGITS + 1, INDEX_DIGITS - LOW_DIGITS, high);
  writeDigits(bytes, at + REQUEST_ID_BYTES - LOW_DIGITS, LOW_DIGITS, index - high * LOW_RANGE);
}

/** Hot: whether bytes[at, …) are this id. */
export function hasRequestId(bytes: Uint8Array, at: number, point: number, index: number): boolean {
  const high = Math.floor(index / LOW_RANGE);
  return (
    hasDigits(bytes, at + REQUEST_ID_BYTES - LOW_DIGITS, LOW_DIGITS, index - high * LOW_RANGE) &&
    hasDigits(bytes, at + POINT_DIGITS + 1, INDEX_DIGITS - LOW_DIGITS, high) &&
    bytes[at + POINT_DIGITS] === DASH &&
    hasDigits(bytes, at, POINT_DIGITS, point)
  );
}

/** The last `count` digits of `value`. */
function writeDigits(bytes: Uint8Array, at: number, count: number, value: number): void {
  let left = value | 0;
  for (let place = at + count - 1; place >= at; place -= 1) {
    const rest = (left / 10) | 0;
    bytes[place] = ZERO + left - rest * 10;
    left = rest;
  }
}

function hasDigits(bytes: Uint8Array, at: number, count: number, value: number): boolean {
  let left = value | 0;
  for (let place = at + count - 1; place >= at; place -= 1) {
    const rest = (left / 10) | 0;
    if (bytes[place] !== ZERO + left - rest * 10) return false;
    left = rest;
  }
  return true;
}
