import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { emptyFolder, packageFolder } from '../../support/run-bench.ts';

const BENCH = join(packageFolder, 'bin/bench.js');
/** Only a failing test waits so long. */
const PATIENCE_MS = 60_000;

describe('the command as a process', () => {
  it('ends at the first interrupt while it waits for a configuration', async () => {
    const pipe = join(emptyFolder(), 'bench.yaml');
    spawnSync('mkfifo', [pipe]);
    const child = spawn(process.execPath, [BENCH, 'run', '--config', pipe], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    // Opening it for writing ends when the command has opened it for reading; nothing is written.
    const writer = await open(pipe, 'w');
    const limit = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.kill('SIGINT');
    const [, signal] = await ended;
    clearTimeout(limit);
    await writer.close();
    assert.equal(signal, 'SIGINT');
  });
  it('reads a configuration from a pipe, a piece at a time', async () => {
    const pipe = join(emptyFolder(), 'bench.yaml');
    spawnSync('mkfifo', [pipe]);
    const args = [BENCH, 'run', '--config', pipe, '--print-config'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let shown = '';
    child.stdout.on('data', (chunk) => {
      shown += chunk;
    });
    const ended = once(child, 'close');
    const writer = await open(pipe, 'w');
    await writer.write('qps: 1');
    await writer.write('7\n');
    await writer.close();
    await ended;
    assert.match(shown, /^qps: 17 /m);
  });
  it('writes to a terminal that tells no width, as one of a container may', () => {
    const noWidth = 'data:text/javascript,process.stdout.columns=0';
    const args = ['--import', noWidth, BENCH, 'report', 'reports/example'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: packageFolder,
      encoding: 'utf8',
    });
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^VALID {2}These numbers can be believed\.$/m);
  });
  it('says that its output cannot be written, without a stack trace', () => {
    // Only Linux has a device that is always full; elsewhere a folder is as little to be written to.
    const full = existsSync('/dev/full')
      ? openSync('/dev/full', 'w')
      : openSync(emptyFolder(), 'r');
    const { status, stderr } = spawnSync(process.execPath, [BENCH, 'run', '--print-config'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    assert.equal(status, 2, stderr);
    assert.match(stderr, /^bench: standard output cannot be written\n {2}because .*\n {2}→ /);
    assert.doesNotMatch(stderr, /^\s+at /m);
  });
});
