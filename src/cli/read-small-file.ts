import { closeSync, openSync, readSync } from 'node:fs';

/**
 * The text of a file, or of a pipe such as `<(…)`; undefined when it is larger than the limit, however
 * much follows (a device never ends).
 * @throws the system's error
 */
export function readSmallFile(path: string, limitBytes: number): string | undefined {
  const buffer = Buffer.allocUnsafe(limitBytes + 1);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, buffer.length - length, null);
      length += read;
      if (length > limitBytes) return undefined;
      if (read === 0) return buffer.toString('utf8', 0, length);
    }
  } finally {
    closeSync(file);
  }
}
