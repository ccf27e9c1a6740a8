import type Docker from 'dockerode';
import { logText } from './log-frames.ts';

/** The last lines of a container, oldest first; none where it is gone. */
export async function containerLogs(
  docker: Docker,
  id: string,
  lines: number,
): Promise<readonly string[]> {
  const options = { stdout: true, stderr: true, tail: lines, follow: false } as const;
  const answer = await docker
    .getContainer(id)
    .logs(options)
    .catch(() => Buffer.alloc(0));
  const text = logText(answer);
  return text === '' ? [] : text.replace(/\n$/, '').split('\n').slice(-lines);
}

/** The same as the end of a sentence. */
export async function lastWords(docker: Docker, id: string, lines: number): Promise<string> {
  const said = await containerLogs(docker, id, lines);
  return said.length === 0 ? 'it said nothing' : `its last lines:\n${said.join('\n')}`;
}
