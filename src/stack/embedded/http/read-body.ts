import type { IncomingMessage } from 'node:http';

/** The most that a request may bring: ten times the largest batch of this package's model. */
export const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** How a body ended: all of it, more than is taken, or the client left in the middle. */
export type BodyEnd = Buffer | 'too-large' | 'left';

/** Gathers a request's body; calls back once. */
export function readBody(request: IncomingMessage, done: (body: BodyEnd) => void): void {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    done('too-large');
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  let isDone = false;
  const finish = (body: BodyEnd) => {
    if (isDone) return;
    isDone = true;
    done(body);
  };
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) {
      chunks.length = 0;
      request.pause();
      finish('too-large');
    } else if (!isDone) chunks.push(chunk);
  });
  request.on('end', () => {
    const [only] = chunks;
    finish(chunks.length === 1 && only ? only : Buffer.concat(chunks, length));
  });
  request.on('close', () => finish('left'));
  request.on('error', () => finish('left'));
}
