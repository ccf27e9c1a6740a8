import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** A terminal that a command runs in, kept by tmux. */
export interface Terminal extends Disposable {
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** The screen as it is now, line by line, without what is empty at its end. */
  screen(): string[];
  /** Whether the other screen is shown, that programs draw whole pages on, and the cursor. */
  modes(): { readonly isOtherScreen: boolean; readonly hasCursor: boolean };
  /** All that was written since the start, codes included. */
  written(): string;
  /** @throws with the screen when it does not come to pass within a minute */
  until(isSo: (screen: string) => boolean): Promise<void>;
}

/** A shell of its own in `folder`, in which nothing else is set but `env`. */
export function openTerminal(
  folder: string,
  env: Readonly<Record<string, string>>,
  columns: number,
  rows: number,
): Terminal {
  const socket = join(folder, 'tmux');
  const raw = join(folder, 'raw');
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
  tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), '-c', folder, 'sh');
  tmux('set-option', 'remain-on-exit', 'on');
  tmux('pipe-pane', '-o', `cat > '${raw}'`);
  const screen = () => tmux('capture-pane', '-p').trimEnd().split('\n');
  return {
    type: (keys) => void tmux('send-keys', ...keys.split(/(?<=\n)/).flatMap(keyNames)),
    resize: (wide, high) => void tmux('resize-window', '-x', String(wide), '-y', String(high)),
    screen,
    modes: () => {
      const [other, cursor] = tmux('display-message', '-p', '#{alternate_on} #{cursor_flag}')
        .trim()
        .split(' ');
      return { isOtherScreen: other === '1', hasCursor: cursor === '1' };
    },
    written: () => readFileSync(raw, 'utf8'),
    until: async (isSo) => {
      const deadline = performance.now() + PATIENCE_MS;
      while (!isSo(screen().join('\n'))) {
        if (performance.now() > deadline) throw new Error(`not in time:\n${screen().join('\n')}`);
        await sleep(100);
      }
    },
    [Symbol.dispose]: () => void tmux('kill-server'),
  };
}

/** What tmux calls the end of a line and an interrupt. */
function keyNames(line: string): string[] {
  const text = line.replace('\n', '');
  if (text === '\u0003') return ['C-c'];
  return line.endsWith('\n') ? [text, 'Enter'] : [text];
}
