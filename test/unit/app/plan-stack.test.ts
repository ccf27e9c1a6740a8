import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { planStack } from '../../../src/app/plan-stack.ts';
import { parseRunConfig } from '../../../src/contract/parse-run-config.ts';

const ENV = { cwd: '/work', env: { HOME: '/home/me' }, packageFolder: '/package' };
const PLACE = { triton: 'triton:8002', gateway: '172.18.0.1' };

/** What Prometheus scrapes, by job. */
function targetsOf(options: object): Record<string, string> {
  const plan = planStack(parseRunConfig(options), 'for-a-run', ENV);
  const { scrape_configs: jobs } = parse(plan.prometheus?.configFor(PLACE) ?? '');
  return Object.fromEntries(
    jobs.map((job: { job_name: string; static_configs: [{ targets: [string] }] }) => [
      job.job_name,
      job.static_configs[0].targets[0],
    ]),
  );
}

describe('what the Prometheus of a stack scrapes', () => {
  it('is Triton', () => assert.deepEqual(targetsOf({}), { triton: 'triton:8002' }));

  for (const [expose, target, why] of [
    ['9464', '127.0.0.1:9464', 'where it is served'],
    ['0.0.0.0:9464', '172.18.0.1:9464', 'by the gateway, where every address is served'],
    ['[::]:9464', '172.18.0.1:9464', 'by the gateway, where every address is served'],
    ['10.0.0.7:9464', '10.0.0.7:9464', 'at the address that was named'],
  ] as const) {
    it(`is the bench too, ${why}: --expose ${expose}`, () => {
      assert.deepEqual(targetsOf({ expose }), { triton: 'triton:8002', inferbench: target });
    });
  }
});
