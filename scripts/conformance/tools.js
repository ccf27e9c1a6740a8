import { readFileSync } from 'node:fs';
import { autocannonVersion, runAutocannon } from './autocannon-tool.js';
import { runKilledSweep } from './bench-sweep.js';
import { runBench } from './bench-tool.js';
import { k6Version, runK6 } from './k6-tool.js';
import { runVegeta, vegetaVersion } from './vegeta-tool.js';

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/** Ours takes a server's address and asks what is there; the others take the URL of the requests. */
export const TOOLS = [
  { name: 'inferbench', version, run: runBench, sweep: runKilledSweep, knowsModels: true },
  { name: 'autocannon', version: autocannonVersion, run: runAutocannon },
  { name: 'k6', version: await k6Version(), run: runK6 },
  { name: 'vegeta', version: vegetaVersion(), run: runVegeta },
];
