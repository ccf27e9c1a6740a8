const SHOWN_BYTES = 24;
const HTTP2_SETTINGS = 4;
const TLS_ALERT = 0x15;
const TLS_MAJOR = 3;

/** Why bytes that begin no HTTP/1 answer are none: the usual wrong ports by name, others as they are. */
export function strangerBytes(bytes: Buffer, start: number, end: number): string {
  const isSettings = end - start >= 9 && bytes[start + 3] === HTTP2_SETTINGS;
  if (isSettings && bytes.readUInt32BE(start + 5) === 0) {
    return 'not an HTTP/1 answer but HTTP/2: is this the gRPC port?';
  }
  if (bytes[start] === TLS_ALERT && bytes[start + 1] === TLS_MAJOR) {
    return 'not an HTTP/1 answer but TLS: is this an https port?';
  }
  const shown = bytes.toString('latin1', start, Math.min(end, start + SHOWN_BYTES));
  return `not an HTTP/1 answer: ${JSON.stringify(shown)}`;
}
