import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { engineAddress } from '../../../../../src/stack/drivers/docker/engine-address.ts';

const nothing = files(() => false);

/** The paths that are there, and what is in some of them. */
function files(isThere: (path: string) => boolean, texts: Readonly<Record<string, string>> = {}) {
  return { isThere, read: (path: string) => texts[path] ?? null };
}
const whyNot = (host: string) => {
  const address = engineAddress({ DOCKER_HOST: host }, nothing);
  return address.kind === 'none' ? address.why : null;
};

describe('the address of the Docker engine', () => {
  it('is the socket that DOCKER_HOST names, there or not', () => {
    const address = engineAddress({ DOCKER_HOST: 'unix:///x/docker.sock' }, nothing);
    assert.equal(address.kind === 'socket' && address.socketPath, '/x/docker.sock');
  });
  it('is the system’s socket before those of a user', () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/7', HOME: '/home/a' };
    const address = engineAddress(
      env,
      files(() => true),
    );
    assert.equal(address.kind === 'socket' && address.socketPath, '/var/run/docker.sock');
  });
  it('is the socket of a rootless engine where the system has none', () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/7', HOME: '/home/a' };
    const address = engineAddress(
      env,
      files((path) => path !== '/var/run/docker.sock'),
    );
    assert.equal(address.kind === 'socket' && address.socketPath, '/run/user/7/docker.sock');
  });
  it('is Docker Desktop’s socket at last', () => {
    const desktop = '/home/a/.docker/run/docker.sock';
    const address = engineAddress(
      { HOME: '/home/a' },
      files((path) => path === desktop),
    );
    assert.equal(address.kind === 'socket' && address.socketPath, desktop);
  });
  it('is none, with every place that was looked at, where no socket is', () => {
    const address = engineAddress({ HOME: '/home/a' }, nothing);
    assert.equal(address.kind, 'none');
    assert.match(
      address.kind === 'none' ? address.why : '',
      /\/var\/run\/docker\.sock, \/home\/a\/\.docker\/run\/docker\.sock; install one/,
    );
  });
  it('is that of the context in use, before any socket', () => {
    const id = createHash('sha256').update('colima').digest('hex');
    const texts = {
      '/home/a/.docker/config.json': '{"currentContext":"colima"}',
      [`/home/a/.docker/contexts/meta/${id}/meta.json`]:
        '{"Name":"colima","Endpoints":{"docker":{"Host":"unix:///home/a/colima.sock"}}}',
    };
    const env = { HOME: '/home/a' };
    const here = files(() => true, texts);
    const used = engineAddress(env, here);
    assert.equal(used.kind === 'socket' && used.socketPath, '/home/a/colima.sock');
    const other = engineAddress({ ...env, DOCKER_CONTEXT: 'default' }, here);
    assert.equal(other.kind === 'socket' && other.socketPath, '/var/run/docker.sock');
    const lost = engineAddress({ ...env, DOCKER_CONTEXT: 'lost' }, here);
    assert.match(lost.kind === 'none' ? lost.why : '', /context lost cannot be read/);
  });
  it('is a port of this machine, plain', () => {
    const address = engineAddress({ DOCKER_HOST: 'tcp://127.0.0.1' }, nothing);
    assert.deepEqual(address, {
      kind: 'tcp',
      host: '127.0.0.1',
      port: 2375,
      certificates: null,
      shown: 'DOCKER_HOST=tcp://127.0.0.1',
    });
  });
  it('is a port of this machine, with the certificates that Docker’s client would take', () => {
    const tls = { DOCKER_HOST: 'tcp://localhost', DOCKER_TLS_VERIFY: '1', HOME: '/home/a' };
    const usual = engineAddress(tls, nothing);
    assert.equal(usual.kind === 'tcp' && usual.port, 2376);
    assert.equal(usual.kind === 'tcp' && usual.certificates, '/home/a/.docker');
    const named = engineAddress({ ...tls, DOCKER_CERT_PATH: '/certs' }, nothing);
    assert.equal(named.kind === 'tcp' && named.certificates, '/certs');
  });
  it('is none for an engine of another machine, whose published ports are not ours', () => {
    assert.match(whyNot('tcp://10.0.0.5:2375') ?? '', /engine of another machine/);
    assert.match(whyNot('ssh://me@there') ?? '', /engine of another machine/);
  });
  it('is none for what is no address', () => {
    assert.match(whyNot('whatever') ?? '', /is not unix:\/\/\/path\/to\/socket or tcp:/);
  });
});
