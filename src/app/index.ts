/** The hallway's door. */

export {
  type ComparisonFormat,
  listRuns,
  type ReportFormat,
  render as renderDocument,
  renderComparison,
  runningEstimate,
  textHistory as renderHistory,
  textRuns as renderRuns,
  type WrittenResult as FinishedRun,
} from '../report/index.ts';
export type { AbEvents, AbRequest } from './ab/ab-request.ts';
export { type AbTarget, sameTargets } from './ab/ab-targets.ts';
export { runAb } from './ab/run-ab.ts';
export type { CiRequest, JobRun } from './ci/ci-request.ts';
export { type CiSystem, initCi, type WrittenCi } from './ci/init-ci.ts';
export { renderJobs } from './ci/render-jobs.ts';
export { runCi } from './ci/run-ci.ts';
export { type Cleaned, clean } from './clean.ts';
export { compare } from './compare.ts';
export { type Diagnosis, diagnose } from './diagnose.ts';
export { addToHistory } from './history/add-to-history.ts';
export { type CheckFormat, checkForChanges } from './history/check-for-changes.ts';
export { acknowledgeChange, listHistory, showHistoryEntry } from './history/look-into-history.ts';
export { publish } from './publish/publish.ts';
export type { PublishOutcome, PublishRequest } from './publish/publish-request.ts';
export { recoverRun } from './recover-run.ts';
export { runBenchmark } from './run-benchmark.ts';
export type { RunEvents } from './run-events.ts';
export { serve } from './serve.ts';
export { showReport } from './show-report.ts';
export { type SampleFormat, showSamples } from './show-samples.ts';
export { stackCommands } from './stack-commands.ts';
export type { StackSummary } from './stack-summary.ts';
export { readUnfinishedSweep, type UnfinishedSweep } from './unfinished-sweep.ts';
