/** The report room's door. */

export type { GrafanaCredentials } from '../clients/grafana/grafana.ts';
export { buildResult } from './build-result.ts';
export {
  buildCalibration,
  type Conditions,
  conditionsOfRun,
} from './calibration/build-calibration.ts';
export { advisedPairs, tightLimits } from './calibration/calibration-advice.ts';
export { collectEnvironment } from './collect-environment.ts';
export { buildComparison, comparisonOfResults } from './compare/build-comparison.ts';
export { type CompareOptions, compareResults } from './compare/compare-results.ts';
export { compareWithHistory } from './compare/compare-with-history.ts';
export { type Limits, limitsFrom } from './compare/limits.ts';
export {
  COMPARISON_FORMATS,
  type ComparisonFormat,
  renderComparison,
} from './compare/render-comparison.ts';
export { runningEstimate } from './compare/running-estimate.ts';
export { tooShort } from './compare/too-short.ts';
export { unsoundness } from './compare/unsound-pair.ts';
export {
  beginComparison,
  type ComparisonRecord,
  type WrittenComparison,
} from './comparison-store.ts';
export { ANNOTATION_TAG, buildDashboard, DASHBOARD_UID } from './dashboard/build-dashboard.ts';
export { scrapeConfig } from './dashboard/scrape-config.ts';
export { epochMs } from './epoch-ms.ts';
export { type ClientLabels, METRICS_PAGE_TYPE, metricsPage } from './expose/metrics-page.ts';
export { isReadable } from './facts/histogram.ts';
export { provisioningFiles } from './grafana/provisioning-files.ts';
export { runPublisher } from './grafana/publish-run.ts';
export { removePublished } from './grafana/remove-published.ts';
export {
  type GrafanaReady,
  type GrafanaSetUp,
  PROMETHEUS_SOURCE,
  revokeGrafanaToken,
  setUpGrafana,
} from './grafana/set-up-grafana.ts';
export { checkHistory } from './history/check-history.ts';
export type { HistoryCheck } from './history/history-check.ts';
export type { HistoryEntry } from './history/history-entry.ts';
export { historyPlace } from './history/history-place.ts';
export { type HistoryQuery, type HistoryReader, historyReader } from './history/history-reader.ts';
export { type SeriesSummary, seriesSummary } from './history/history-summary.ts';
export { type AddedEntry, historyWriter } from './history/history-writer.ts';
export { lastingChanges } from './history/lasting-changes.ts';
export type { LeftOut } from './history/read-series.ts';
export { type CheckFormat, historySections, renderCheck } from './history/render-check.ts';
export { type HeldRun, runAgainstHistory } from './history/run-against-history.ts';
export { seriesName } from './history/series-name.ts';
export { textHistory } from './history/text-history.ts';
export { isoTime } from './iso-time.ts';
export type { JobOutcome, JobProblem, JobsOutcome } from './jobs/job-outcome.ts';
export { type JobsFolder, makeJobsFolder, writeReport } from './jobs/jobs-folder.ts';
export { type JobsStatus, jobsJson } from './jobs/jobs-json.ts';
export { jobsJunit } from './jobs/jobs-junit.ts';
export { jobsMarkdown, jobsText } from './jobs/jobs-report.ts';
export type { RunRecord } from './journal/run-record.ts';
export { listRuns } from './list/list-runs.ts';
export { isComparison } from './parse-any.ts';
export { type CommentSubject, commentText } from './publish/comment-text.ts';
export { connectForge } from './publish/connect-forge.ts';
export { fileNameOf, footerOf } from './publish/footer.ts';
export { type ForgeContext, githubContext } from './publish/github-context.ts';
export { gitlabContext } from './publish/gitlab-context.ts';
export { groupByJob } from './publish/group-by-job.ts';
export { addToSummary, keepText } from './publish/local-text.ts';
export type { PublishStep } from './publish/publish-step.ts';
export { publishToForge } from './publish/publish-to-forge.ts';
export type { PublishedDocument } from './publish/published.ts';
export type { RenderOptions } from './render/renderer.ts';
export { type ReportFormat, render } from './render/renderers.ts';
export { textRuns } from './render/text/text-runs.ts';
export { type ResultReader, resultReader } from './result-reader.ts';
export { openResultStore } from './result-store.ts';
export { SAMPLE_ROWS, type SampleRowFormat } from './samples/sample-rows.ts';
export { sampleSummary, sampleSummaryJson } from './samples/sample-summary.ts';
export { observeServer } from './server/observe-server.ts';
export { awaitQuiet } from './server/settled-reading.ts';
export type { WrittenResult } from './write-result.ts';
