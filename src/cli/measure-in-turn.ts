import type { AbRequest, ComparisonFormat } from '../app/index.ts';
import { startAbProgress } from './ab-progress.ts';
import { type Outside, wantsColor } from './outside.ts';
import { shownCommand } from './shown-command.ts';
import { withSeed } from './with-seed.ts';

/**
 * Measures, shows the comparison and gives the exit code.
 * @throws BenchError for what kept it from coming to its end, after what there is was shown
 */
export async function measureInTurn(
  request: AbRequest,
  format: ComparisonFormat,
  outside: Outside,
): Promise<number> {
  const { argv, cwd, env, packageFolder, toolVersion, nowEpochMs, stdout, stderr } = outside;
  const { runAb, renderComparison, runningEstimate } = await import('../app/index.ts');
  const { a, b } = request.targets;
  const progress = startAbProgress(stderr, { a: a.name, b: b.name }, runningEstimate);
  const surroundings = {
    ...{ cwd, env, packageFolder, toolVersion, nowEpochMs },
    signal: outside.signal,
    commandWith: (seed: number) => shownCommand(withSeed(argv, seed)),
    events: progress.runEvents,
  };
  const finished = await runAb(request, surroundings, progress.abEvents).finally(progress.stop);
  const { document, files, failure, unwritten } = finished;
  const look = { color: wantsColor(stdout, env), width: stdout.columns(), files };
  stdout.write(renderComparison(document, format, look));
  // Last, so that what was measured is shown first; main says what was in the way.
  if (failure ?? unwritten) throw failure ?? unwritten;
  return document.exitCode;
}
