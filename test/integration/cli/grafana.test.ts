import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { tokenOf } from '../../stand-ins/grafana/ask-grafana.ts';
import { startGrafana } from '../../stand-ins/grafana/grafana-stand-in.ts';
import { assertFineOrNoisy, onlyResult } from '../../support/only-result.ts';
import { emptyFolder, runBench, stateHome } from '../../support/run-bench.ts';

const SHORT = ['--concurrency', '1', '--requests', '50', '--warmup', '0', '--timeout', '60s'];

function allFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('bench run --grafana-url', () => {
  it('leaves a snapshot and an annotation, says where, and bench clean takes it away', async () => {
    await using grafana = await startGrafana();
    const token = (await tokenOf(grafana.url, 'Editor', 3600)).replace('Bearer ', '');
    const cwd = emptyFolder();
    const args = ['run', ...SHORT, '--grafana-url', grafana.url, '--snapshot-expires', '1h'];
    const run = await runBench(args, cwd, undefined, { INFERBENCH_GRAFANA_TOKEN: token });
    const document = onlyResult(cwd);
    assertFineOrNoisy(run.exitCode, document);
    const [snapshot] = grafana.state.snapshots;
    assert.ok(snapshot, run.stderr);
    const url = `${grafana.url}/dashboard/snapshot/${snapshot.key}`;
    assert.deepEqual(document.grafana, { kind: 'snapshot', url });
    assert.ok(run.stdout.includes(url), run.stdout);
    assert.equal(snapshot.expires - snapshot.created, 3_600_000);
    assert.ok(grafana.state.annotations[0]?.tags.includes(`run:${document.id}`));

    const kept = allFiles(join(stateHome(cwd), 'inferbench/snapshots'));
    assert.equal(kept.length, 1);
    assert.equal(statSync(kept[0] ?? '').mode & 0o777, 0o600);
    const told = [
      run.stdout,
      run.stderr,
      ...allFiles(join(cwd, 'reports')).map((f) => readFileSync(f, 'utf8')),
    ];
    for (const text of told) {
      assert.ok(!text.includes(snapshot.deleteKey));
      assert.ok(!text.includes(token));
    }

    const clean = await runBench(['clean'], cwd);
    assert.equal(clean.exitCode, 0);
    assert.match(clean.stdout, /^deleted {3}http/);
    assert.deepEqual(grafana.state.snapshots, []);
    const again = await runBench(['clean'], cwd);
    assert.deepEqual([again.exitCode, again.stdout], [0, 'nothing to clean\n']);
  });

  it('fails no run when Grafana is not there: a warning, the exit code as it would be, the file', async () => {
    const cwd = emptyFolder();
    const run = await runBench(['run', ...SHORT, '--grafana-url', 'http://127.0.0.1:9'], cwd);
    const document = onlyResult(cwd);
    assertFineOrNoisy(run.exitCode, document);
    assert.match(
      run.stderr,
      /this run is not in Grafana, its snapshot\.json is in the report folder/,
    );
    assert.equal(document.grafana, undefined);
    const body = readFileSync(join(cwd, 'reports', document.id, 'snapshot.json'), 'utf8');
    assert.equal(JSON.parse(body).external, false);
  });

  for (const [what, args, words] of [
    [
      'a password in the address',
      ['--grafana-url', 'http://admin:pw@127.0.0.1:9'],
      /keep passwords out/,
    ],
    [
      'a token file that is not there',
      ['--grafana-url', 'http://127.0.0.1:9', '--grafana-token-file', 'missing'],
      /--grafana-token-file .*missing cannot be read/,
    ],
    [
      'a token for nobody',
      ['--grafana-token-file', 'missing'],
      /a token for whom\? add --grafana-url/,
    ],
    [
      'an expiry below a second',
      ['--grafana-url', 'http://127.0.0.1:9', '--snapshot-expires', '5ms'],
      /must be a second or more/,
    ],
  ] as const) {
    it(`refuses ${what} before anything is sent`, async () => {
      const { exitCode, stderr } = await runBench(['run', ...SHORT, ...args], emptyFolder());
      assert.equal(exitCode, 2);
      assert.match(stderr, words);
      assert.ok(!stderr.includes('pw@'));
    });
  }
});

describe('bench clean', () => {
  it('keeps what it cannot take away now, and says why, without the key', async () => {
    const cwd = emptyFolder();
    let url = '';
    {
      await using grafana = await startGrafana();
      url = grafana.url;
      const token = (await tokenOf(grafana.url, 'Editor', 3600)).replace('Bearer ', '');
      writeFileSync(join(cwd, 'token'), `${token}\n`);
      const args = ['--grafana-url', grafana.url, '--grafana-token-file', 'token'];
      await runBench(['run', ...SHORT, ...args], cwd);
      assert.equal(grafana.state.snapshots.length, 1);
    }
    const [file = ''] = allFiles(join(stateHome(cwd), 'inferbench/snapshots'));
    const { removal } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(join(stateHome(cwd), 'inferbench/snapshots/damaged.json'), '{');
    const { exitCode, stdout } = await runBench(['clean'], cwd);
    assert.equal(exitCode, 3);
    assert.ok(stdout.includes(`failed    ${url}/dashboard/snapshot/`));
    assert.match(stdout, /no server at/);
    assert.match(stdout, /damaged\.json: the file is damaged/);
    assert.ok(!stdout.includes(removal.deleteKey));
    assert.equal(allFiles(join(stateHome(cwd), 'inferbench/snapshots')).length, 2);

    const over = {
      ...JSON.parse(readFileSync(file, 'utf8')),
      expiresAt: '2020-01-01T00:00:00.000Z',
    };
    writeFileSync(file, JSON.stringify(over));
    const later = await runBench(['clean'], cwd);
    assert.ok(later.stdout.includes(`expired   ${url}/dashboard/snapshot/`), later.stdout);
    assert.equal(allFiles(join(stateHome(cwd), 'inferbench/snapshots')).length, 1);
  });
});
