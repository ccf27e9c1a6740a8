import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { scrapeConfig } from '../../../../src/report/index.ts';

describe("Prometheus' configuration", () => {
  it('reads each page under its job, every interval', () => {
    const text = scrapeConfig({
      scrapeIntervalMs: 1500,
      jobs: [
        { name: 'triton', target: 'triton:8002' },
        { name: 'inferbench', target: '[::1]:9100', path: '/own/metrics', scrapeIntervalMs: 250 },
      ],
    });
    assert.deepEqual(parse(text), {
      global: { scrape_interval: '1500ms' },
      scrape_configs: [
        {
          job_name: 'triton',
          metrics_path: '/metrics',
          static_configs: [{ targets: ['triton:8002'] }],
        },
        {
          job_name: 'inferbench',
          scrape_interval: '250ms',
          metrics_path: '/own/metrics',
          static_configs: [{ targets: ['[::1]:9100'] }],
        },
      ],
    });
  });
  it('keeps a name that means something in YAML a name', () => {
    const name = 'yes: {a, b} # "c"';
    const text = scrapeConfig({ scrapeIntervalMs: 1000, jobs: [{ name, target: 'a:1' }] });
    assert.equal(parse(text).scrape_configs[0].job_name, name);
  });
});
