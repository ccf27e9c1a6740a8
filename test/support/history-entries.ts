import type { LatencySummary, Point } from '../../src/contract/point.ts';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import type { HistoryEntry } from '../../src/report/history/history-entry.ts';
import { aResult, type RunShape } from './a-result.ts';

/** The result of night `night`: one a day, each with an id of its own. */
export function nightly(night: number, shape: RunShape = {}): ResultDocument {
  return onNight(night, aResult({ seconds: 10, warmupSeconds: 0, ...shape }));
}

/** With enough requests for a p99. */
const ORDINARY = aResult({ ratePerSecond: 120, seconds: 10, warmupSeconds: 0 });

/** The same night after night, but for its latency, which is `factor` times the ordinary one. */
export function nightOf(night: number, factor: number): ResultDocument {
  const points = ORDINARY.points.map((point) => scaled(point, factor));
  return onNight(night, { ...ORDINARY, points });
}

/** `nights` entries of a series, the n-th of which is `factorOf(n)` times as slow as the ordinary one. */
export function entriesOf(
  nights: number,
  factorOf: (night: number) => number = () => 1,
  series = 'nightly',
): HistoryEntry[] {
  return Array.from({ length: nights }, (_, night) => {
    // A machine is never as quiet as a constant.
    const noise = 1 + 0.01 * ([0, 1, -1, 0.5, -0.5, 0.2, -0.7][night % 7] ?? 0);
    return entryOf(nightOf(night, factorOf(night) * noise), series);
  });
}

/** A result as an entry of a history. */
export function entryOf(result: ResultDocument, series = 'nightly'): HistoryEntry {
  return {
    ...{ schemaVersion: '1', kind: 'history-entry', series, result, acknowledged: null },
    ...{ addedAt: '2027-01-01T00:00:00.000Z', name: `${series}/${result.id}`, file: '' },
  };
}

function onNight(night: number, result: ResultDocument): ResultDocument {
  const day = new Date(Date.UTC(2026, 0, 1 + night, 2)).toISOString();
  const stamp = day.replace(/[-:]|\..*$/g, '').replace('T', '-');
  const gitRevision = night.toString(16).padStart(12, 'c0ffee');
  return {
    ...result,
    ...{ id: `${stamp}-mnist_mlp-100qps-a1b2`, startedAt: day, finishedAt: day },
    environment: { ...result.environment, gitRevision },
  };
}

function scaled(point: Point, factor: number): Point {
  const summary = (one: LatencySummary): LatencySummary => ({
    ...one,
    meanNs: one.meanNs === null ? null : one.meanNs * factor,
    percentiles: one.percentiles.map((percentile) =>
      percentile.state === 'measured'
        ? { ...percentile, valueNs: Math.round(percentile.valueNs * factor) }
        : percentile,
    ),
  });
  const { response, service, lateness, queueing } = point.latency;
  const latency = { response: summary(response), service: summary(service), lateness, queueing };
  return { ...point, latency };
}
