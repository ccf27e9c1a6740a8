import { setTimeout as pause } from 'node:timers/promises';
import type { LoadOutcome } from '../../contract/measurements.ts';
import type { ServerEvidence, ServerSeries } from '../../contract/server-evidence.ts';
import { counterDeltas } from './counter-deltas.ts';
import { CounterTally } from './counter-tally.ts';
import { countersOfPage } from './counters.ts';
import { startScraping } from './scrape-loop.ts';
import { ScrapedSeries } from './scraped-series.ts';
import { serverEvidence } from './server-evidence.ts';
import {
  readServer,
  type ServerReading,
  type ServerTarget,
  sameReading,
} from './server-reading.ts';

/** What a load did to a server, by the server's own words. */
interface Observation {
  /** null when there is nothing to read; the observer's notes then say why. */
  readonly evidence: ServerEvidence | null;
  /** Absent when nobody asked for it, or nothing was told. */
  readonly series: ServerSeries | undefined;
}

/** Holds what a server's counters stood at before one load. */
interface ServerObserver extends Disposable {
  /** To be told when the load's epoch is known, in milliseconds since 1970. */
  loadStarts(startedAtEpochMs: number): void;
  /** Reads again once the counters have settled. To be called once, right after the load. */
  after(point: LoadOutcome): Promise<Observation>;
  /** What a reader of the evidence has to know, in sentences. */
  readonly notes: readonly string[];
}

/** How a server is watched while a load runs. */
interface Watch {
  /** The clock that the load's start is told by: milliseconds since 1970. */
  readonly nowEpochMs: () => number;
}

const BETWEEN_READINGS_MS = 100;
/** Before the load, stragglers of an earlier one are waited for; not long, others may use the server. */
const MOST_READINGS_BEFORE = 5;
const MOST_READINGS_AFTER = 40;

/**
 * Takes the first reading, and with a `watch` reads the metrics page once a second from then on. Never
 * fails: a server that does not tell is one without evidence.
 */
export async function observeServer(target: ServerTarget, watch?: Watch): Promise<ServerObserver> {
  const read = () => readServer(target);
  const notes: string[] = [];
  const { reading: before } = await settled(read, MOST_READINGS_BEFORE);
  const tally = before.page && new CounterTally(before.page);
  const series = new ScrapedSeries(target);
  const scraping =
    watch &&
    startScraping(target, watch.nowEpochMs, (page, atMs) => {
      tally?.add(countersOfPage(page, target.modelName, target.modelVersion));
      series.add(page, atMs);
    });
  return {
    notes,
    loadStarts: (startedAtEpochMs) => series.loadStarts(startedAtEpochMs),
    after: async (outcome) => {
      scraping?.stop();
      const { reading: after, isSettled } = await settled(read, MOST_READINGS_AFTER);
      if (after.page) tally?.add(after.page);
      const evidence = serverEvidence(
        {
          page: after.page && tally ? tally.deltas() : null,
          statistics:
            before.statistics &&
            after.statistics &&
            counterDeltas(before.statistics, after.statistics),
          batchesBefore: before.batches,
          batchesAfter: after.batches,
        },
        outcome,
      );
      if (!isSettled) {
        notes.push(
          'The server’s counters were still moving seconds after the load: other traffic?',
        );
      }
      if (!evidence) {
        notes.push(`The server does not tell what it counted: ${reasons(before, after)}.`);
      }
      return { evidence, series: series.build() };
    },
    [Symbol.dispose]: () => scraping?.stop(),
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
