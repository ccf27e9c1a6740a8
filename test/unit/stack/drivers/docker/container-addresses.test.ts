import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContainerInspectInfo } from 'dockerode';
import type { Engine } from '../../../../../src/stack/drivers/docker/connect-engine.ts';
import {
  directAddresses,
  publishedAddresses,
} from '../../../../../src/stack/drivers/docker/container-addresses.ts';
import { loadAddresses } from '../../../../../src/stack/drivers/docker/load-addresses.ts';

/** What an engine says of a Triton that runs: only what addresses are made of. */
const RUNNING = {
  NetworkSettings: {
    Ports: {
      '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: '32001' }],
      '8001/tcp': [{ HostIp: '127.0.0.1', HostPort: '32002' }],
      '8002/tcp': [{ HostIp: '127.0.0.1', HostPort: '32003' }],
    },
    Networks: { 'ai-monitor-net': { IPAddress: '172.18.0.2' } },
  },
} as unknown as ContainerInspectInfo;
const ENDED = {
  NetworkSettings: { Ports: {}, Networks: { 'ai-monitor-net': { IPAddress: '' } } },
} as unknown as ContainerInspectInfo;
const PUBLISHED = {
  http: 'http://127.0.0.1:32001',
  grpc: '127.0.0.1:32002',
  metrics: 'http://127.0.0.1:32003/metrics',
};

describe('the addresses of a container', () => {
  it('are its published ports, as clients of each take them', () => {
    assert.deepEqual(publishedAddresses('triton', RUNNING), PUBLISHED);
  });
  it('are those on the network of the stack', () => {
    assert.deepEqual(directAddresses('triton', RUNNING), {
      http: 'http://172.18.0.2:8000',
      grpc: '172.18.0.2:8001',
      metrics: 'http://172.18.0.2:8002/metrics',
    });
  });
  it('are none once it ended', () => {
    assert.deepEqual(publishedAddresses('triton', ENDED), {});
    assert.deepEqual(directAddresses('triton', ENDED), {});
  });
});

describe('the load', () => {
  it('goes to the published ports, with a note, where containers are in another machine', async () => {
    const engine = { sharesItsNetwork: false } as Engine;
    const { addresses, note } = await loadAddresses(engine, RUNNING);
    assert.deepEqual(addresses, PUBLISHED);
    assert.match(note ?? '', /published port http:\/\/127\.0\.0\.1:32001.*proxy may take part/);
  });
});
