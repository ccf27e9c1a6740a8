import { setTimeout as pause } from 'node:timers/promises';
import type { LoadOutcome } from '../../contract/measurements.ts';
import type { ServerEvidence } from '../../contract/point.ts';
import { serverEvidence } from './server-evidence.ts';
import {
  readServer,
  type ServerReading,
  type ServerTarget,
  sameReading,
} from './server-reading.ts';

/** Holds what a server's counters stood at before the load. */
interface ServerObserver {
  /**
   * Reads again once the counters have settled. null when there is nothing to read; `notes` then
   * says why. To be called once for each load, right after it.
   */
  after(point: LoadOutcome): Promise<ServerEvidence | null>;
  /** What a reader of the evidence has to know, in sentences. */
  readonly notes: readonly string[];
}

const BETWEEN_READINGS_MS = 100;
/** Before the load, stragglers of an earlier one are waited for; not long, others may use the server. */
const MOST_READINGS_BEFORE = 5;
const MOST_READINGS_AFTER = 40;

/** Takes the first reading. Never fails: a server that does not tell is one without evidence. */
export async function observeServer(target: ServerTarget): Promise<ServerObserver> {
  const read = () => readServer(target);
  const notes: string[] = [];
  let before = (await settled(read, MOST_READINGS_BEFORE)).reading;
  return {
    notes,
    after: async (outcome) => {
      const { reading: after, isSettled } = await settled(read, MOST_READINGS_AFTER);
      const evidence = serverEvidence(before, after, outcome);
      if (!isSettled) {
        notes.push(
          'The server’s counters were still moving seconds after the load: other traffic?',
        );
      }
      if (!evidence)
        notes.push(`The server does not tell what it counted: ${reasons(before, after)}.`);
      before = after;
      return evidence;
    },
  };
}

/**
 * Waits until the server's counters stand still: what was sent to it has been worked off. True at once
 * for a server that does not tell what it counts.
 */
export async function awaitQuiet(target: ServerTarget, limitMs: number): Promise<boolean> {
  const read = () => readServer(target);
  return (await settled(read, Math.ceil(limitMs / BETWEEN_READINGS_MS))).isSettled;
}

/** Reads until two readings are equal: an answer is counted a moment after it was sent. */
async function settled(
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

function reasons(before: ServerReading, after: ServerReading): string {
  return [...new Set([...before.problems, ...after.problems])].join('; ');
}
