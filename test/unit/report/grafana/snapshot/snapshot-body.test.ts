import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultDocument } from '../../../../../src/contract/result-document.ts';
import { snapshotBody } from '../../../../../src/report/grafana/snapshot/snapshot-body.ts';
import { readFrame } from '../../../../stand-ins/grafana/read-frame.ts';
import { type ViewedPanel, viewDashboard } from '../../../../stand-ins/grafana/view-dashboard.ts';
import { aPoint, aResult, gate } from '../../../../support/a-result.ts';
import { assertGolden } from '../../../../support/golden.ts';
import { RESULT_SHAPES } from '../../../../support/result-shapes.ts';

const WEEK_SECONDS = 604_800;

function viewed(doc: ResultDocument): ViewedPanel[] {
  const { dashboard } = snapshotBody(doc);
  return viewDashboard(JSON.parse(JSON.stringify(dashboard)));
}

function panelOf(panels: readonly ViewedPanel[], title: string): ViewedPanel {
  return (
    panels.find((panel) => panel.title === title) ??
    assert.fail(`no "${title}" among ${panels.map((panel) => panel.title).join(', ')}`)
  );
}

function lineOf(panel: ViewedPanel, name: string): readonly unknown[] {
  const frame = panel.frames.find((one) => one.name === name) ?? assert.fail(`no ${name}`);
  return frame.fields[1]?.values ?? [];
}

/** Several loads of one run, each begun when it says. */
function aRow(count: number, shape = {}): ResultDocument {
  const points = Array.from({ length: count }, (_, index) => ({
    ...aPoint({ ratePerSecond: 50 + index, seconds: 3, warmupSeconds: 1, ...shape }),
    startedAt: new Date(Date.parse('2026-11-23T14:30:15.000Z') + index * 10_000).toISOString(),
  }));
  return { ...aResult(), finishedAt: '2026-11-23T15:30:00.000Z', points };
}

describe('the body of a snapshot', () => {
  for (const name of ['valid', 'saturated', 'hostile']) {
    it(`of a result that is ${name} is as its golden file has it`, () => {
      const doc = RESULT_SHAPES[name]?.() ?? assert.fail();
      const body = snapshotBody(doc, { id: 42, uid: 'inferbench' });
      assertGolden(`snapshot-${name}.json`, `${JSON.stringify(body, null, 1)}\n`);
    });
  }

  for (const [name, make] of Object.entries(RESULT_SHAPES)) {
    it(`of a result that is ${name} can be opened`, () => {
      const panels = viewed(make());
      assert.equal(panels[0]?.type, 'text');
    });
  }

  it('has what Grafana asks of it, and nothing that makes a viewer ask a server', () => {
    const body = snapshotBody(aResult(), { id: 42, uid: 'inferbench' });
    const { name, expires, external, dashboard } = body;
    assert.equal(
      name,
      'mnist_mlp · open loop, 100/s offered, Poisson arrivals · 2026-11-23 14:30Z · 7a2c5f7',
    );
    assert.deepEqual(
      [expires, external, dashboard.id, dashboard.uid],
      [WEEK_SECONDS, false, 42, 'inferbench'],
    );
    assert.deepEqual(dashboard.annotations, { list: [] });
    assert.deepEqual(dashboard.links, []);
    assert.doesNotMatch(JSON.stringify(dashboard), /"expr"|"query":/);
  });

  it('is a function: the same document gives the same bytes and stays as it was', () => {
    const doc = aResult();
    const before = structuredClone(doc);
    assert.deepEqual(snapshotBody(doc), snapshotBody(structuredClone(doc)));
    assert.deepEqual(doc, before);
  });
});

describe('what a snapshot says', () => {
  it('expires when the run was told it should', () => {
    const expiring = (snapshotExpires: string) =>
      snapshotBody({ ...aResult(), config: { snapshotExpires } }).expires;
    assert.deepEqual([expiring('1h'), expiring('0')], [3600, 0]);
  });

  it('shows what the server told of itself, a line for each set of labels, and no empty chart', () => {
    const doc = aResult();
    const [point] = doc.points;
    assert.ok(point);
    const series = [
      { metric: 'server.queue', labels: {}, values: [1e6, null] },
      { metric: 'server.request', labels: {}, values: [3e6, 4e6] },
      { metric: 'server.gpu-power', labels: { gpu_uuid: 'GPU-a' }, values: [250, 260] },
      { metric: 'server.gpu-power', labels: { gpu_uuid: 'GPU-b' }, values: [90, 91] },
    ];
    const source = 'scrapes' as const;
    const serverSeries = { source, windowNs: 1e9, atNs: [1e9, 2e9], series };
    const panels = viewed({
      ...doc,
      points: [{ ...point, serverSeries }],
    });
    const times = panelOf(panels, 'Mean time of a request');
    assert.equal(times.unit, 'ns');
    assert.deepEqual(lineOf(times, 'Queue'), [1e6, null]);
    assert.deepEqual(lineOf(times, 'Server time'), [3e6, 4e6]);
    const power = panelOf(panels, 'GPU power');
    assert.deepEqual(
      [lineOf(power, 'GPU-a'), lineOf(power, 'GPU-b')],
      [
        [250, 260],
        [90, 91],
      ],
    );
    assert.ok(!panels.some(({ title }) => title === 'GPU memory'));
  });

  it('says the percentiles that the result holds, in nanoseconds, with the limit of the condition', () => {
    const doc = aResult({ seconds: 20, gates: [gate('p99<20ms', 11e6, 20e6, 0.45, true)] });
    const [p50] = doc.points[0]?.latency.response.percentiles ?? [];
    const panels = viewed(doc);
    const stat = panelOf(panels, 'p50 response time');
    assert.equal(p50?.state, 'measured');
    assert.equal(stat.unit, 'ns');
    assert.deepEqual(stat.frames[0]?.fields[1]?.values, [p50.valueNs]);
    const { dashboard } = snapshotBody(doc);
    const p99 = (dashboard.panels as { title: string; fieldConfig: unknown }[]).find(({ title }) =>
      title.startsWith('p99 response time'),
    );
    assert.match(JSON.stringify(p99?.fieldConfig), /"color":"red","value":20000000/);
  });

  it('gives no number for a percentile that the run has not earned', () => {
    const stat = panelOf(viewed(aResult({ seconds: 1 })), 'p99 response time');
    assert.equal(stat.unit, undefined);
    assert.match(String(stat.frames[0]?.fields[1]?.values), /needs 1,000 requests/);
  });

  it('shows each second at its time, and the phases behind it', () => {
    const doc = {
      ...aResult({ seconds: 3, warmupSeconds: 1 }),
      finishedAt: '2026-11-23T14:31:00.000Z',
    };
    const [point] = doc.points;
    assert.ok(point);
    const timed = { ...doc, points: [{ ...point, startedAt: '2026-11-23T14:30:20.500Z' }] };
    const chart = panelOf(viewed(timed), 'Requests each second');
    const [due] = chart.frames;
    const startMs = Date.parse('2026-11-23T14:30:20.500Z');
    const seconds = point.intervals.map(({ second }) => startMs + second * 1000);
    assert.deepEqual(due?.fields[0]?.values, seconds);
    assert.deepEqual(
      due?.fields[1]?.values,
      point.intervals.map((interval) => interval.due),
    );
    const annotations = chart.frames.find(({ isAnnotations }) => isAnnotations);
    assert.deepEqual(annotations?.fields[0]?.values, [startMs, startMs + 1000]);
    assert.deepEqual(annotations?.fields[1]?.values, [startMs + 1000, startMs + 4000]);
  });

  it('tells several loads in one table, with a gap between the lines of one and the next', () => {
    const panels = viewed(aRow(3));
    assert.deepEqual(panelOf(panels, 'Points').frames[0]?.fields[0]?.values, [
      '50/s',
      '51/s',
      '52/s',
    ]);
    const due = lineOf(panelOf(panels, 'Requests each second'), 'due');
    assert.equal(due.filter((value) => value === null).length, 2);
    assert.ok(panelOf(panels, 'Latency: 51/s'));
  });

  it('puts loads of a result that does not say when they began one behind the other', () => {
    const row = aRow(2);
    const points = row.points.map(({ startedAt: _, ...point }) => point);
    const chart = panelOf(viewed({ ...row, points }), 'Requests each second');
    const times = chart.frames[0]?.fields[0]?.values as number[];
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
  });
});

describe('words from outside in a snapshot', () => {
  const doc = RESULT_SHAPES.hostile?.() ?? assert.fail();
  const panels = viewed(doc);
  const markdown = panels.flatMap(({ options, description }) => [
    String(options.content ?? ''),
    description,
  ]);

  it('are no markup, no links, no images where Markdown is read', () => {
    for (const text of markdown) {
      assert.doesNotMatch(text, /<img|<\/details>|<\/script>|\]\(|:\/\/|`/);
    }
  });

  it('begin no variable where Grafana would fill one in', () => {
    const filledIn = [...markdown, ...panels.map(({ title }) => title)];
    for (const text of filledIn) assert.doesNotMatch(text, /\$|\[\[/);
  });

  it('hold nothing that no eye sees', () => {
    const body = JSON.stringify(snapshotBody(doc));
    assert.doesNotMatch(body, /\\u001b|\\u0007|\u202e/);
  });
});

describe('the size of a snapshot', () => {
  const MOST_BYTES = 2_000_000;
  const sizeOf = (made: ResultDocument) => Buffer.byteLength(JSON.stringify(snapshotBody(made)));

  it('of an hour stays below 2 MB and keeps the slowest second', () => {
    const hour = aResult({
      ratePerSecond: 4,
      seconds: 3600,
      serviceNs: (_, second) => (second === 1234 ? 4e9 : 1e6),
    });
    assert.ok(sizeOf(hour) < MOST_BYTES);
    const max = lineOf(panelOf(viewed(hour), 'Response time'), 'max') as (number | null)[];
    assert.ok(max.length <= 1000);
    assert.ok(Math.max(...max.map((value) => value ?? 0)) >= 4e9);
  });

  it('of a server with 300 GPUs stays below 2 MB, with every one of them in it', () => {
    const doc = aResult();
    const [point] = doc.points;
    assert.ok(point);
    const seconds = Array.from({ length: 1000 }, (_, second) => second);
    const series = Array.from({ length: 300 }, (_, gpu) => ({
      metric: 'server.gpu-power',
      labels: { gpu_uuid: `GPU-${gpu}` },
      values: seconds.map((second) => (second * 7919 + gpu) % 1009),
    }));
    const atNs = seconds.map((second) => second * 1e9);
    const serverSeries = { source: 'scrapes' as const, windowNs: 1e9, atNs, series };
    const many = { ...doc, points: [{ ...point, serverSeries }] };
    assert.ok(Buffer.byteLength(JSON.stringify(series)) > MOST_BYTES / 2);
    assert.ok(sizeOf(many) < MOST_BYTES);
    const power = panelOf(viewed(many), 'GPU power');
    assert.equal(power.frames.filter(({ isAnnotations }) => !isAnnotations).length, 300);
    assert.equal(Math.max(...(lineOf(power, 'GPU-3') as number[])), 1008);
  });

  it('of 150 loads that all failed in their own long words stays below 2 MB', () => {
    const sample = '😀'.repeat(300);
    const row = aRow(150, {
      endingOf: () => 'failed',
      failure: { reason: 'http-5xx', message: sample, sample },
    });
    assert.ok(sizeOf(row) < MOST_BYTES);
    assert.equal(panelOf(viewed(row), 'Points').frames[0]?.fields[0]?.values.length, 150);
  });
});

describe('the strictness of the decoder', () => {
  const time = { name: 'Time', type: 'time' };
  const value = { name: 'v', type: 'number' };
  const AT = 1_800_000_000_000;
  const ROWS: readonly (readonly [string, unknown, RegExp])[] = [
    ['no fields', { schema: {}, data: { values: [] } }, /needs a fields definition/],
    [
      'a missing column',
      { schema: { fields: [time, value] }, data: { values: [[AT]] } },
      /no values/,
    ],
    [
      'columns of two lengths',
      { schema: { fields: [time, value] }, data: { values: [[AT], [1, 2]] } },
      /columns of/,
    ],
    [
      'seconds',
      { schema: { fields: [time] }, data: { values: [[1_800_000_000]] } },
      /in field Time/,
    ],
    ['text for a number', { schema: { fields: [value] }, data: { values: [['1']] } }, /in field v/],
    ['a name twice', { schema: { fields: [value, value] }, data: { values: [[1], [1]] } }, /twice/],
    ['no name', { schema: { fields: [{ name: '' }] }, data: { values: [[]] } }, /without a name/],
    [
      'an entity in the place of a value',
      { schema: { fields: [value] }, data: { values: [[1]], entities: [{ NaN: [0] }] } },
      /stands where/,
    ],
  ];
  for (const [what, frame, words] of ROWS) {
    it(`refuses ${what}`, () => assert.throws(() => readFrame(frame), words));
  }
});
