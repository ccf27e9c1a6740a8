/**
 * How close to its schedule the pacer dispatches, what that costs, and how often garbage is collected
 * for it: the shipped schedule, waker and pacer with nothing behind them. Each row is a process of
 * its own, as a worker is. Other programs on the machine show in p99 and the maximum, hardly in p50.
 * Usage: node dist/benchmarks/pacing.js [seconds]
 */
import { spawnSync } from 'node:child_process';
import { PerformanceObserver } from 'node:perf_hooks';
import type { Engine, Slot } from '../src/load/engines/engine.ts';
import type { Clock } from '../src/load/pacing/clock.ts';
import { createEconomicWaker } from '../src/load/pacing/economic-waker.ts';
import { InFlightLimit } from '../src/load/pacing/in-flight-limit.ts';
import { Metronome } from '../src/load/pacing/metronome.ts';
import { OpenLoop } from '../src/load/pacing/open-loop.ts';
import { createPoissonSchedule } from '../src/load/pacing/poisson-schedule.ts';
import { createRandom } from '../src/load/pacing/random.ts';
import { createRealClock } from '../src/load/pacing/real-clock.ts';

const [secondsText = '10', pacing, rateText] = process.argv.slice(2);
const seconds = Number(secondsText);
const quantile = (sorted: Float64Array, q: number) => sorted[Math.floor(sorted.length * q)] ?? 0;
const ms = (ns: number) => (ns / 1e6).toFixed(3);

function nullEngine(clock: Clock, latenessNs: Float64Array, done: () => void): Engine {
  let count = 0;
  let completed: (slot: Slot) => void = () => {};
  return {
    name: 'benchmark',
    queueDepth: 0,
    counters: { newConnections: 0, resent: 0, bytesSent: 0, bytesReceived: 0 },
    async open(sink) {
      completed = sink;
    },
    dispatch(slot) {
      latenessNs[count] = slot.dispatchedNs - slot.dueNs;
      count += 1;
      clock.nextTurn(() => completed(slot));
      if (count === latenessNs.length) clock.nextTurn(done);
    },
    flush() {},
    async close() {},
  };
}

async function measure(pacing: 'precise' | 'economic', rate: number): Promise<void> {
  const clock = createRealClock();
  const waker = pacing === 'precise' ? await Metronome.start(clock) : createEconomicWaker(clock);
  const latenessNs = new Float64Array(rate * seconds);
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  await new Promise<void>((resolve) => setTimeout(resolve, 500));
  clock.setEpoch(process.hrtime.bigint() + 20_000_000n);
  observer.observe({ entryTypes: ['gc'] });
  const cpuBefore = process.cpuUsage();
  const startNs = clock.nowNs();
  await new Promise<void>((resolve) => {
    const engine = nullEngine(clock, latenessNs, resolve);
    const limit = new InFlightLimit(clock, engine, 1000, Uint32Array.of(0));
    void engine.open((slot) => limit.release(slot));
    const random = createRandom(1, 0);
    new OpenLoop({
      ...{ clock, waker, limit, firstIndex: 0, indexStep: 1 },
      schedule: createPoissonSchedule(0, seconds * 1e9, latenessNs.length, random),
      late: { isLate: () => false },
      events: { planned: () => {}, unsent: () => {} },
    }).start();
  });
  const { user, system } = process.cpuUsage(cpuBefore);
  const elapsedNs = clock.nowNs() - startNs;
  waker.stop();
  observer.disconnect();
  latenessNs.sort();
  const share = ((user + system) * 1e5) / elapsedNs;
  const spun = (waker.spunNs / elapsedNs) * 100;
  console.log(
    `${pacing.padEnd(9)} ${String(rate).padStart(6)}/s  p50 ${ms(quantile(latenessNs, 0.5))} ms` +
      `  p90 ${ms(quantile(latenessNs, 0.9))}  p99 ${ms(quantile(latenessNs, 0.99))}` +
      `  max ${ms(quantile(latenessNs, 0.99999))}  cpu ${share.toFixed(1)} % of a core` +
      ` (spin ${spun.toFixed(1)} %)  ${collections} collections`,
  );
}

if (pacing === 'precise' || pacing === 'economic') {
  await measure(pacing, Number(rateText));
} else {
  for (const row of ['precise 200', 'economic 200', 'precise 2000', 'economic 2000']) {
    const [script = '', duration = String(seconds)] = process.argv.slice(1);
    spawnSync(process.execPath, [script, duration, ...row.split(' ')], { stdio: 'inherit' });
  }
}
