import type { Comparison, MetricComparison } from '../../contract/comparison.ts';
import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import { epochMs } from '../epoch-ms.ts';
import { configTable } from '../facts/config-table.ts';
import { environmentTable } from '../facts/environment-table.ts';
import { junitOf } from '../render/junit/junit.ts';
import {
  asProperties,
  type JunitCase,
  type JunitSuite,
  passed,
} from '../render/junit/junit-suites.ts';
import { share } from '../render/quantity.ts';
import { comparisonWords } from './comparison-words.ts';
import { changeInWords } from './deciding-sentences.ts';
import { whyUndecided } from './undecided-sentences.ts';

interface Strictness {
  /** What could not be told is a failure. */
  readonly isStrict?: boolean;
}

/**
 * A comparison as test results, a case for each judged metric of each load: whatever gives it an exit code other
 * than 0 is a failure or an error here, and nothing else is. Without --strict what could not be told is skipped.
 */
export function comparisonJunit(document: ComparisonDocument, options: Strictness): string {
  const { startedAt } = document;
  return junitOf(comparisonSuites(document, options).map((suite) => ({ ...suite, startedAt })));
}

/** The comparison as a whole, then each of its loads. */
export function comparisonSuites(
  document: ComparisonDocument,
  { isStrict = false }: Strictness,
): JunitSuite[] {
  const { runs, comparison, command, targets, origin, startedAt, finishedAt } = document;
  // Stored results may lie years apart: no time that anything took.
  const isStored = origin === 'compare';
  const [first] = runs;
  const model = first?.points[0]?.workload.modelName ?? document.id;
  const whole: JunitSuite = {
    name: `bench compare ${model}`,
    seconds: isStored ? 0 : Math.max(0, epochMs(finishedAt) - epochMs(startedAt)) / 1000,
    properties: [
      ...[['A', targets.a] as const, ['B', targets.b] as const, ['command', command] as const],
      ...(comparison ? differencesOf(comparison) : []),
      ...(first
        ? [...asProperties(environmentTable(first)), ...asProperties(configTable(first))]
        : []),
    ],
    cases: [ending(document)],
  };
  const loads = (comparison?.points ?? []).map(({ name, metrics, faults }) => ({
    ...{ name: `bench compare ${model} ${name}`, seconds: 0, properties: [] },
    cases: metrics.flatMap((metric) => metricCase(metric, faults, isStrict)),
  }));
  return [whole, ...loads];
}

function differencesOf({ unlike, changed }: Comparison): [string, string][] {
  return [...unlike, ...changed].map(({ field, a, b }) => [field, `A: ${a}, B: ${b}`]);
}

function ending(document: ComparisonDocument): JunitCase {
  const { status, comparison } = document;
  const name = 'the comparison came to its end';
  if (status === 'complete' && comparison) return passed(name);
  const message = comparisonWords(document).sentences.join(' ');
  return {
    name,
    outcome: 'error',
    type: status === 'complete' ? 'nothing-judged' : status,
    message,
  };
}

function metricCase(
  metric: MetricComparison,
  faults: readonly string[],
  isStrict: boolean,
): JunitCase[] {
  const { id, limit, verdict, reason } = metric;
  const name = `${id} changed by less than ${share(limit ?? 0)}`;
  switch (verdict) {
    case null:
      return [];
    case 'no-change':
    case 'improved':
      return [passed(name)];
    case 'regressed':
      return [{ name, outcome: 'failure', type: verdict, message: changeInWords(metric) }];
    case 'invalid': {
      const message = [...faults, ...(reason === null ? [] : [reason])].join('; ');
      return [{ name, outcome: 'error', type: verdict, message }];
    }
    case 'inconclusive': {
      const outcome = isStrict ? 'failure' : 'skipped';
      return [{ name, outcome, type: verdict, message: whyUndecided(metric) }];
    }
  }
}
