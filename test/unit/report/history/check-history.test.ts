import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limitsFrom } from '../../../../src/report/compare/limits.ts';
import { checkHistory } from '../../../../src/report/history/check-history.ts';
import type { HistoryEntry } from '../../../../src/report/history/history-entry.ts';
import {
  type CheckFormat,
  historySections,
  renderCheck,
} from '../../../../src/report/history/render-check.ts';
import { assertGolden } from '../../../support/golden.ts';
import { entriesOf, entryOf, nightly } from '../../../support/history-entries.ts';
import { HOSTILE } from '../../../support/result-shapes.ts';

const DEFAULTS = { limits: limitsFrom({}), isForced: false };

function check(entries: readonly HistoryEntry[], over = {}) {
  const contents = [{ series: 'nightly', entries, leftOut: [], older: 0 }];
  return checkHistory(contents, { ...DEFAULTS, ...over });
}

function changesOf(entries: readonly HistoryEntry[], id = 'p50', over = {}) {
  const metrics = check(entries, over).series[0]?.loads[0]?.metrics;
  return metrics?.find((one) => one.id === id)?.changes ?? assert.fail(id);
}

const acknowledgedAt = (entries: readonly HistoryEntry[], night: number) =>
  entries.map((entry, nth) => {
    const known = {
      ...({ schemaVersion: '1', kind: 'history-acknowledgement' } as const),
      ...{ at: '2027-01-01T00:00:00.000Z', reason: 'a larger model' },
    };
    return nth === night ? { ...entry, acknowledged: known } : entry;
  });

const slowerFrom = (night: number, nights = 30) =>
  entriesOf(nights, (nth) => (nth < night ? 1 : 1.2));

describe('checking a history', () => {
  it('is fine where nothing changed, or something became better', () => {
    assert.equal(check(entriesOf(30)).verdict, 'fine');
    const better = entriesOf(30, (night) => (night < 15 ? 1 : 0.8));
    assert.equal(check(better).verdict, 'fine');
    assert.equal(changesOf(better)[0]?.direction, 'better');
  });
  it('finds a lasting change to the worse, and between which runs and commits', () => {
    const { verdict } = check(slowerFrom(20));
    const [change, ...others] = changesOf(slowerFrom(20));
    assert.deepEqual([verdict, others], ['worse', []]);
    assert.deepEqual([change?.direction, change?.state], ['worse', 'confirmed']);
    assert.match(change?.lastBefore.entry ?? '', /^nightly\/20260120-/);
    assert.match(change?.firstAfter.entry ?? '', /^nightly\/20260121-/);
    assert.equal(change?.firstAfter.gitRevision, 'c0ffeec0ff14');
    const ratio = (change?.after ?? 0) / (change?.before ?? 1);
    assert.ok(ratio > 1.19 && ratio < 1.21, `${ratio}`);
  });
  it('says of one that has just begun that it is not confirmed', () => {
    assert.equal(check(slowerFrom(28)).verdict, 'unconfirmed');
    assert.deepEqual(
      changesOf(slowerFrom(28)).map(({ state }) => state),
      ['unconfirmed'],
    );
  });
  it('takes a single newest run that is off for unconfirmed as well', () => {
    assert.equal(check(slowerFrom(29)).verdict, 'unconfirmed');
    assert.equal(check(slowerFrom(6, 7)).verdict, 'unconfirmed', 'long before there are ten runs');
  });
  it('is at peace with a change that was undone', () => {
    const undone = entriesOf(40, (night) => (night >= 15 && night < 25 ? 1.2 : 1));
    assert.equal(check(undone).verdict, 'fine');
    assert.deepEqual(
      changesOf(undone).map(({ direction, state }) => [direction, state]),
      [
        ['worse', 'recovered'],
        ['better', 'confirmed'],
      ],
    );
    const halfUndone = entriesOf(40, (night) => (night < 15 ? 1 : night < 25 ? 1.4 : 1.2));
    assert.equal(check(halfUndone).verdict, 'worse');
  });
  it('begins anew at what was acknowledged', () => {
    const entries = acknowledgedAt(slowerFrom(20), 20);
    const { verdict, series } = check(entries);
    assert.equal(verdict, 'fine');
    assert.equal(series[0]?.loads[0]?.runs.length, 10);
    assert.equal(series[0]?.baseline?.reason, 'a larger model');
    assert.equal(check(acknowledgedAt(slowerFrom(20), 19)).verdict, 'fine', 'a night too early');
    assert.equal(check(acknowledgedAt(slowerFrom(20), 10)).verdict, 'worse', 'not the change');
  });
  it('judges throughput by falling', () => {
    const entries = entriesOf(30).map((entry, nth) => {
      const points = entry.result.points.map((point) => ({
        ...point,
        rates: { ...point.rates, servedPerSecond: nth < 15 ? 120 : 100 },
      }));
      return { ...entry, result: { ...entry.result, points } };
    });
    assert.equal(check(entries).verdict, 'worse');
    assert.equal(changesOf(entries, 'throughput')[0]?.direction, 'worse');
  });
  it('knows nothing of too few runs, and says how many it takes', () => {
    const { verdict, series } = check(entriesOf(9));
    assert.equal(verdict, 'unknown');
    assert.equal(
      series[0]?.loads[0]?.metrics[0]?.reason,
      '9 of the 10 runs that it takes (5 before and after)',
    );
    assert.equal(check([]).verdict, 'unknown');
  });
  it('looks only at runs that were made as the newest was, unless forced', () => {
    const entries = slowerFrom(20).map((entry, nth) => {
      const { environment } = entry.result;
      const cpuModel = nth < 20 ? 'Old CPU' : environment.cpuModel;
      return { ...entry, result: { ...entry.result, environment: { ...environment, cpuModel } } };
    });
    const { verdict, series } = check(entries);
    assert.equal(verdict, 'fine');
    assert.deepEqual([series[0]?.loads[0]?.runs.length, series[0]?.loads[0]?.unlike], [10, 20]);
    assert.equal(check(entries, { isForced: true }).verdict, 'worse');
  });
  it('leaves out runs that cannot be believed, also where one is the newest', () => {
    const entries = slowerFrom(29).map((entry, nth) => {
      const points = entry.result.points.map((point) => ({
        ...point,
        verdict: 'invalid' as const,
      }));
      return nth === 29 ? { ...entry, result: { ...entry.result, points } } : entry;
    });
    const { verdict, series } = check(entries);
    assert.equal(verdict, 'fine');
    assert.equal(series[0]?.loads[0]?.runs.length, 29);
    assert.match(series[0]?.loads[0]?.newest.held.faults[0] ?? '', /cannot be believed/);
  });
  it('is not fine where the newest run got no good answer', () => {
    const shape = { ratePerSecond: 120, endingOf: () => 'failed' as const };
    const failing = [30, 31].map((night) => entryOf(nightly(night, shape)));
    assert.equal(check([...entriesOf(30), ...failing.slice(0, 1)]).verdict, 'unknown');
    assert.equal(check([...entriesOf(30), ...failing]).verdict, 'unknown');
  });
  it('names entries whose clock was set', () => {
    const entries = entriesOf(12).map((entry, nth) =>
      nth === 3 ? { ...entry, addedAt: '2020-01-01T00:00:00.000Z' } : entry,
    );
    assert.deepEqual(check(entries).series[0]?.outOfTime, [entries[3]?.name]);
  });
});

describe('a check in words', () => {
  const forms: readonly (readonly [CheckFormat, string])[] = [
    ['text', 'txt'],
    ['md', 'md'],
  ];
  const cases = {
    worse: slowerFrom(20),
    unconfirmed: slowerFrom(28),
    acknowledged: acknowledgedAt(slowerFrom(20), 20),
    few: entriesOf(3),
  };
  for (const [name, entries] of Object.entries(cases)) {
    for (const [format, ending] of forms) {
      it(`reads as expected: ${name}, ${format}`, () => {
        const text = renderCheck(check(entries), format, { color: false, width: 100 });
        assertGolden(`history-check-${name}.${ending}`, text);
      });
    }
  }
  it('has notes instead of an empty table where no run can be believed', () => {
    const [entry = assert.fail()] = entriesOf(1);
    const points = entry.result.points.map((point) => ({ ...point, verdict: 'invalid' as const }));
    const found = check([{ ...entry, result: { ...entry.result, points } }]);
    for (const format of ['text', 'md'] as const) {
      const shown = renderCheck(found, format, { color: false, width: 100 });
      assert.match(shown, /, 0 runs.*\n+ *The newest run is not judged: /);
      assert.doesNotMatch(shown, /noise band/);
    }
  });
  it('is its data as JSON', () => {
    const found = check(cases.worse);
    assert.deepEqual(JSON.parse(renderCheck(found, 'json', { color: false, width: 80 })), found);
  });
  it('has a section of Markdown for each series', () => {
    const [section, ...others] = historySections(check(cases.worse));
    assert.deepEqual(others, []);
    assert.equal(section?.title, 'History: nightly');
    assert.match(section?.body ?? '', /^- 120\/s: p50 \+20\S* %, worse/);
  });
  it('lets nothing hostile through', () => {
    const run = { ...nightly(0, { labels: { [HOSTILE]: HOSTILE } }), id: HOSTILE };
    const points = run.points.map((point) => ({ ...point, name: HOSTILE }));
    const entries = [{ ...entryOf({ ...run, points }, HOSTILE), addedAt: run.startedAt }];
    const contents = [{ series: HOSTILE, entries, leftOut: [], older: 0 }];
    const found = checkHistory(contents, DEFAULTS);
    const text = renderCheck(found, 'text', { color: false, width: 100 });
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}|[\u202a-\u202e]/u);
    assert.doesNotMatch(renderCheck(found, 'md', { color: false, width: 100 }), /<script|<img/i);
  });
});
