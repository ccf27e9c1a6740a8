import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StackSummary } from '../../../src/app/index.ts';
import { stackText } from '../../../src/cli/stack-text.ts';

const stack: StackSummary = {
  name: 'default',
  driver: 'docker',
  running: true,
  startedAtEpochMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  services: [
    {
      name: 'triton',
      state: 'running',
      addresses: { http: 'http://172.18.0.2:8000', grpc: '172.18.0.2:8001' },
    },
    { name: 'grafana', state: 'running', addresses: { http: 'http://127.0.0.1:3000' } },
  ],
  grafana: { user: 'admin', password: null, dashboardUrl: 'http://127.0.0.1:3000/d/inferbench' },
  notes: ['no GPU was found'],
};

describe('a stack, as a person sees it', () => {
  it('is what runs, where to open it, and how to get the password', () => {
    assert.equal(
      stackText(stack),
      `stack default: running, docker since 2026-01-02T03:04:05.000Z
  triton      running  http://172.18.0.2:8000  grpc 172.18.0.2:8001
  grafana     running  http://127.0.0.1:3000
  dashboard   http://127.0.0.1:3000/d/inferbench
  to change it: user admin, password bench stack status --name default --show-secrets
  note: no GPU was found
`,
    );
  });
  it('shows the password where it was asked for', () => {
    const grafana = { user: 'admin', password: 's3cret', dashboardUrl: null };
    assert.match(stackText({ ...stack, grafana }), /user admin, password s3cret\n/);
  });
  it('is not whole when a service died', () => {
    const services = [{ name: 'triton', state: 'exited', addresses: {} }];
    const text = stackText({ ...stack, running: false, startedAtEpochMs: null, services });
    assert.match(text, /^stack default: not whole, docker\n {2}triton {6}exited\n/);
  });
  it('lets no escape code through', () => {
    assert.ok(!stackText({ ...stack, notes: ['\u001b[2Jx'] }).includes('\u001b'));
  });
});
