import { randomInt } from 'node:crypto';
import { BenchError, EXIT_CODE } from '../../contract/bench-error.ts';
import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import { DEFAULT_PAIRS } from '../../contract/options/ab-options.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { beginComparison, isoTime, limitsFrom } from '../../report/index.ts';
import type { Environment } from '../environment.ts';
import { stateFolder } from '../state-folder.ts';
import type { AbEvents, AbRequest, FinishedComparison } from './ab-request.ts';
import { AbSession, type Measured } from './ab-session.ts';
import { refuseReload, refuseUncomparable } from './ab-targets.ts';
import { adviceFor } from './advice-for.ts';
import { type AbEnding, buildAbDocument } from './build-ab-document.ts';
import { calibrateFrom } from './calibrate-from.ts';
import { judgedPercentiles } from './judged-percentiles.ts';
import { quietEvents } from './quiet-events.ts';

/**
 * Measures two targets in turn, pair by pair, and compares them. Every run is on disk as soon as it is over,
 * and after each pair the comparison so far. What keeps it from coming to its end is handed back with it.
 * @param env its `commandWith` gives what repeats the whole comparison
 * @throws BenchError where nothing was measured: wrong options, no server, nowhere to write
 */
export async function runAb(
  given: AbRequest,
  env: Environment,
  events: AbEvents = {},
): Promise<FinishedComparison> {
  const limits = limitsFrom(given.limits);
  const request = { ...given, targets: judgedPercentiles(given.targets, limits) };
  const { targets, origin } = request;
  const { config } = targets.a;
  refuseUncomparable(config);
  if (request.isReloaded) refuseReload(targets);
  const now = () => isoTime(env.nowEpochMs());
  const startedAt = now();
  const seed = config.seed ?? randomInt(2 ** 32);
  const record = await beginComparison(config.reports, env.cwd, {
    ...{ startedAt, origin },
    targets: { a: targets.a.name, b: targets.b.name },
  });
  const head = {
    ...{ id: record.id, toolVersion: env.toolVersion, startedAt },
    command: env.commandWith(seed),
  };
  const notes: string[] = [];
  const pairsFor = async (run: ResultDocument) => {
    if (origin === 'calibrate') return request.pairs ?? DEFAULT_PAIRS;
    const { pairs, warnings } = await adviceFor(run, request.pairs, limits, env);
    for (const warning of warnings) env.events.onWarning?.(warning);
    notes.push(...warnings);
    return pairs;
  };
  const build = (measured: Measured, ending: Omit<AbEnding, 'finishedAt' | 'notes'>) =>
    buildAbDocument(request, head, measured, { ...ending, finishedAt: now(), notes });
  const session = new AbSession({
    ...{ request, limits, record, seed, events, pairsFor },
    counts: { pairs: request.pairs ?? DEFAULT_PAIRS, confirm: request.confirm },
    env: { ...env, events: quietEvents(env.events) },
    keep: (sofar) => record.keep(build(sofar, { status: 'unfinished', exitCode: null })),
  });
  const trouble = await session.run().then(
    () => null,
    (error: Error) => error,
  );
  const { measured } = session;
  if (measured.book.runs.length === 0) {
    await record.forget();
    throw trouble ?? interrupted();
  }
  const built = build(measured, endingOf(trouble, env.signal));
  const { document, failure } = await withCalibration(built, env);
  const finished = await record.finish(document);
  if (trouble !== null && !(trouble instanceof BenchError)) throw trouble;
  return { ...finished, failure: trouble?.code === 'interrupted' ? null : (trouble ?? failure) };
}

/** What cannot be kept for later is no reason to lose what was measured. */
async function withCalibration(
  document: ComparisonDocument,
  { env }: Environment,
): Promise<{ readonly document: ComparisonDocument; readonly failure: BenchError | null }> {
  if (document.origin !== 'calibrate') return { document, failure: null };
  try {
    return { document: await calibrateFrom(document, stateFolder(env)), failure: null };
  } catch (error) {
    if (error instanceof BenchError) return { document, failure: error };
    throw error;
  }
}

function endingOf(
  trouble: Error | null,
  signal: AbortSignal,
): Pick<AbEnding, 'status' | 'exitCode'> {
  if (signal.aborted) return { status: 'interrupted', exitCode: EXIT_CODE.interrupted };
  if (trouble === null) return { status: 'complete', exitCode: null };
  // What the process answers with for a defect of its own.
  const exitCode = trouble instanceof BenchError ? trouble.exitCode : EXIT_CODE.usage;
  return { status: 'failed', exitCode };
}

function interrupted(): BenchError {
  return new BenchError('interrupted', 'interrupted before anything was measured', {
    hint: 'start again',
  });
}
