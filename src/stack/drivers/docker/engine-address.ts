import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLoopback } from '../../../clients/loopback.ts';
import { type DockerContext, dockerContext, type ReadText } from './docker-context.ts';

/** What decides where the engine is; the process's own environment, or a test's. */
export type EngineEnvironment = Readonly<Record<string, string | undefined>>;

/** Where an engine is and how it is spoken to; `shown` names it in words. */
export type EngineAddress =
  | { readonly kind: 'socket'; readonly socketPath: string; readonly shown: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      /** Folder with ca.pem, cert.pem and key.pem; null for plain HTTP. */
      readonly certificates: string | null;
      readonly shown: string;
    }
  /** None can be used: why, and what to do. */
  | { readonly kind: 'none'; readonly why: string };

const PLAIN_PORT = 2375;
const TLS_PORT = 2376;

/** The files that are looked at. */
export interface EngineFiles {
  readonly isThere: (path: string) => boolean;
  readonly read: ReadText;
}

/**
 * As the docker command finds it: DOCKER_HOST, else the context in use, else the first socket there is:
 * the system's, a rootless engine's, Docker Desktop's. An engine of another machine is none for us:
 * servers are published on its loopback alone.
 */
export function engineAddress(env: EngineEnvironment, files: EngineFiles): EngineAddress {
  const host = env.DOCKER_HOST;
  if (host !== undefined && host !== '') return namedAddress(host, `DOCKER_HOST=${host}`, env);
  const context = dockerContext(env, files.read);
  if (context) return contextAddress(context, env);
  const sockets = usualSockets(env);
  const socketPath = sockets.find(files.isThere);
  if (socketPath !== undefined) return { kind: 'socket', socketPath, shown: socketPath };
  const why = `no Docker engine is here: there is no socket ${sockets.join(', ')}`;
  return { kind: 'none', why: `${why}; install one and start it, or name it with DOCKER_HOST` };
}

function contextAddress({ name, host }: DockerContext, env: EngineEnvironment): EngineAddress {
  if (host !== null) return namedAddress(host, `${host} (Docker context ${name})`, env);
  return { kind: 'none', why: `the Docker context ${name} cannot be read: see docker context ls` };
}

function usualSockets(env: EngineEnvironment): readonly string[] {
  return [
    '/var/run/docker.sock',
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    ...(env.HOME ? [join(env.HOME, '.docker/run/docker.sock')] : []),
  ];
}

function namedAddress(host: string, shown: string, env: EngineEnvironment): EngineAddress {
  if (host.startsWith('unix://')) {
    return { kind: 'socket', socketPath: host.slice('unix://'.length), shown };
  }
  const url = URL.canParse(host) ? new URL(host) : null;
  if (!url || !['tcp:', 'http:', 'https:', 'ssh:'].includes(url.protocol)) {
    return { kind: 'none', why: `${shown} is not unix:///path/to/socket or tcp://127.0.0.1:port` };
  }
  if (url.protocol === 'ssh:' || !isLoopback(url.hostname)) {
    const why = `${shown} is an engine of another machine, whose servers only that machine reaches`;
    return {
      kind: 'none',
      why: `${why}; run the tool there, or name one of this machine with DOCKER_HOST`,
    };
  }
  const isTls = Boolean(env.DOCKER_TLS_VERIFY) || url.protocol === 'https:';
  const certificates = env.DOCKER_CERT_PATH ?? join(env.HOME ?? '', '.docker');
  return {
    kind: 'tcp',
    host: url.hostname,
    port: Number(url.port) || (isTls ? TLS_PORT : PLAIN_PORT),
    certificates: isTls ? certificates : null,
    shown,
  };
}

/** ca, cert and key of a folder as Docker's own client lays them out. Raises what the file system raises. */
export function readCertificates(folder: string): { ca: string; cert: string; key: string } {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}
