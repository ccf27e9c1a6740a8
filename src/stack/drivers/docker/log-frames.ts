const HEADER_LENGTH = 8;
const LENGTH_AT = 4;
/** Standard output and standard error. */
const STREAMS: readonly number[] = [1, 2];

/**
 * The text of a container's log as the engine frames it where no terminal was asked for: a byte for the
 * stream, three zeros, the length (big endian), the bytes. What follows a broken frame is left out.
 * Docker Engine API, "Attach to a container", stream format.
 */
export function logText(frames: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + HEADER_LENGTH <= frames.length && STREAMS.includes(frames[at] ?? 0)) {
    const start = at + HEADER_LENGTH;
    at = start + frames.readUInt32BE(at + LENGTH_AT);
    parts.push(frames.subarray(start, at));
  }
  return Buffer.concat(parts).toString('utf8').replaceAll('\r\n', '\n');
}
