import { type ListenAddress, printListenAddress } from '../contract/listen-address.ts';
import type { Interval } from '../contract/point.ts';
import { RunningTotals, type SecondDetail } from '../load/index.ts';
import { type ClientLabels, METRICS_PAGE_TYPE, metricsPage } from '../report/index.ts';
import type { Environment } from './environment.ts';
import { serveMetrics } from './metrics-server.ts';

/** What a run shows of itself while it lasts. */
export interface ExposedMetrics extends AsyncDisposable {
  /** From now on the page has series. */
  begin(labels: ClientLabels): void;
  second(interval: Interval, detail: SecondDetail): void;
  /** Gives who scrapes the page the time to see the last second too. */
  seenToTheEnd(): Promise<void>;
}

const NOTHING: ExposedMetrics = {
  begin: () => undefined,
  second: () => undefined,
  seenToTheEnd: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/**
 * Serves the run's own metrics where --expose says so.
 * @throws BenchError 'usage' when the page cannot be served there
 */
export async function exposeMetrics(
  address: ListenAddress | undefined,
  { nowEpochMs, events, signal }: Pick<Environment, 'nowEpochMs' | 'events' | 'signal'>,
): Promise<ExposedMetrics> {
  if (!address) return NOTHING;
  const running = new RunningTotals();
  let labels: ClientLabels | null = null;
  // Made once a second, however often it is asked for: the load has better use for the time.
  let made: string | null = null;
  const render = () => {
    made ??= metricsPage(running.totals, labels);
    return made;
  };
  const page = await serveMetrics(address, { type: METRICS_PAGE_TYPE, render }, nowEpochMs);
  events.onStep?.('metrics page', `http://${printListenAddress(address)}/metrics`, 0);
  return {
    begin: (told) => {
      labels = told;
      made = null;
    },
    second: (interval, detail) => {
      running.add(interval, detail);
      made = null;
    },
    seenToTheEnd: () => page.askedAgain(signal),
    [Symbol.asyncDispose]: () => page[Symbol.asyncDispose](),
  };
}
