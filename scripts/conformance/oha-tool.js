import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BODY } from './body.js';
import { launch } from './launch.js';
import { peersHome } from './peers-home.js';

const oha = join(peersHome, 'bin/oha');

/** Built from source, so that not everybody has it: `INFERBENCH_WITH_OHA=1 install-peers.sh`. */
export const hasOha = existsSync(oha);

/** For the comparison of pacing: what arrives is what counts, and the server saw it. */
export async function runOha(url, { rate, seconds, room }) {
  const body = join(mkdtempSync(join(tmpdir(), 'conformance-oha-')), 'body');
  writeFileSync(body, BODY);
  const { exitCode } = await launch(oha, [
    ...['--no-tui', '-z', `${seconds}s`, '-q', String(rate), '-c', String(room), '-w'],
    ...['-m', 'POST', '-T', 'application/json', '-D', body, url],
  ]);
  return { exitCode };
}
