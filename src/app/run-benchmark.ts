import { resolve } from 'node:path';
import { BenchError, EXIT_CODE } from '../contract/bench-error.ts';
import { exitCodeOf, exitCodeOfSearch } from '../contract/exit-code-of.ts';
import { loadsOf } from '../contract/loads-of.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import type { RunConfig } from '../contract/run-config.ts';
import type { SearchResult } from '../contract/search-result.ts';
import { type PreparedLoad, planAgain, prepareLoad } from '../load/index.ts';
import {
  buildResult,
  collectEnvironment,
  openResultStore,
  type WrittenResult,
} from '../report/index.ts';
import { earlyWarnings } from './early-warnings.ts';
import type { Environment } from './environment.ts';
import { exposeMetrics } from './exposed-metrics.ts';
import { modelForRun } from './model-for-run.ts';
import { PointRow } from './point-row.ts';
import { resultHead } from './result-head.ts';
import { earlierPoints, loadsLeft, refuseOtherGround, startedLoadOf } from './resume-sweep.ts';
import { namedGrafana, runInGrafana } from './run-in-grafana.ts';
import { openSamples, withSamples } from './run-samples.ts';
import { probeConfig, runSearch } from './run-search.ts';
import { serverAccess } from './server-access.ts';
import { startServer } from './start-server.ts';
import { stopwatch } from './stopwatch.ts';
import type { UnfinishedSweep } from './unfinished-sweep.ts';

/**
 * Server → model → load → evidence → verdict → result on disk. The server is stopped again if it was
 * started here, whatever happens. A result that cannot be written at the end is handed back all the same.
 * @param resumed a sweep that this run goes on with: what it has measured is part of the result
 * @throws BenchError for everything that is not data: no server, no such model, nowhere to write
 */
export async function runBenchmark(
  config: RunConfig,
  env: Environment,
  resumed?: UnfinishedSweep,
): Promise<WrittenResult> {
  const store = await openResultStore(config.reports, env.cwd);
  await using exposed = await exposeMetrics(config.expose, env);
  const machine = await collectEnvironment(env.cwd);
  const access = await serverAccess(config, env.cwd);
  const named = await namedGrafana(config, env);
  await using samples = await openSamples(config, env, resumed);
  const server = await startServer(config, access, env);
  await using stack = server.stack;
  void stack.died.then(env.events.onWarning);
  stopIfInterrupted(env);
  const grafana = runInGrafana(named ?? server.grafana, config, env);
  await using _model = await modelForRun(config, server.asked, env);
  const lap = stopwatch(env);
  const trace = config.trace && resolve(env.cwd, config.trace);
  const loads = loadsLeft(
    config.search ? [probeConfig(config, config.search.lowPerSecond)] : loadsOf(config),
    resumed,
  );
  const load = await prepareLoad({ ...(loads[0] ?? config), trace }, stack.addresses, access);
  const prepared = { ...load, samples };
  const { workload } = prepared.plan;
  env.events.onStep?.('model', describeModel(prepared), lap());
  for (const warning of earlyWarnings(prepared)) env.events.onWarning?.(warning);

  const startedAtEpochMs = env.nowEpochMs();
  const head = {
    ...resultHead(config, env, { server, prepared, machine, startedAtEpochMs }),
    ...(resumed && { command: resumed.command }),
  };
  refuseOtherGround(resumed, head);
  await grafana.begins(workload);
  const warn = (message: string) => env.events.onWarning?.(message);
  await using record = await store.begin(head, workload, warn);
  const earlier = earlierPoints(resumed);
  for (const point of earlier) {
    record.loadStarted(startedLoadOf(point, startedAtEpochMs));
    record.loadJudged(point);
  }
  const row = new PointRow(config, server.asked, env, { record, exposed });
  const search = await searchIfAsked(prepared, config, row, env);
  if (!search) await sendAll(prepared, loads, row);
  if (row.nothingMeasured) throw row.nothingMeasured;
  const { missing } = row;
  const points = [...earlier, ...row.points];
  const status = endingOf(row);
  const built = buildResult({
    ...head,
    finishedAtEpochMs: env.nowEpochMs(),
    status,
    points,
    missing,
    ...(search && { search }),
    exitCode: exitCodeAtEnd(status, points, search),
  });
  // Awaited here: a promise that fails while the server is stopped would be nobody's.
  const stored = await record.finish(await grafana.ended(built, record.id));
  const written = await withSamples(stored, samples);
  await exposed.seenToTheEnd();
  return written;
}

async function searchIfAsked(
  prepared: PreparedLoad,
  config: RunConfig,
  row: PointRow,
  env: Environment,
): Promise<SearchResult | undefined> {
  const { search } = config;
  return search && runSearch(prepared, { ...config, search }, row, env);
}

type Ending = ResultDocument['status'];

/** What decides by itself, whatever was measured. */
const EXIT_CODE_OF_ENDING: Partial<Record<Ending, number>> = {
  interrupted: EXIT_CODE.interrupted,
  aborted: EXIT_CODE.gateFailed,
  failed: EXIT_CODE.loadFailed,
};

function exitCodeAtEnd(
  status: Ending,
  points: ResultDocument['points'],
  search: SearchResult | undefined,
): number {
  if (search) return exitCodeOfSearch(search);
  return EXIT_CODE_OF_ENDING[status] ?? exitCodeOf(points, false);
}

function endingOf({ interrupted, aborted, broken }: PointRow): Ending {
  if (interrupted) return 'interrupted';
  if (broken) return 'failed';
  return aborted ? 'aborted' : 'complete';
}

/** Every load is planned before the first is sent: what can be refused is refused at once. */
async function sendAll(
  prepared: PreparedLoad,
  loads: readonly RunConfig[],
  row: PointRow,
): Promise<void> {
  const { seed } = prepared.plan.workload;
  const others = loads.slice(1).map((load) => planAgain(prepared, load, seed));
  for (const load of [prepared, ...others]) {
    await row.measure(load);
    if (row.interrupted || row.aborted) return;
  }
}

function stopIfInterrupted({ signal }: Environment): void {
  if (!signal.aborted) return;
  throw new BenchError('interrupted', 'interrupted before the load began', {
    hint: 'nothing was measured; start again',
  });
}

function describeModel({ plan, server }: PreparedLoad): string {
  const { modelName, payload, batchSize } = plan.workload;
  const requests = `${payload.distinct} requests of ${payload.source}, batch ${batchSize}`;
  return `${modelName} on ${server.name} ${server.version}, ${requests}`;
}
