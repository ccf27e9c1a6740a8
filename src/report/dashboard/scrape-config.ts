import { stringify } from 'yaml';

/** One page that Prometheus is to read. */
interface ScrapeJob {
  /** The `job` label of all its series; one job, one name. */
  readonly name: string;
  /** host:port, [v6]:port, as Prometheus reaches it. */
  readonly target: string;
  /** Default /metrics. */
  readonly path?: string;
  /** Where it is not that of all. */
  readonly scrapeIntervalMs?: number;
}

/** What Prometheus is to scrape, and how often. */
export interface ScrapePlan {
  readonly scrapeIntervalMs: number;
  readonly jobs: readonly ScrapeJob[];
}

/**
 * The text of a prometheus.yml. Keys are those that Prometheus 2 and 3 both know; a scrape may take as
 * long as the interval (Prometheus' own default is 10 s, or the interval where that is shorter).
 */
export function scrapeConfig({ scrapeIntervalMs, jobs }: ScrapePlan): string {
  return stringify({
    global: { scrape_interval: `${scrapeIntervalMs}ms` },
    scrape_configs: jobs.map(({ name, target, path = '/metrics', scrapeIntervalMs: own }) => ({
      job_name: name,
      ...(own !== undefined && { scrape_interval: `${own}ms` }),
      metrics_path: path,
      static_configs: [{ targets: [target] }],
    })),
  });
}
