import type { RunConfig } from '../contract/run-config.ts';
import type { SearchResult } from '../contract/search-result.ts';
import { printGate } from '../contract/slo.ts';
import {
  findingOf,
  nextSearchStep,
  type PreparedLoad,
  planAgain,
  probeDurationMs,
  type SearchStep,
} from '../load/index.ts';
import type { Environment } from './environment.ts';
import type { PointRow } from './point-row.ts';

type Search = NonNullable<RunConfig['search']>;
type Finding = SearchResult['runs'][number]['finding'];
type Answer = Pick<SearchResult, 'outcome' | 'ratePerSecond' | 'missedPerSecond' | 'confirmed'>;

/** The load of a search's run at one rate. */
export function probeConfig(config: RunConfig, ratePerSecond: number): RunConfig {
  const durationMs = probeDurationMs(ratePerSecond, config.slo, config.durationMs ?? 0);
  return { ...config, search: undefined, qps: ratePerSecond, durationMs };
}

/** Looks for the highest rate that meets the conditions; every run is a point of the row. */
export async function runSearch(
  prepared: PreparedLoad,
  config: RunConfig & { readonly search: Search },
  row: PointRow,
  env: Environment,
): Promise<SearchResult> {
  const { search, searchPrecision = 0, searchBudgetMs = 0 } = config;
  const { seed } = prepared.plan.workload;
  const spec = { ...search, precision: searchPrecision };
  const runs: SearchResult['runs'] = [];
  const known = { ...spec, conditions: config.slo.map(printGate), runs };
  // Of each run its own: a fresh run has other arrivals.
  const seedOf = (run: number) => (seed + run) % 2 ** 32;
  // Refused now rather than after minutes.
  planAgain(prepared, probeConfig(config, search.highPerSecond), seed);
  const endMs = env.nowEpochMs() + searchBudgetMs;
  let longestRunMs = lengthMs(prepared);
  for (;;) {
    const startMs = env.nowEpochMs();
    const step = nextSearchStep(spec, runs, Math.floor((endMs - startMs) / longestRunMs));
    if (step.kind === 'over') return { ...known, ...answerOf(step) };
    const load = planAgain(prepared, probeConfig(config, step.ratePerSecond), seedOf(runs.length));
    const finding = await findingAt(load, row);
    const { role, ratePerSecond } = step;
    if (finding) runs.push({ role, ratePerSecond, finding });
    if (row.interrupted || row.broken) {
      return { ...known, ...answerOf(nextSearchStep(spec, runs, 0)), outcome: whyEnded(row) };
    }
    const tookMs = env.nowEpochMs() - startMs;
    env.events.onStep?.(role, `${ratePerSecond} requests/s: ${finding}`, tookMs);
    longestRunMs = Math.max(longestRunMs, tookMs);
  }
}

/** Undefined when nothing was measured. A run that did not come to its end says nothing. */
async function findingAt(load: PreparedLoad, row: PointRow): Promise<Finding | undefined> {
  const measured = await row.measure(load);
  if (!measured) return undefined;
  const isWhole = measured.crash === null && !measured.interrupted;
  return isWhole ? findingOf(measured.point) : 'unsure';
}

function whyEnded({ interrupted }: PointRow): 'interrupted' | 'broken-off' {
  return interrupted ? 'interrupted' : 'broken-off';
}

/** What is known by a step; with no run left every step is an answer. */
function answerOf(step: SearchStep): Answer {
  if (step.kind === 'run') throw new Error('a search went on without a run left');
  const { kind: _, ...answer } = step;
  return answer;
}

function lengthMs({ plan }: PreparedLoad): number {
  return plan.phases.reduce((sum, { durationNs }) => sum + (durationNs ?? 0) / 1e6, 0);
}
