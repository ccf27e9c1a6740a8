/**
 * Entry of the metronome's thread: sleeps until the time it is given, then sends one message.
 * `Atomics.wait` sleeps by fractions of a millisecond, which no timer of the event loop does.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { GENERATION, type MetronomeSettings, STOP, WAKE_MS } from './metronome-settings.ts';
import { monotonicMs } from './real-clock.ts';

const { control, target } = workerData as MetronomeSettings;
let served = 0;

parentPort?.postMessage(served);
for (;;) {
  const generation = Atomics.load(control, GENERATION);
  if (generation === STOP) break;
  const waitMs =
    generation === served ? Number.POSITIVE_INFINITY : (target[WAKE_MS] ?? 0) - monotonicMs();
  // Woken before the time is up: there is a new target, or none any more.
  if (waitMs > 0 && Atomics.wait(control, GENERATION, generation, waitMs) !== 'timed-out') continue;
  served = generation;
  parentPort?.postMessage(served);
}
