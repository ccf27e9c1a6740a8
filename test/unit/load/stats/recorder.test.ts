import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addCounters, noCounters, unaccounted } from '../../../../src/contract/accounting.ts';
import type { Interval } from '../../../../src/contract/point.ts';
import { decodeHistogram } from '../../../../src/load/stats/histogram-codec.ts';
import { Recorder } from '../../../../src/load/stats/recorder.ts';
import type { PhaseReport } from '../../../../src/load/stats/shard-report.ts';
import { aShardPlan, MS, SECOND } from './a-shard-plan.ts';
import { aSlot } from './a-slot.ts';
import { anyFate, playLoad } from './play-load.ts';

const QUIET = { inFlight: 0, waiting: 0, stallNs: 0 };
const KNOWN = { reference: new SharedArrayBuffer(4), labels: new SharedArrayBuffer(4) };
const MEASURED_NS = 5 * SECOND;

function aRecorder(plan = aShardPlan()): Recorder {
  return new Recorder(plan, KNOWN);
}

function measured(recorder: Recorder, endedNs: number | null = null): PhaseReport {
  return recorder.report(endedNs).phases[1] as PhaseReport;
}

/** Plans and ends one request. */
function request(recorder: Recorder, changes: Parameters<typeof aSlot>[0]): void {
  const slot = aSlot(changes);
  recorder.planned(slot.dueNs);
  recorder.record(slot);
}

const latest = (text: string) => decodeHistogram(text).maxNs ?? -1;
const near = (actual: number, exact: number) =>
  assert.ok(Math.abs(actual - exact) <= exact / 1000, `${actual} should be ${exact}`);

const sumOf = (rows: readonly Interval[], key: 'due' | 'completed' | 'failed' | 'timedOut') =>
  rows.reduce((sum, row) => sum + row[key], 0);

describe('the law of the recorder', () => {
  const anyLoad = fc.array(anyFate, { maxLength: 300 });

  it('ends every request in exactly one way, in the phase it was due in', () => {
    fc.assert(
      fc.property(anyLoad, (fates) => {
        for (const { counters, name } of playLoad(fates).phases) {
          const due = fates.filter(({ dueNs }) => dueNs < MEASURED_NS === (name === 'warmup'));
          assert.equal(counters.planned, due.length);
          assert.equal(unaccounted(counters), 0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has as many latencies as answers and time-outs, and as many failures as it tells of', () => {
    fc.assert(
      fc.property(anyLoad, (fates) => {
        for (const { counters, histograms, failures } of playLoad(fates).phases) {
          for (const key of ['response', 'service', 'lateness', 'queueing'] as const) {
            const { count } = decodeHistogram(histograms[key]);
            assert.equal(count, counters.completed + counters.timedOut);
          }
          assert.equal(decodeHistogram(histograms.failed).count, counters.failed);
          const told = failures.reduce((sum, row) => sum + row.count, 0);
          assert.equal(told, counters.failed + counters.timedOut);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('loses nothing between the seconds', () => {
    fc.assert(
      fc.property(anyLoad, (fates) => {
        const { phases, intervals } = playLoad(fates);
        const total = phases.map((phase) => phase.counters).reduce(addCounters, noCounters());
        assert.equal(sumOf(intervals, 'due'), total.planned);
        assert.equal(sumOf(intervals, 'completed'), total.completed);
        assert.equal(sumOf(intervals, 'failed'), total.failed);
        assert.equal(sumOf(intervals, 'timedOut'), total.timedOut);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a request', () => {
  it('belongs to the phase it was due in, even when its answer comes in the next', () => {
    const recorder = aRecorder();
    request(recorder, { dueNs: MEASURED_NS - 1, doneNs: MEASURED_NS + SECOND });
    request(recorder, { dueNs: MEASURED_NS, doneNs: MEASURED_NS + 1 });
    const [warmup, main] = recorder.report(null).phases;
    assert.equal(warmup?.counters.completed, 1);
    assert.equal(main?.counters.completed, 1);
  });

  it('has a response, a service, a lateness and a queueing time', () => {
    const recorder = aRecorder();
    const dueNs = 6 * SECOND;
    const [dispatchedNs, sentNs, doneNs] = [dueNs + 2 * MS, dueNs + 5 * MS, dueNs + 25 * MS];
    request(recorder, { dueNs, dispatchedNs, sentNs, doneNs });
    const { histograms } = measured(recorder);
    near(latest(histograms.response), 25 * MS);
    near(latest(histograms.service), 20 * MS);
    near(latest(histograms.lateness), 2 * MS);
    near(latest(histograms.queueing), 3 * MS);
  });

  it('that timed out stands at its deadline', () => {
    const recorder = aRecorder();
    const dueNs = 6 * SECOND;
    const sentNs = dueNs + SECOND;
    request(recorder, { dueNs, sentNs, doneNs: sentNs + 5 * SECOND, outcome: 'timed-out' });
    near(latest(measured(recorder).histograms.response), 6 * SECOND);
    near(latest(measured(recorder).histograms.service), 5 * SECOND);
  });

  it('that failed is in no histogram but its own', () => {
    const recorder = aRecorder();
    request(recorder, { dueNs: 6 * SECOND, doneNs: 6 * SECOND + MS, outcome: 'reset' });
    const { histograms } = measured(recorder);
    near(latest(histograms.failed), MS);
    for (const key of ['response', 'service', 'lateness', 'queueing', 'clean'] as const) {
      assert.equal(decodeHistogram(histograms[key]).count, 0);
    }
  });

  it('is clean from its dispatch, unless the loop was late or it was dispatched 1 ms late', () => {
    const dueNs = 6 * SECOND;
    const clean = (changes: Parameters<typeof aSlot>[0]) => {
      const recorder = aRecorder();
      request(recorder, { dueNs, doneNs: dueNs + 10 * MS, ...changes });
      return decodeHistogram(measured(recorder).histograms.clean);
    };
    near(clean({ dispatchedNs: dueNs + MS, sentNs: dueNs + 2 * MS }).maxNs ?? -1, 9 * MS);
    assert.equal(clean({ dispatchedNs: dueNs + MS + 1 }).count, 0);
    assert.equal(clean({ touched: true }).count, 0);
  });

  it('is known to have never been dispatched', () => {
    const recorder = aRecorder();
    for (const dispatchedNs of [6 * SECOND, -1, -1]) {
      recorder.planned(6 * SECOND);
      recorder.unsent(6 * SECOND, dispatchedNs, 0);
    }
    assert.equal(measured(recorder).counters.unsent, 3);
    assert.equal(measured(recorder).neverDispatched, 2);
  });
});

describe('a second', () => {
  it('holds the answers that came in it and nothing of the one before', () => {
    const recorder = aRecorder();
    request(recorder, { dueNs: 100 * MS });
    request(recorder, { dueNs: 200 * MS, outcome: 'http-5xx' });
    const first = recorder.closeSecond(0, { inFlight: 3, waiting: 2, stallNs: 7 });
    const second = recorder.closeSecond(1, { inFlight: 4, waiting: 1, stallNs: 0 });
    const { response, service, ...rest } = first;
    assert.deepEqual(rest, {
      second: 0,
      phase: 'warmup',
      due: 2,
      sent: 5,
      completed: 1,
      failed: 1,
      timedOut: 0,
      inFlight: 3,
      waiting: 2,
      stallNs: 7,
    });
    assert.equal(decodeHistogram(response).count, 1);
    assert.equal(decodeHistogram(service).count, 1);
    const { sent, completed, failed } = second;
    assert.deepEqual([sent, completed, failed], [1, 0, 0]);
    assert.equal(decodeHistogram(second.response).count, 0);
    assert.equal(decodeHistogram(second.service).count, 0);
  });

  it('is given a request that was due in it even when the pacer reached it later', () => {
    const recorder = aRecorder();
    recorder.closeSecond(0, QUIET);
    request(recorder, { dueNs: SECOND - 1, doneNs: SECOND + MS });
    recorder.closeSecond(1, QUIET);
    const { intervals } = recorder.report(null);
    assert.deepEqual(
      intervals.map(({ due, completed }) => [due, completed]),
      [
        [1, 0],
        [0, 1],
      ],
    );
  });

  it('is of the phase it begins in', () => {
    const recorder = aRecorder(aShardPlan({ warmupNs: 1.5 * SECOND }));
    const phases = [0, 1, 2].map((second) => recorder.closeSecond(second, QUIET).phase);
    assert.deepEqual(phases, ['warmup', 'warmup', 'measured']);
  });
});

describe('a phase', () => {
  it('serves the good answers that came while it lasted, whatever phase they were due in', () => {
    const recorder = aRecorder();
    request(recorder, { dueNs: MEASURED_NS - 1, doneNs: MEASURED_NS });
    request(recorder, { dueNs: MEASURED_NS, doneNs: 35 * SECOND - 1 });
    request(recorder, { dueNs: MEASURED_NS, doneNs: 35 * SECOND });
    request(recorder, { dueNs: MEASURED_NS, outcome: 'timed-out' });
    const [warmup, main] = recorder.report(null).phases;
    assert.equal(warmup?.served, 0);
    assert.equal(main?.served, 2);
  });

  it('lasts as planned, or until the last answer when only requests were planned', () => {
    assert.equal(measured(aRecorder()).durationNs, 30 * SECOND);
    const recorder = aRecorder(aShardPlan({ durationNs: null }));
    request(recorder, { dueNs: 6 * SECOND, doneNs: 9 * SECOND });
    assert.equal(measured(recorder).durationNs, 4 * SECOND);
    assert.equal(measured(recorder).served, 1);
  });

  it('is as short as an interrupt made it', () => {
    const durations = aRecorder()
      .report(7 * SECOND)
      .phases.map((phase) => phase.durationNs);
    assert.deepEqual(durations, [5 * SECOND, 2 * SECOND]);
    assert.equal(measured(aRecorder(), 3 * SECOND).durationNs, 0);
  });

  it('counts inferences that were compared, labelled, right and wrong', () => {
    const recorder = aRecorder(aShardPlan({ workload: { batchSize: 8 } }));
    request(recorder, { dueNs: 6 * SECOND, correct: 7 });
    request(recorder, { dueNs: 6 * SECOND, correct: 8, outcome: 'wrong-answer' });
    request(recorder, { dueNs: 6 * SECOND, correct: 3, outcome: 'reset' });
    assert.deepEqual(measured(recorder).answers, {
      checked: 16,
      wrong: 8,
      labelled: 8,
      correct: 7,
    });
  });

  it('says nothing of accuracy when nothing is known', () => {
    const recorder = new Recorder(aShardPlan(), { reference: null, labels: null });
    request(recorder, { dueNs: 6 * SECOND, correct: 1 });
    const { answers } = measured(recorder);
    assert.deepEqual(answers, { checked: 0, wrong: 0, labelled: 0, correct: 0 });
  });
});
