import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { kserveStub } from '../../support/kserve-stub.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

const SECRET = 's3cr3t-token-of-a-user';

describe('a server that repeats the token it was sent', () => {
  for (const engine of ['native', 'autocannon']) {
    it(`gets it into no file and no line of output, engine ${engine}`, async () => {
      await using server = await kserveStub((response) => {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: `denied ${response.req.headers.authorization}` }));
      });
      const cwd = emptyFolder();
      const { stdout, stderr } = await runBench(
        [
          ...['run', '--url', server.addresses.http ?? '', '--model', 'stub', '--engine', engine],
          ...['--concurrency', '1', '--requests', '5', '--warmup', '0'],
          ...(engine === 'native' ? ['--samples', 'kept.samples'] : []),
          ...['--header', `Authorization=Bearer ${SECRET}`],
        ],
        cwd,
      );
      assert.equal(server.requests(), 5, stderr);
      const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' });
      const kept = files
        .filter((name) => /\.\w+$/.test(name))
        .map((name) => readFileSync(join(cwd, name), 'latin1'));
      assert.ok(kept.length >= 4, files.join(' '));
      for (const text of [stdout, stderr, ...kept]) assert.ok(!text.includes(SECRET), text);
      if (engine === 'native')
        assert.ok(kept.some((text) => text.includes('denied Bearer (hidden)')));
    });
  }
});
