import { adminOf } from '../../clients/admin-of.ts';
import type { HttpOptions } from '../../clients/http-text.ts';
import { fetchMetrics } from '../../clients/triton-metrics.ts';
import type {
  ModelStatistics,
  ServerAccess,
  ServerAddresses,
} from '../../contract/measurements.ts';
import { batchCounters, type Counters, countersOfPage, countersOfStatistics } from './counters.ts';

/** What a server's counters of one model stood at, by each of its two sources. */
export interface ServerReading {
  readonly page: Counters | null;
  readonly statistics: Counters | null;
  readonly batches: ReadonlyMap<string, number>;
  /** Why a source could not be read. */
  readonly problems: readonly string[];
}

/** Whose counters to read; version null: all versions together. */
export interface ServerTarget {
  readonly addresses: ServerAddresses;
  readonly access?: ServerAccess;
  readonly modelName: string;
  readonly modelVersion: string | null;
}

const TIMEOUT_MS = 5000;

/** One reading of both sources; a source that cannot be read is a problem in it, not an error. */
export async function readServer(target: ServerTarget): Promise<ServerReading> {
  const problems: string[] = [];
  const orProblem = (what: string) => (error: Error) => {
    problems.push(`${what}: ${error.message}`);
    return null;
  };
  const [page, versions] = await Promise.all([
    readPage(target).catch(orProblem('no metrics page')),
    readStatistics(target).catch(orProblem('no statistics')),
  ]);
  return {
    page,
    statistics: versions && countersOfStatistics(versions),
    batches: batchCounters(versions ?? []),
    problems,
  };
}

async function readPage(target: ServerTarget): Promise<Counters> {
  const door = metricsDoor(target);
  if (door === null) throw new Error('no address is known');
  const page = await fetchMetrics(door.url, door.options);
  return countersOfPage(page, target.modelName, target.modelVersion);
}

/**
 * Where the metrics page is, and how it is asked for; null where no address is known. A page on another
 * host is another's: what opens the server's door is not told there.
 */
export function metricsDoor({
  addresses,
  access,
}: ServerTarget): { readonly url: string; readonly options: HttpOptions } | null {
  if (addresses.metrics === undefined) return null;
  const headers =
    hostOf(addresses.metrics) === hostOf(addresses.http) ? access?.headers : undefined;
  const options = { ...access, headers: headers ?? {}, timeoutMs: TIMEOUT_MS };
  return { url: addresses.metrics, options };
}

async function readStatistics(target: ServerTarget): Promise<readonly ModelStatistics[]> {
  const { addresses, modelName, modelVersion } = target;
  const options = { ...target.access, timeoutMs: TIMEOUT_MS };
  const version = modelVersion ?? undefined;
  const admin = await adminOf(addresses, options);
  return admin.statistics(modelName, version);
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** Whether two readings say the same. */
export function sameReading(a: ServerReading, b: ServerReading): boolean {
  return fingerprint(a) === fingerprint(b);
}

function fingerprint({ page, statistics, batches }: ServerReading): string {
  const plain = (counters: Counters | null) =>
    counters && [...counters].map(([name, series]) => [name, ...series]);
  return JSON.stringify([plain(page), plain(statistics), ...batches]);
}
