import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { METRIC_DEFINITIONS, metricsOf } from '../../../../src/contract/metric-definitions.ts';
import type { Panel, Row } from '../../../../src/report/dashboard/dashboard-model.ts';
import { layout } from '../../../../src/report/dashboard/layout.ts';
import { serverPanel, timePanel } from '../../../../src/report/dashboard/panel.ts';
import { buildDashboard, DASHBOARD_UID } from '../../../../src/report/index.ts';
import { packageRoot } from '../../../support/package-root.ts';

const dashboard = buildDashboard();
const panels = dashboard.panels.filter((panel): panel is Panel => panel.type !== 'row');
const queries = panels.flatMap(({ targets }) => targets);

function squares({ gridPos: { x, y, w, h } }: Panel | Row): string[] {
  return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`);
}

describe('the dashboard', () => {
  it('can be saved: a title, a fixed uid Grafana takes, no numeric id', () => {
    assert.equal(dashboard.id, null);
    assert.notEqual(dashboard.title, '');
    assert.match(DASHBOARD_UID, /^[\w-]{1,40}$/);
  });
  it('gives each panel and each query within it an id of its own', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => Number.isInteger(id) && id >= 1));
    for (const { targets } of panels) {
      assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length);
    }
  });
  it('lays its panels side by side on 24 columns', () => {
    const taken = dashboard.panels.flatMap(squares);
    assert.equal(new Set(taken).size, taken.length);
    assert.ok(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24));
  });
  it('shows every family that a definition is made of', () => {
    const all = queries.map(({ expr }) => expr).join('\n');
    const missing = METRIC_DEFINITIONS.flatMap(metricsOf).filter(({ name }) => !all.includes(name));
    assert.deepEqual(missing, []);
  });
  it('asks the chosen data source only, and begins with the one it is told', () => {
    assert.ok(queries.every(({ datasource }) => datasource.uid === `\${DS}`));
    const [source] = buildDashboard({ dataSourceUid: 'bench-prom' }).templating.list;
    assert.deepEqual(source?.current, {
      ...{ selected: true, text: 'bench-prom', value: 'bench-prom' },
    });
  });
  it('marks runs', () => {
    const [runs] = dashboard.annotations.list;
    assert.deepEqual(runs?.target, {
      ...{ type: 'tags', tags: ['inferbench'], matchAny: false, limit: 100 },
    });
  });
  it('is the file that people import', () => {
    const file = readFileSync(`${packageRoot}dashboards/inferbench.json`, 'utf8');
    assert.deepEqual(JSON.parse(file), JSON.parse(JSON.stringify(dashboard)));
  });
  it('has no panel of two units', () => {
    assert.throws(
      () => serverPanel('x', '', ['server.requests', 'server.queue']),
      /panel x mixes units/,
    );
  });
  it('breaks a section into lines', () => {
    const body = timePanel('p', '', 's', []);
    const placed = layout([{ title: 'five', panels: [body, body, body, body, body] }]);
    assert.deepEqual(
      placed.map(({ gridPos: { x, y, w } }) => [x, y, w]),
      [
        [0, 0, 24],
        [0, 1, 8],
        [8, 1, 8],
        [16, 1, 8],
        [0, 9, 8],
        [8, 9, 8],
      ],
    );
  });
});
