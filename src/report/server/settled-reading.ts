import { setTimeout as pause } from 'node:timers/promises';
import {
  readServer,
  type ServerReading,
  type ServerTarget,
  sameReading,
} from './server-reading.ts';

const BETWEEN_READINGS_MS = 100;

/**
 * Waits until the server's counters stand still: what was sent to it has been worked off. True at once
 * for a server that does not tell what it counts.
 */
export async function awaitQuiet(target: ServerTarget, limitMs: number): Promise<boolean> {
  const read = () => readServer(target);
  return (await settledReading(read, Math.ceil(limitMs / BETWEEN_READINGS_MS))).isSettled;
}

/** Reads until two readings are equal: an answer is counted a moment after it was sent. */
export async function settledReading(
  read: () => Promise<ServerReading>,
  mostReadings: number,
): Promise<{ reading: ServerReading; isSettled: boolean }> {
  let reading = await read();
  for (let count = 1; count < mostReadings; count += 1) {
    await pause(BETWEEN_READINGS_MS);
    const next = await read();
    if (sameReading(reading, next)) return { reading: next, isSettled: true };
    reading = next;
  }
  return { reading, isSettled: false };
}
