import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectEngine } from '../../../src/stack/drivers/docker/connect-engine.ts';
import { jsonRoutes, stubHttpServer } from '../../support/stub-http-server.ts';

const INFO = {
  OSType: 'linux',
  OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  Architecture: 'x86_64',
  Runtimes: { runc: { path: 'runc' } },
  SecurityOptions: ['name=seccomp,profile=default'],
};

async function engineThatSays(info: unknown) {
  await using stub = await stubHttpServer(jsonRoutes({ 'GET /info': info }));
  return await connectEngine({ DOCKER_HOST: stub.url.replace('http:', 'tcp:') });
}

describe('an engine on a port of this machine', () => {
  it('is asked what it is', async () => {
    const { info, security } = await engineThatSays(INFO);
    assert.equal(info.OperatingSystem, INFO.OperatingSystem);
    assert.deepEqual(security, { isRootless: false, hasSelinux: false });
  });
  it('is rootless or has SELinux where it says so', async () => {
    const SecurityOptions = ['name=seccomp,profile=builtin', 'name=selinux', 'name=rootless'];
    const { security, sharesItsNetwork } = await engineThatSays({ ...INFO, SecurityOptions });
    assert.deepEqual(security, { isRootless: true, hasSelinux: true });
    assert.equal(sharesItsNetwork, false);
  });
  it('keeps its containers in a machine of its own where it is Docker Desktop', async () => {
    const desktop = { ...INFO, OperatingSystem: 'Docker Desktop' };
    assert.equal((await engineThatSays(desktop)).sharesItsNetwork, false);
  });
  it('is refused where it runs no Linux containers', async () => {
    await assert.rejects(engineThatSays({ ...INFO, OSType: 'windows' }), {
      code: 'stack-not-started',
      message: /runs windows containers/,
      hint: 'switch it to Linux containers',
    });
  });
  it('is none where something else answers', async () => {
    await assert.rejects(engineThatSays({ hello: 'world' }), { message: /is no Docker engine/ });
    await assert.rejects(engineThatSays(undefined), { message: /cannot be used: .*Not Found/ });
  });
  it('is named with the folder that has no certificates', async () => {
    const env = {
      DOCKER_HOST: 'tcp://127.0.0.1:1',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: '/no',
    };
    await assert.rejects(connectEngine(env), {
      message:
        /certificates for DOCKER_HOST=tcp:\/\/127\.0\.0\.1:1 cannot be read: .*\/no\/ca\.pem/,
      hint: /DOCKER_CERT_PATH/,
    });
  });
});
