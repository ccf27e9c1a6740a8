import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { containerOptions } from '../../../../../src/stack/drivers/docker/container-options.ts';
import { containerPlace } from '../../../../../src/stack/drivers/docker/container-place.ts';
import type { StackNetwork } from '../../../../../src/stack/drivers/docker/stack-network.ts';
import { grafanaService } from '../../../../../src/stack/services/grafana.ts';
import { prometheusService } from '../../../../../src/stack/services/prometheus.ts';
import { tritonService } from '../../../../../src/stack/services/triton.ts';
import { aStackPlan } from '../../../../support/a-stack-plan.ts';

const network: StackNetwork = {
  name: 'ai-monitor-net',
  id: 'n1',
  isOurs: true,
  gateway: '172.18.0.1',
  hostOf: (service) => service,
};
const place = containerPlace(network);
const plan = aStackPlan({ name: 'one', modelRepository: '/home/a/models' });
const needs = {
  plan,
  network: 'ai-monitor-net',
  labels: {},
  devices: [],
  security: { isRootless: false, hasSelinux: false },
};
const triton = containerOptions(tritonService(plan, place), needs);
const prometheus = containerOptions(
  prometheusService({ image: 'p', bin: 'p', configFor: () => '' }, place),
  needs,
);
const grafana = containerOptions(
  grafanaService({ image: 'g', adminPassword: 'secret', filesFor: () => ({}) }, place),
  needs,
);

describe('the create request of a container', () => {
  it('publishes every port on loopback alone', () => {
    const hosts = [triton, prometheus, grafana].flatMap(({ HostConfig }) =>
      Object.values(HostConfig?.PortBindings as Record<string, { HostIp: string }[]>)
        .flat()
        .map(({ HostIp }) => HostIp),
    );
    assert.deepEqual(hosts, Array(5).fill('127.0.0.1'));
  });
  it('leaves the choice of ports to the engine, or takes the well-known ones', () => {
    assert.deepEqual(triton.HostConfig?.PortBindings, {
      '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }],
      '8001/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }],
      '8002/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }],
    });
    const wellKnown = { ...needs, plan: aStackPlan({ ports: 'well-known' }) };
    const { HostConfig } = containerOptions(tritonService(plan, place), wellKnown);
    assert.deepEqual(HostConfig?.PortBindings, {
      '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: '8000' }],
      '8001/tcp': [{ HostIp: '127.0.0.1', HostPort: '8001' }],
      '8002/tcp': [{ HostIp: '127.0.0.1', HostPort: '8002' }],
    });
  });
  it('is named and labelled after stack and service, which it is called on the network too', () => {
    assert.equal(triton.name, 'inferbench-one-triton');
    assert.deepEqual(triton.Labels, {
      'io.inferbench.stack': 'one',
      'io.inferbench.service': 'triton',
    });
    assert.deepEqual(triton.NetworkingConfig?.EndpointsConfig, {
      'ai-monitor-net': { Aliases: ['triton'] },
    });
  });
  it('gives Triton the models to read, and not to write', () => {
    assert.deepEqual(triton.HostConfig?.Mounts, [
      { Type: 'bind', Source: '/home/a/models', Target: '/models', ReadOnly: true },
    ]);
  });
  it('starts with the program where the image wants it, and without where it does not', () => {
    assert.equal(triton.Cmd?.[0], 'tritonserver');
    assert.match(prometheus.Cmd?.[0] ?? '', /^--config\.file=/);
    assert.deepEqual(grafana.Cmd, []);
  });
  it('keeps the data of Prometheus and Grafana in volumes of their own', () => {
    const volumeOf = (options: typeof grafana) =>
      options.HostConfig?.Mounts?.map(({ Type, Source, Target }) => [Type, Source, Target]);
    assert.deepEqual(volumeOf(prometheus), [
      ['volume', 'inferbench-one-prometheus', '/prometheus'],
    ]);
    assert.deepEqual(volumeOf(grafana), [['volume', 'inferbench-one-grafana', '/var/lib/grafana']]);
  });
  it('shows a secret in the environment and nowhere else', () => {
    const { Env, ...rest } = grafana;
    assert.ok(Env?.includes('GF_SECURITY_ADMIN_PASSWORD=secret'));
    assert.ok(!JSON.stringify(rest).includes('secret'));
  });
  it('asks for memory that a GPU can copy from only together with a GPU', () => {
    const names = (options: typeof triton) => options.HostConfig?.Ulimits?.map(({ Name }) => Name);
    assert.deepEqual(names(triton), ['stack']);
    const gpu = { Count: -1, Capabilities: [['gpu']] };
    const withGpu = containerOptions(tritonService(plan, place), { ...needs, devices: [gpu] });
    assert.deepEqual(names(withGpu), ['stack', 'memlock']);
    assert.deepEqual(withGpu.HostConfig?.DeviceRequests, [gpu]);
  });
  it('asks a rootless engine for no limits that it cannot raise', () => {
    const rootless = { isRootless: true, hasSelinux: false };
    const devices = [{ Count: -1, Capabilities: [['gpu']] }];
    const options = containerOptions(tritonService(plan, place), {
      ...needs,
      devices,
      security: rootless,
    });
    assert.deepEqual(
      options.HostConfig?.Ulimits?.map(({ Name }) => Name),
      ['stack'],
    );
  });
  it('lets SELinux step aside where it would keep Triton from the models, and nowhere else', () => {
    assert.equal(triton.HostConfig?.SecurityOpt, undefined);
    const security = { isRootless: false, hasSelinux: true };
    const { HostConfig } = containerOptions(tritonService(plan, place), { ...needs, security });
    assert.deepEqual(HostConfig?.SecurityOpt, ['label=disable']);
  });
  it('grants no rights that the image does not have', () => {
    assert.equal(triton.HostConfig?.Privileged, undefined);
    assert.equal(triton.HostConfig?.CapAdd, undefined);
  });
});
