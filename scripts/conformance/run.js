// Puts this tool, autocannon, k6 and vegeta before the same misbehaving servers, one after the other,
// and writes docs/conformance.md. Install the peers first: scripts/conformance/install-peers.sh.
// Usage: npm run build && node scripts/conformance/run.js [part of a scenario's title]
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, type } from 'node:os';
import { page } from './page.js';
import { SCENARIOS } from './scenarios.js';
import { TOOLS } from './tools.js';
import { tryTool } from './try-tool.js';

/** [stolen, all] ticks since boot, of all processors. */
function cpuTicks() {
  const [line] = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return [ticks[7], ticks.reduce((sum, n) => sum + n, 0)];
}

const part = process.argv[2];
const before = cpuTicks();
const results = [];
for (const scenario of SCENARIOS.filter(({ title }) => title.includes(part ?? ''))) {
  console.log(scenario.title);
  const tries = [];
  for (const tool of TOOLS) {
    const tried = await tryTool(tool, scenario);
    tries.push(tried);
    console.log(`  ${tool.name.padEnd(11)}`, JSON.stringify(tried.said), JSON.stringify(tried.saw));
    for (const { what, holds } of tried.checks) console.log(`    ${holds} ${what}`);
  }
  results.push({ scenario, tries });
}
const [stolen, all] = cpuTicks().map((ticks, i) => ticks - before[i]);
const machine =
  `${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ` +
  `load average at the end ${loadavg()[1]?.toFixed(0)}`;
if (part === undefined) {
  const text = page({
    ...{ machine, tools: TOOLS, results, stolen: ((stolen / all) * 100).toFixed(1) },
  });
  writeFileSync(new URL('../../docs/conformance.md', import.meta.url), text);
}
