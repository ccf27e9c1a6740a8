// How evenly the whole command sends, against k6, vegeta and, where it was built, oha: constant rates at a server that stamps
// arrivals, the tools one after the other, round after round; best of the rounds is printed last.
// Usage: npm run build && node scripts/conformance/pacing.js [rounds] [seconds]
import { readFileSync } from 'node:fs';
import { atOnce } from '../../dist/test/support/bad-servers/behaviours.js';
import { hasOha, runOha } from './oha-tool.js';
import { TOOLS } from './tools.js';
import { tryTool } from './try-tool.js';

const tools = TOOLS.filter(({ name }) => name !== 'autocannon');
if (hasOha) tools.push({ name: 'oha', run: runOha });

const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 10);

/** CPU of children that have ended, in ticks of 10 ms: fields 16 and 17 of proc(5)'s stat. */
function childCpuSeconds() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function stealTicks() {
  return Number(readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/)[8]);
}

/** Only our own tool tells: of the measured phase alone. */
const withoutStartUp = ({ cpuShare }) =>
  cpuShare === undefined ? '' : ` (${(cpuShare * 100).toFixed(0)} % without)`;
const ms = (value) => value.toFixed(3).padStart(8);
const best = new Map();
for (let round = 1; round <= rounds; round += 1) {
  for (const rate of [200, 2000]) {
    for (const tool of tools) {
      const [cpu, steal] = [childCpuSeconds(), stealTicks()];
      const load = { rate, seconds, room: 100 };
      const { said, saw } = await tryTool(tool, { behaviour: atOnce, load, checks: [] });
      const share = ((childCpuSeconds() - cpu) / seconds) * 100;
      const stolen = stealTicks() - steal;
      const { arrived, p50ErrorMs, p99ErrorMs, calmestP50Ms } = saw;
      const key = `${String(rate).padStart(4)}/s ${tool.name.padEnd(10)}`;
      console.log(
        `${key} ${arrived} arrived, p50 ${ms(p50ErrorMs)} ms, p99 ${ms(p99ErrorMs)} ms, p50 of the calmest second ${ms(calmestP50Ms)} ms, ` +
          `CPU with start-up ${share.toFixed(0)} % of a core${withoutStartUp(said)}, ${stolen} ticks stolen`,
      );
      const before = best.get(key) ?? {
        p50: Infinity,
        p99: Infinity,
        calm: Infinity,
        share: Infinity,
      };
      best.set(key, {
        p50: Math.min(before.p50, p50ErrorMs),
        p99: Math.min(before.p99, p99ErrorMs),
        calm: Math.min(before.calm, calmestP50Ms),
        share: Math.min(before.share, share),
      });
    }
  }
}
console.log(`\nbest of ${rounds}, ${seconds} s each`);
for (const [key, { p50, p99, calm, share }] of best) {
  console.log(
    `${key} p50 ${ms(p50)} ms  p99 ${ms(p99)} ms  calmest second ${ms(calm)} ms  CPU ${share.toFixed(0)} %`,
  );
}
