import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageFolder, stateHome } from '../support/run-bench.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';

const BENCH = `'${process.execPath}' '${join(packageFolder, 'bin/bench.js')}'`;
const NO_ENGINE = 'unix:///nowhere/docker.sock';
const CLEAR_SCREEN = '\u001b[2J';
const ROWS_OF_NUMBERS = ['due', 'served', 'p50', 'p99', 'in flight', 'waiting', 'errors'];

/** A shell with something on it, in which `bench run --ui` is begun, and shows its first seconds. */
async function running(folder: string, duration: string): Promise<Terminal> {
  const env = {
    XDG_STATE_HOME: stateHome(folder),
    DOCKER_HOST: NO_ENGINE,
    PS1: '$ ',
  };
  const terminal = openTerminal(folder, env, 100, 30);
  terminal.type('clear; echo stood before\n');
  terminal.type(`${BENCH} run --qps 100 --warmup 1s --duration ${duration} --ui; echo "exit $?"\n`);
  await terminal.until((screen) => /^server queue +[\d.]+ ms/m.test(screen));
  return terminal;
}

describe('bench run --ui in a real terminal', () => {
  it('shows the load and the server’s queue, fits what it is resized to, and never clears all', async () => {
    using folder = temporaryFolder();
    using terminal = await running(folder.path, '15s');
    const screen = terminal.screen();
    for (const row of ROWS_OF_NUMBERS) {
      assert.ok(
        screen.some((line) => line.startsWith(row)),
        row,
      );
    }
    assert.ok(
      screen.some((line) => /^ {2}pending +\d/.test(line)),
      screen.join('\n'),
    );
    assert.deepEqual(terminal.modes(), { isOtherScreen: true, hasCursor: false });
    terminal.resize(50, 12);
    await terminal.until((now) => /^mnist_mlp · /.test(now) && !/✔|exit/.test(now));
    assert.ok(terminal.screen().every((line) => line.length < 50));
    terminal.resize(120, 40);
    await terminal.until((now) => /^mnist_mlp · .* seed \d+$/m.test(now));
    assert.equal(terminal.screen().filter((line) => line.startsWith('served')).length, 1);
    await terminal.until((now) => /^exit \d+$/m.test(now));
    assert.deepEqual(terminal.modes(), { isOtherScreen: false, hasCursor: true });
    assert.ok(terminal.screen().every((line) => !line.startsWith('server queue')));
    const codes = terminal.written();
    assert.ok(!codes.slice(codes.indexOf('mnist_mlp ·')).includes(CLEAR_SCREEN));
  });
  it('leaves the screen as it was when it is interrupted', async () => {
    using folder = temporaryFolder();
    using terminal = await running(folder.path, '60s');
    terminal.type('\u0003');
    await terminal.until((now) => /^exit 130$/m.test(now));
    assert.deepEqual(terminal.modes(), { isOtherScreen: false, hasCursor: true });
    const screen = terminal.screen();
    assert.ok(
      screen.every((line) => !line.startsWith('server queue')),
      screen.join('\n'),
    );
  });
  for (const [title, how] of [
    ['its words go to a file', '2>err'],
    ['the terminal is dumb', '2>&1'],
  ] as const) {
    it(`draws nothing where ${title}`, async () => {
      using folder = temporaryFolder();
      const env = { XDG_STATE_HOME: stateHome(folder.path), DOCKER_HOST: NO_ENGINE };
      using terminal = openTerminal(folder.path, env, 100, 30);
      const bench = `${how === '2>&1' ? 'TERM=dumb ' : ''}${BENCH} run --qps 50 --warmup 0 --duration 3s`;
      terminal.type(`${bench} --ui ${how}; echo "exit $?"\n`);
      await terminal.until((now) => /^exit \d+$/m.test(now));
      assert.ok(!terminal.written().includes('\u001b[?1049h'));
    });
  }
});
