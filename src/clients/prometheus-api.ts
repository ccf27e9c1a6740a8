import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { BenchError } from '../contract/bench-error.ts';
import type { PrometheusAccess, TimeSeries } from '../contract/measurements.ts';
import { parseDurationMs } from '../contract/units.ts';
import { type HttpAnswer, type HttpOptions, httpText } from './http-text.ts';
import {
  queryAnswerSchema,
  refusalSchema,
  seriesOf,
  targetsAnswerSchema,
} from './prometheus-answers.ts';
import { shownText, shownUrl } from './shown.ts';

/** What a query found. `warnings` are Prometheus' own words: with any, the answer may be partial. */
export interface QueryAnswer {
  readonly series: readonly TimeSeries[];
  readonly warnings: readonly string[];
}

/** A page that Prometheus scrapes. */
export interface ScrapeTarget {
  readonly labels: Readonly<Record<string, string>>;
  readonly scrapeUrl: string;
  readonly health: 'up' | 'down' | 'unknown';
  /** '' while it is up. */
  readonly lastError: string;
  /** null where a compatible server does not tell. */
  readonly scrapeIntervalMs: number | null;
}

/** Prometheus' HTTP API v1, and what is compatible with it. */
export interface PrometheusApi {
  /** Active targets; a Prometheus that has just started may not have any yet. */
  targets(): Promise<readonly ScrapeTarget[]>;
  /**
   * `query` at one instant. Of a range vector (`counter[90s]`) these are the scraped samples
   * themselves, with their own times.
   */
  query(query: string, atMs: number): Promise<QueryAnswer>;
  /** `query` from `startMs` to `endMs`, both ends included, every `stepMs`. */
  queryRange(query: string, range: TimeRange): Promise<QueryAnswer>;
  /** Prometheus' own clock, milliseconds since 1970; some tell it in whole seconds. */
  nowMs(): Promise<number>;
}

export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** Worth another try: overloaded, or starting. Never 400 and 422: the same query fails the same way. */
const PASSING_STATUS: readonly number[] = [429, 502, 503, 504];
/** VictoriaMetrics else hides what is newer than 30 s, and moves start and end; Prometheus reads over them. */
const FRESH = { nocache: '1', latency_offset: '1s' } as const;
const RETRY_AFTER_MS: readonly number[] = [250, 1000];

/**
 * Every call may raise a BenchError: 'server-unreachable' when nothing answers or what answers is no
 * Prometheus, 'prometheus-refused' with its own words when it refused.
 */
export function prometheusApi({
  baseUrl,
  bearerToken,
  ...options
}: PrometheusAccess & HttpOptions): PrometheusApi {
  const base = baseUrl.replace(/\/+$/, '');
  const headers = {
    ...options.headers,
    ...(bearerToken !== undefined && { authorization: `Bearer ${bearerToken}` }),
    'content-type': 'application/x-www-form-urlencoded',
  };
  async function ask<S extends z.ZodType>(
    schema: S,
    path: string,
    form?: Readonly<Record<string, string>>,
  ): Promise<z.infer<S>> {
    const url = `${base}/api/v1/${path}`;
    const body = form && new URLSearchParams(form).toString();
    const send = () => httpText(form ? 'POST' : 'GET', url, { ...options, headers }, body);
    return checked(schema, url, await patiently(send));
  }
  const found = ({ data, warnings }: z.infer<typeof queryAnswerSchema>): QueryAnswer => ({
    series: seriesOf(data),
    warnings: (warnings ?? []).map((warning) => shownText(warning)),
  });
  const clock = async () => {
    const { data } = await ask(queryAnswerSchema, 'query', { query: 'time()', ...FRESH });
    const seconds = seriesOf(data)[0]?.values[0]?.value ?? Number.NaN;
    return seconds * 1000;
  };
  return {
    targets: async () => {
      const { data } = await ask(targetsAnswerSchema, 'targets?state=active');
      return data.activeTargets.map(({ scrapeInterval, ...target }) => ({
        ...target,
        scrapeIntervalMs: parseDurationMs(scrapeInterval ?? '') ?? null,
      }));
    },
    query: async (query, atMs) =>
      found(await ask(queryAnswerSchema, 'query', { query, time: seconds(atMs), ...FRESH })),
    queryRange: async (query, { startMs, endMs, stepMs }) =>
      found(
        await ask(queryAnswerSchema, 'query_range', {
          query,
          start: seconds(startMs),
          end: seconds(endMs),
          step: seconds(stepMs),
          ...FRESH,
        }),
      ),
    nowMs: clock,
  };
}

async function patiently(send: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  let answer = await send();
  for (const delayMs of RETRY_AFTER_MS) {
    if (!PASSING_STATUS.includes(answer.status)) return answer;
    await pause(delayMs);
    answer = await send();
  }
  return answer;
}

/** Refusals of Prometheus are JSON; those of what stands before it are not. */
function checked<S extends z.ZodType>(
  schema: S,
  url: string,
  { status, body }: HttpAnswer,
): z.infer<S> {
  const json = parsed(body);
  const where = shownUrl(url);
  const refusal = refusalSchema.safeParse(json);
  if (refusal.success) {
    const { errorType, error } = refusal.data;
    throw new BenchError(
      'prometheus-refused',
      `Prometheus at ${where} refused (${status}, ${shownText(errorType, 40)}): ${shownText(error, 500)}`,
      { hint: status === 503 ? 'it is busy or stopping: try again' : 'see what it says' },
    );
  }
  const answer = schema.safeParse(json);
  if (status === 200 && answer.success) return answer.data;
  const hint =
    status === 401 || status === 403
      ? 'it wants a token'
      : 'give the address of Prometheus with the path it is served under, if any';
  const got = status === 200 ? 'an answer of another shape' : `status ${status}`;
  throw new BenchError(
    'server-unreachable',
    `${where} does not answer as Prometheus does: ${got}, "${shownText(body, 80)}"`,
    { hint },
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
