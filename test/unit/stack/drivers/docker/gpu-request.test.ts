import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EngineInfo } from '../../../../../src/stack/drivers/docker/connect-engine.ts';
import { gpuRequest } from '../../../../../src/stack/drivers/docker/gpu-request.ts';

const bare: EngineInfo = {
  OSType: 'linux',
  OperatingSystem: 'Debian',
  Architecture: 'x86_64',
  Runtimes: { runc: {} },
};
const withRuntime: EngineInfo = { ...bare, Runtimes: { runc: {}, nvidia: {} } };
const withCdi: EngineInfo = {
  ...bare,
  DiscoveredDevices: [{ Source: 'cdi', ID: 'nvidia.com/gpu=all' }],
};

describe('the GPUs that are asked for', () => {
  it('are all, by themselves, where the engine has NVIDIA’s runtime', () => {
    const { requests, note } = gpuRequest('auto', withRuntime);
    assert.equal(requests[0]?.Count, -1);
    assert.equal(note, null);
  });
  it('are all by CDI where the engine knows them only so', () => {
    const { requests } = gpuRequest('auto', withCdi);
    assert.deepEqual(requests, [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'] }]);
  });
  it('are those of CDI that are named, where the engine knows them only so', () => {
    const { requests } = gpuRequest(['1', '3'], withCdi);
    assert.deepEqual(requests[0]?.DeviceIDs, ['nvidia.com/gpu=1', 'nvidia.com/gpu=3']);
    assert.equal(gpuRequest('all', { ...withCdi, ...withRuntime }).requests[0]?.Driver, '');
  });
  it('are none, with a note, where the engine has neither', () => {
    const { requests, note } = gpuRequest('auto', bare);
    assert.deepEqual(requests, []);
    assert.match(note ?? '', /neither the nvidia runtime nor CDI/);
  });
  it('are asked for where somebody insists, whatever the engine says of itself', () => {
    assert.equal(gpuRequest('all', bare).requests.length, 1);
    assert.deepEqual(gpuRequest(['0', '2'], bare).requests[0]?.DeviceIDs, ['0', '2']);
  });
  it('are none, without a note, where none is wanted', () => {
    assert.deepEqual(gpuRequest('none', withRuntime).requests, []);
    assert.equal(gpuRequest('none', withRuntime).note, null);
  });
});
