import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  buildDashboard,
  PROMETHEUS_SOURCE,
  scrapeConfig,
  setUpGrafana,
} from '../../src/report/index.ts';
import { startGrafana } from '../stand-ins/grafana/grafana-stand-in.ts';
import { VERSIONS } from '../stand-ins/grafana/settings.ts';
import { startRealPrometheus } from '../support/real-prometheus.ts';
import { stubHttpServer } from '../support/stub-http-server.ts';

const SCRAPE_INTERVAL_MS = 500;
const IN_NETWORK = 'http://prometheus:9090';
const PAGE = '# TYPE a counter\na{model="m"} 1\na{model="n"} 2\n# TYPE b gauge\nb 3\n';

describe('setting Grafana up beside a real Prometheus', () => {
  it('comes to the same numbers through the data-source proxy, in every version', async () => {
    await using page = await stubHttpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(PAGE);
    });
    const config = scrapeConfig({
      scrapeIntervalMs: SCRAPE_INTERVAL_MS,
      jobs: [
        { name: 'triton', target: new URL(page.url).host },
        { name: 'gone', target: '127.0.0.1:9' },
      ],
    });
    await using prometheus = await startRealPrometheus(config);
    for (const version of VERSIONS) {
      await using grafana = await startGrafana({
        version,
        minRefreshSeconds: 1,
        network: { [IN_NETWORK]: prometheus.url },
      });
      const steps: string[] = [];
      await setUpGrafana(
        {
          baseUrl: grafana.url,
          credentials: { kind: 'password', user: 'admin', password: 'admin' },
          prometheus: { publicUrl: prometheus.url, inNetworkUrl: IN_NETWORK },
          scrapeIntervalMs: SCRAPE_INTERVAL_MS,
          dashboard: { ...buildDashboard({ dataSourceUid: PROMETHEUS_SOURCE.uid }) },
          ...{ tokenName: 'real', readyTimeoutMs: 60_000 },
        },
        {
          nowEpochMs: Date.now,
          signal: new AbortController().signal,
          onStep: (step, detail) => steps.push(`${step}: ${detail}`),
        },
      );
      assert.match(steps.at(-1) ?? '', /answers as Prometheus itself: (gone 0, )?triton 3$/);
      const asked = grafana.answered.filter((line) => line.includes('/proxy/uid/'));
      assert.ok(
        asked.every((line) => /^POST .* 200$/.test(line)),
        asked.join('\n'),
      );
    }
  });
});
