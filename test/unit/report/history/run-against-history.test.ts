import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultDocument } from '../../../../src/contract/result-document.ts';
import { limitsFrom } from '../../../../src/report/compare/limits.ts';
import type { HistoryEntry } from '../../../../src/report/history/history-entry.ts';
import { runAgainstHistory } from '../../../../src/report/history/run-against-history.ts';
import { entriesOf, entryOf, nightOf } from '../../../support/history-entries.ts';

const DEFAULTS = { limits: limitsFrom({}), isForced: false };
const TONIGHT = 100;

function held(run: ResultDocument, entries: readonly HistoryEntry[], over = {}) {
  return runAgainstHistory(run, entries, { ...DEFAULTS, ...over });
}

function metricOf(run: ResultDocument, entries: readonly HistoryEntry[], id: string, over = {}) {
  const metrics = held(run, entries, over).loads[0]?.metrics;
  return metrics?.find((one) => one.id === id) ?? assert.fail(id);
}

const withPoint = (
  document: ResultDocument,
  over: Partial<ResultDocument['points'][number]>,
): ResultDocument => ({
  ...document,
  points: document.points.map((point) => ({ ...point, ...over })),
});

describe('a run against its history', () => {
  it('is regressed beyond band and limit, improved below, else no change', () => {
    const entries = entriesOf(12);
    assert.equal(held(nightOf(TONIGHT, 1.2), entries).verdict, 'regressed');
    assert.equal(metricOf(nightOf(TONIGHT, 1.2), entries, 'p50').verdict, 'regressed');
    assert.equal(metricOf(nightOf(TONIGHT, 1.2), entries, 'throughput').verdict, 'no-change');
    assert.equal(held(nightOf(TONIGHT, 0.8), entries).verdict, 'improved');
    assert.equal(held(nightOf(TONIGHT, 1), entries).verdict, 'no-change');
    assert.equal(held(nightOf(TONIGHT, 1), entries).loads[0]?.earlier, 12);
  });
  it('judges what has a limit, and nothing else', () => {
    const limits = limitsFrom({ p50: 'off', p99: 'off', 'service.p50': '10%' });
    const { metrics } =
      held(nightOf(TONIGHT, 1.2), entriesOf(12), { limits }).loads[0] ?? assert.fail();
    assert.deepEqual(
      metrics.map(({ id, verdict }) => [id, verdict]),
      [
        ['service.p50', 'regressed'],
        ['throughput', 'no-change'],
      ],
    );
  });
  it('is inconclusive with fewer than five earlier runs, and says how many there are', () => {
    const { verdict, band, reason } = metricOf(nightOf(TONIGHT, 9), entriesOf(4), 'p50');
    assert.deepEqual([verdict, band], ['inconclusive', null]);
    assert.equal(reason, '4 of the 5 earlier runs that it takes');
    assert.equal(held(nightOf(TONIGHT, 9), []).verdict, 'inconclusive');
  });
  it('is not held against itself, nor against what came later', () => {
    const entries = entriesOf(12);
    const sixth = entries[6]?.result ?? assert.fail();
    assert.equal(held(sixth, entries).loads[0]?.earlier, 6);
  });
  it('takes earlier runs of every series, each since its last acknowledged change', () => {
    const known = {
      schemaVersion: '1',
      kind: 'history-acknowledgement',
      at: '',
      reason: 'x',
    } as const;
    const main = entriesOf(10, (night) => (night < 4 ? 2 : 1)).map((entry, night) =>
      night === 4 ? { ...entry, acknowledged: known } : entry,
    );
    const other = entriesOf(3, () => 1, 'other').map((entry, nth) => ({
      ...entry,
      result: { ...entry.result, id: `other-${nth}` },
    }));
    assert.equal(held(nightOf(TONIGHT, 1), [...main, ...other]).loads[0]?.earlier, 9);
  });
  it('asks those since the last lasting change: the question is what this run changes', () => {
    const entries = entriesOf(30, (night) => (night < 20 ? 1 : 1.3));
    const { band, verdict } = metricOf(nightOf(TONIGHT, 1.3), entries, 'p50');
    assert.deepEqual([band?.runs, verdict], [10, 'no-change']);
  });
  it('leaves out earlier runs that were invalid, cut off, or whose number cannot be relied on', () => {
    const entries = entriesOf(8).map((entry, nth) => {
      const { result } = entry;
      if (nth === 0) return { ...entry, result: withPoint(result, { verdict: 'invalid' }) };
      if (nth === 1) return { ...entry, result: { ...result, status: 'interrupted' as const } };
      if (nth === 2) return { ...entry, result: withPoint(result, { verdict: 'saturated' }) };
      return entry;
    });
    const run = nightOf(TONIGHT, 1);
    assert.equal(metricOf(run, entries, 'p50').band?.runs, 5);
    assert.equal(metricOf(run, entries, 'throughput').band?.runs, 6);
  });
});

describe('runs that were not made alike', () => {
  const other = entriesOf(7).map((entry) => ({
    ...entry,
    result: {
      ...entry.result,
      environment: { ...entry.result.environment, cpuModel: 'Another CPU' },
    },
  }));
  it('are left out by the name of the field', () => {
    const load = held(nightOf(TONIGHT, 1), other).loads[0] ?? assert.fail();
    assert.deepEqual([load.earlier, load.unlike], [0, 7]);
    assert.deepEqual(load.differences, [
      { field: 'CPU', a: 'Another CPU', b: 'Example CPU at 3 GHz' },
    ]);
    assert.equal(load.metrics[0]?.verdict, 'inconclusive');
  });
  it('are taken where that is forced', () => {
    const load = held(nightOf(TONIGHT, 1), other, { isForced: true }).loads[0] ?? assert.fail();
    assert.deepEqual([load.earlier, load.unlike], [7, 0]);
    assert.equal(load.metrics[0]?.verdict, 'no-change');
  });
  it('are none where they are of another load', () => {
    const loads = other.map(({ result }) => entryOf(withPoint(result, { name: '500/s' })));
    const load = held(nightOf(TONIGHT, 1), loads, { isForced: true }).loads[0] ?? assert.fail();
    assert.deepEqual([load.earlier, load.unlike], [0, 0]);
  });
});

describe('a run that cannot be judged', () => {
  it('is invalid: by itself, by a number that is missing, or by its failures', () => {
    const entries = entriesOf(8);
    const run = nightOf(TONIGHT, 1);
    const invalid = held(withPoint(run, { verdict: 'invalid' }), entries);
    assert.equal(invalid.verdict, 'invalid');
    assert.match(invalid.loads[0]?.faults[0] ?? '', /its numbers cannot be believed/);
    const few = { ...DEFAULTS.limits, 'p99.9': 0.1 };
    const missing = metricOf(run, entries, 'p99.9', { limits: few });
    assert.equal(missing.verdict, 'invalid');
    assert.match(missing.reason ?? '', /needs|not among/);
    const failing = run.points.map((point) => ({
      ...point,
      phases: point.phases.map((phase) => ({
        ...phase,
        counters: { ...phase.counters, completed: phase.counters.completed / 2 },
      })),
    }));
    const failed = held({ ...run, points: failing }, entries);
    assert.equal(failed.verdict, 'invalid');
    assert.match(failed.loads[0]?.faults[0] ?? '', /the run before's requests had no good answer/);
  });
  it('is one without a load, such as a search', () => {
    assert.deepEqual(held({ ...nightOf(TONIGHT, 1), points: [] }, entriesOf(8)), {
      ...{ id: nightOf(TONIGHT, 1).id, verdict: 'invalid', loads: [] },
    });
  });
});
