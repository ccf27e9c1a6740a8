import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { warnOfHiddenPage } from '../../../src/app/warn-of-hidden-page.ts';

function warningsFor(driver: 'docker' | 'process' | 'embedded', host?: string): string[] {
  const warnings: string[] = [];
  const expose = host === undefined ? undefined : { host, port: 9464 };
  warnOfHiddenPage({ expose }, { driver }, { onWarning: (words) => warnings.push(words) });
  return warnings;
}

describe('a page that the Prometheus of a stack cannot see', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
    it(`is on ${host} while Prometheus is in a container`, () => {
      const [warning = ''] = warningsFor('docker', host);
      assert.match(warning, /cannot read .*:9464; give --expose 0\.0\.0\.0:9464, or the address/);
    });
  }

  for (const [what, warnings] of [
    ['is elsewhere', warningsFor('docker', '172.18.0.1')],
    ['is seen by a Prometheus of this machine', warningsFor('process', '127.0.0.1')],
    ['is none', warningsFor('docker')],
  ] as const) {
    it(`and no other: ${what}`, () => assert.deepEqual(warnings, []));
  }
});
