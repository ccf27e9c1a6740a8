import type { LoadOutcome, PrometheusAccess } from '../../contract/measurements.ts';
import type { ServerEvidence, ServerSeries } from '../../contract/server-evidence.ts';
import type { ServerNow } from '../../contract/server-now.ts';
import { askPrometheus, type PrometheusFindings } from './ask-prometheus.ts';
import { type CounterDeltas, counterDeltas } from './counter-deltas.ts';
import { CounterTally } from './counter-tally.ts';
import { type Counters, countersOfPage } from './counters.ts';
import { startScraping } from './scrape-loop.ts';
import { ScrapedSeries } from './scraped-series.ts';
import { serverEvidence } from './server-evidence.ts';
import { readServer, type ServerReading, type ServerTarget } from './server-reading.ts';
import { settledReading } from './settled-reading.ts';

/** What a load did to a server, by the server's own words. */
interface Observation {
  /** null when there is nothing to read; the observer's notes then say why. */
  readonly evidence: ServerEvidence | null;
  /** Absent when nobody asked for it, or nothing was told. */
  readonly series: ServerSeries | undefined;
}

/** How a server is watched while a load runs. */
interface Watch {
  /** The clock that the load's start is told by: milliseconds since 1970. */
  readonly nowEpochMs: () => number;
  /** Told of each reading of the metrics page while the load goes on. */
  readonly onReading?: (now: ServerNow) => void;
  /** Aborted when the user wants the run to end: Prometheus is not waited for then. */
  readonly interrupted?: AbortSignal;
  /** Asked for the time series, and for totals where the server itself does not tell. */
  readonly prometheus?: PrometheusAccess;
}

/** Before the load, stragglers of an earlier one are waited for; not long, others may use the server. */
const MOST_READINGS_BEFORE = 5;
const MOST_READINGS_AFTER = 40;

/**
 * Takes the first reading, and with a `watch` reads the metrics page once a second from then on. Never
 * fails: a server that does not tell is one without evidence.
 */
export async function observeServer(target: ServerTarget, watch?: Watch): Promise<ServerObserver> {
  const { reading } = await settledReading(() => readServer(target), MOST_READINGS_BEFORE);
  return new ServerObserver(target, reading, watch);
}

/** Holds what a server's counters stood at before one load, and what they did during it. */
class ServerObserver implements Disposable {
  /** What a reader of the evidence has to know, in sentences. */
  readonly notes: string[] = [];
  readonly #target: ServerTarget;
  readonly #before: ServerReading;
  readonly #watch: Watch | undefined;
  readonly #tally: CounterTally | null;
  readonly #series: ScrapedSeries;
  readonly #scraping: ReturnType<typeof startScraping> | undefined;
  #startMs: number | undefined;

  constructor(target: ServerTarget, before: ServerReading, watch: Watch | undefined) {
    this.#target = target;
    this.#before = before;
    this.#watch = watch;
    this.#tally = before.page && new CounterTally(before.page);
    this.#series = new ScrapedSeries(target);
    this.#scraping =
      watch &&
      startScraping(target, watch.nowEpochMs, (page, atMs) => {
        this.#tally?.add(countersOfPage(page, target.modelName, target.modelVersion));
        const now = this.#series.add(page, atMs);
        if (now) watch.onReading?.(now);
      });
  }

  /** To be told when the load's epoch is known, in milliseconds since 1970. */
  loadStarts(startedAtEpochMs: number): void {
    this.#startMs = startedAtEpochMs;
    this.#series.loadStarts(startedAtEpochMs);
  }

  /** Reads again once the counters have settled. To be called once, right after the load. */
  async after(outcome: LoadOutcome): Promise<Observation> {
    this.#scraping?.stop();
    const endMs = this.#watch?.nowEpochMs();
    const before = this.#before;
    const { reading: after, isSettled } = await settledReading(
      () => readServer(this.#target),
      MOST_READINGS_AFTER,
    );
    if (!isSettled) {
      this.notes.push(
        'The server’s counters were still moving seconds after the load: other traffic?',
      );
    }
    const page = this.#pageDeltas(after.page);
    const asked = await this.#askPrometheus(endMs, page === null);
    const evidence = serverEvidence(
      {
        page: page ?? asked?.totals ?? null,
        statistics: deltas(before.statistics, after.statistics),
        batchesBefore: before.batches,
        batchesAfter: after.batches,
      },
      outcome,
    );
    if (!evidence) {
      this.notes.push(`The server does not tell what it counted: ${reasons(before, after)}.`);
    }
    this.notes.push(...(asked?.notes ?? []));
    const own = this.#series.build();
    if (this.#series.leftOutWords !== '') this.notes.push(this.#series.leftOutWords);
    return { evidence, series: asked?.isFit ? asked.series : (own ?? asked?.series) };
  }

  [Symbol.dispose](): void {
    this.#scraping?.stop();
  }

  #pageDeltas(after: Counters | null): CounterDeltas | null {
    if (after === null || this.#tally === null) return null;
    this.#tally.add(after);
    return this.#tally.deltas();
  }

  async #askPrometheus(
    endMs: number | undefined,
    wantsTotals: boolean,
  ): Promise<PrometheusFindings | undefined> {
    const { prometheus: access, nowEpochMs } = this.#watch ?? {};
    const startMs = this.#startMs;
    if (!access || !nowEpochMs || startMs === undefined || endMs === undefined) return undefined;
    const target = this.#target;
    const { interrupted } = this.#watch ?? {};
    return askPrometheus({
      ...{ access, target, startMs, endMs, nowEpochMs, wantsTotals },
      ...(interrupted && { interrupted }),
    });
  }
}

function deltas(before: Counters | null, after: Counters | null): CounterDeltas | null {
  return before && after && counterDeltas(before, after);
}

function reasons(before: ServerReading, after: ServerReading): string {
  return [...new Set([...before.problems, ...after.problems])].join('; ');
}
