import { gunzip, inflate } from 'node:zlib';
import { invalid } from '../refusal.ts';
import { MAX_BODY_BYTES } from './read-body.ts';

const METHODS = { gzip: gunzip, deflate: inflate } as const;

/** Undoes the request's Content-Encoding. undefined: it is one that nobody here knows. */
export function decompress(
  encoding: string | undefined,
  body: Buffer,
  done: (error: Error | null, body: Buffer) => void,
): boolean {
  if (encoding === undefined || encoding === '' || encoding === 'identity') {
    done(null, body);
    return true;
  }
  if (!Object.hasOwn(METHODS, encoding)) return false;
  METHODS[encoding as keyof typeof METHODS](
    body,
    { maxOutputLength: MAX_BODY_BYTES },
    (error, plain) =>
      done(error && invalid(`unable to decompress the request body: ${error.message}`), plain),
  );
  return true;
}
