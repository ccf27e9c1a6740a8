/**
 * Entry of the metronome's thread: sleeps until just before the target, then sends one message.
 * `Atomics.wait` sleeps by fractions of a millisecond, which no timer of the event loop does.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { GENERATION, type MetronomeSettings, STOP } from './metronome-settings.ts';
import { createMonotonicMs } from './real-clock.ts';

const { control, targetMs, leadMs } = workerData as MetronomeSettings;
const monotonicMs = createMonotonicMs();
let served = 0;

parentPort?.postMessage(served);
for (;;) {
  const generation = Atomics.load(control, GENERATION);
  if (generation === STOP) break;
  const waitMs =
    generation === served ? Number.POSITIVE_INFINITY : (targetMs[0] ?? 0) - leadMs - monotonicMs();
  // Woken before the time is up: there is a new target, or none any more.
  if (waitMs > 0 && Atomics.wait(control, GENERATION, generation, waitMs) !== 'timed-out') continue;
  served = generation;
  parentPort?.postMessage(served);
}
