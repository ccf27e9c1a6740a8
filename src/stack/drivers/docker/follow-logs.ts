import { PassThrough, type Readable } from 'node:stream';
import type Docker from 'dockerode';
import { LogTail } from '../../log-tail.ts';

const LINES_BEFORE = 50;

/** A container's last lines from now on, until it ends or `watch` is aborted. */
export async function followLogs(docker: Docker, id: string, watch: AbortSignal): Promise<LogTail> {
  const tail = new LogTail();
  const options = { follow: true, stdout: true, stderr: true, tail: LINES_BEFORE } as const;
  const frames = await docker
    .getContainer(id)
    .logs({ ...options, abortSignal: watch })
    .catch(() => null);
  if (frames === null) return tail;
  const text = new PassThrough();
  // Aborting it is an error to the stream, and none to anybody else.
  frames.on('error', () => text.end());
  docker.modem.demuxStream(frames, text, text);
  frames.on('end', () => text.end());
  tail.follow(text);
  watch.addEventListener('abort', () => (frames as Readable).destroy(), { once: true });
  return tail;
}
