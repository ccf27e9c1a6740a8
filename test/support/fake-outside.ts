import type { Outside } from '../../src/cli/outside.ts';

/** An outside that keeps what is written; everything else may be replaced. */
export function fakeOutside(argv: readonly string[], over: Partial<Outside> = {}) {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr', isTerminal: boolean) => ({
    write: (text: string) => {
      written[name] += text;
    },
    stream: async (pieces: AsyncIterable<string>) => {
      for await (const piece of pieces) written[name] += piece;
    },
    isTerminal,
    columns: () => 100,
  });
  const outside: Outside = {
    argv,
    cwd: '/nowhere',
    env: {},
    packageFolder: '/nowhere',
    toolVersion: '9.9.9',
    signal: new AbortController().signal,
    nowEpochMs: () => 0,
    stdout: output('stdout', false),
    stderr: output('stderr', false),
    ...over,
  };
  return { outside, written };
}
