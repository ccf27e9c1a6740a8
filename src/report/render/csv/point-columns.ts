import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { NS_PER_MS, NS_PER_SECOND } from '../../../contract/units.ts';
import { measuredPhase } from '../../facts/measured-phase.ts';
import { verdictWords } from '../../facts/verdict-words.ts';

/** A column of the CSV: its title is a name in snake case with the unit at its end. */
export interface Column {
  readonly title: string;
  readonly value: (point: Point) => string | number | null;
}

type Missing = NonNullable<ResultDocument['missing']>[number];

/** Everything of a point but its latencies, and what of the run tells it from others. */
export function pointColumns(doc: ResultDocument): Column[] {
  return [...identity(doc), ...VERDICT, ...WORKLOAD, ...RATES, ...COUNTERS, ...SERVER];
}

/** What is known of a load that could not be measured. */
export function missingCells(doc: ResultDocument, { name, reason }: Missing) {
  const cells: Record<string, string> = { point: name, verdict: 'not measured', faults: reason };
  for (const [title, value] of ofTheRun(doc)) cells[title] = value;
  return cells;
}

function ofTheRun(doc: ResultDocument): [string, string][] {
  const { id, startedAt, status, target, labels, command } = doc;
  const kept = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return [
    ['id', id],
    ['started_at', startedAt],
    ['status', status],
    ['server', [target.serverName, target.serverVersion].filter(Boolean).join(' ')],
    ['stand_in', target.standIn ?? ''],
    ['labels', kept.join('; ')],
    ['command', command],
  ];
}

function identity(doc: ResultDocument): Column[] {
  return [
    ...ofTheRun(doc).map(([title, value]) => ({ title, value: () => value })),
    { title: 'point', value: ({ name }) => name },
  ];
}

const VERDICT: readonly Column[] = [
  { title: 'verdict', value: (point) => verdictWords(point).word },
  { title: 'faults', value: faults },
];

/** Rules that fired and conditions that were missed. */
function faults({ rules, gates }: Point): string {
  const fired = rules.filter((rule) => rule.fired).map(({ rule }) => rule);
  const missed = gates.filter(({ passed }) => !passed).map(({ expression }) => expression);
  return [...fired, ...missed.map((expression) => `${expression} missed`)].join('; ');
}

const WORKLOAD: readonly Column[] = [
  { title: 'model', value: ({ workload }) => workload.modelName },
  { title: 'model_version', value: ({ workload }) => workload.modelVersion },
  { title: 'protocol', value: ({ workload }) => workload.protocol },
  { title: 'engine', value: ({ workload }) => workload.engine },
  { title: 'load', value: ({ workload }) => workload.model },
  { title: 'arrivals', value: ({ workload }) => workload.arrivals },
  { title: 'offered_per_s', value: ({ workload }) => workload.ratePerSecond },
  { title: 'concurrency', value: ({ workload }) => workload.concurrency },
  { title: 'batch_size', value: ({ workload }) => workload.batchSize },
  { title: 'workers', value: ({ workload }) => workload.workers },
  { title: 'connections', value: ({ workload }) => workload.connections },
  { title: 'timeout_ms', value: ({ workload }) => workload.timeoutNs / NS_PER_MS },
  { title: 'seed', value: ({ workload }) => workload.seed },
  { title: 'measured_s', value: (point) => measuredPhase(point).durationNs / NS_PER_SECOND },
];

const RATES: readonly Column[] = [
  { title: 'due_per_s', value: ({ rates }) => rates.duePerSecond },
  { title: 'sent_per_s', value: ({ rates }) => rates.sentPerSecond },
  { title: 'served_per_s', value: ({ rates }) => rates.servedPerSecond },
  { title: 'inferences_per_s', value: ({ rates }) => rates.inferencesPerSecond },
];

const COUNTERS: readonly Column[] = [
  { title: 'planned', value: (point) => measuredPhase(point).counters.planned },
  { title: 'completed', value: (point) => measuredPhase(point).counters.completed },
  { title: 'failed', value: (point) => measuredPhase(point).counters.failed },
  { title: 'timed_out', value: (point) => measuredPhase(point).counters.timedOut },
  { title: 'aborted', value: (point) => measuredPhase(point).counters.aborted },
  { title: 'unsent', value: (point) => measuredPhase(point).counters.unsent },
  {
    title: 'accuracy_share',
    value: ({ answers }) => (answers.labelled > 0 ? answers.correct / answers.labelled : null),
  },
];

const inMs = (ns: number | null | undefined) => (ns == null ? null : ns / NS_PER_MS);

const SERVER: readonly Column[] = [
  { title: 'server_requests', value: ({ server }) => server?.requests ?? null },
  { title: 'server_queue_mean_ms', value: ({ server }) => inMs(server?.meanQueueNs) },
  {
    title: 'server_compute_input_mean_ms',
    value: ({ server }) => inMs(server?.meanComputeInputNs),
  },
  {
    title: 'server_compute_infer_mean_ms',
    value: ({ server }) => inMs(server?.meanComputeInferNs),
  },
  {
    title: 'server_compute_output_mean_ms',
    value: ({ server }) => inMs(server?.meanComputeOutputNs),
  },
];
