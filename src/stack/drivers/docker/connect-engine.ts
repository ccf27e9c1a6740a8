import { existsSync, readFileSync } from 'node:fs';
import Docker from 'dockerode';
import { z } from 'zod';
import { BenchError } from '../../../contract/bench-error.ts';
import {
  type EngineAddress,
  type EngineEnvironment,
  engineAddress,
  readCertificates,
} from './engine-address.ts';
import { engineWords, systemCode } from './engine-error.ts';

const ANSWER_LIMIT_MS = 10_000;

/** What an engine says of itself, as far as we ask; field names are the engine's. */
const engineInfo = z.object({
  OSType: z.string(),
  OperatingSystem: z.string().catch(''),
  Architecture: z.string().catch(''),
  Runtimes: z.record(z.string(), z.unknown()).nullish(),
  SecurityOptions: z.array(z.string()).nullish(),
  /** Devices known by the Container Device Interface; engines from 28.2 on tell. */
  DiscoveredDevices: z.array(z.object({ Source: z.string(), ID: z.string() })).nullish(),
});
export type EngineInfo = z.infer<typeof engineInfo>;

/** An engine that answered, on this machine. */
export interface Engine {
  readonly docker: Docker;
  readonly info: EngineInfo;
  /** Whether containers have addresses that this machine reaches without a proxy. */
  readonly sharesItsNetwork: boolean;
  readonly security: { readonly isRootless: boolean; readonly hasSelinux: boolean };
}

/**
 * The engine of this machine.
 * @throws BenchError 'stack-not-started': there is none, it is not running, or it may not be used
 */
export async function connectEngine(env: EngineEnvironment): Promise<Engine> {
  const address = engineAddress(env, { isThere: existsSync, read: textOrNull });
  if (address.kind === 'none') {
    throw new BenchError('stack-not-started', address.why, { hint: 'or take --stack process' });
  }
  const docker = clientOf(address);
  const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
  const answer = await infoOf(docker, limit).catch((error) => {
    throw unanswered(address.shown, error, limit.aborted);
  });
  const { success, data: info } = engineInfo.safeParse(answer);
  if (!success) {
    throw unusable(`what answers at ${address.shown} is no Docker engine`, {
      hint: 'name one with DOCKER_HOST',
    });
  }
  if (info.OSType !== 'linux') {
    throw unusable(`the Docker engine at ${address.shown} runs ${info.OSType} containers`, {
      hint: 'switch it to Linux containers',
    });
  }
  return engineOf(docker, info);
}

function textOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function clientOf(address: Exclude<EngineAddress, { kind: 'none' }>): Docker {
  // All that the client would else read from our environment is said here.
  const silent = { host: undefined, port: undefined, protocol: undefined, timeout: undefined };
  if (address.kind === 'socket') {
    return new Docker({ ...silent, socketPath: address.socketPath } as Docker.DockerOptions);
  }
  const { host, port, certificates } = address;
  if (certificates === null) return new Docker({ host, port, protocol: 'http' });
  try {
    return new Docker({ host, port, protocol: 'https', ...readCertificates(certificates) });
  } catch (cause) {
    const message = `the certificates for ${address.shown} cannot be read: ${engineWords(cause)}`;
    const hint = 'DOCKER_CERT_PATH names the folder of ca.pem, cert.pem and key.pem';
    throw unusable(message, { hint, cause });
  }
}

/** Its types know no options for this call. */
function infoOf(docker: Docker, abortSignal: AbortSignal): Promise<unknown> {
  const ask = docker.info as (options: { abortSignal: AbortSignal }) => Promise<unknown>;
  return ask.call(docker, { abortSignal });
}

function engineOf(docker: Docker, info: EngineInfo): Engine {
  const has = (name: string) =>
    (info.SecurityOptions ?? []).some((option) => option.split(',').includes(`name=${name}`));
  const isRootless = has('rootless');
  const isBehind = isRootless || info.OperatingSystem.includes('Docker Desktop');
  return {
    docker,
    info,
    sharesItsNetwork: process.platform === 'linux' && !isBehind,
    security: { isRootless, hasSelinux: has('selinux') },
  };
}

function unanswered(shown: string, error: unknown, isLate: boolean): BenchError {
  const at = `the Docker engine at ${shown}`;
  const code = systemCode(error);
  if (isLate) {
    const message = `${at} does not answer within ${ANSWER_LIMIT_MS / 1000} s`;
    return unusable(message, { hint: 'restart it: sudo systemctl restart docker', cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const hint = 'join the group docker (sudo usermod -aG docker $USER, then log in again)';
    return unusable(`you may not use ${at}: permission denied`, { hint, cause: error });
  }
  if (code === 'ENOENT' || code === 'ECONNREFUSED') {
    const hint = 'start it (sudo systemctl start docker), or name another with DOCKER_HOST';
    return unusable(`${at} is not running: ${engineWords(error)}`, { hint, cause: error });
  }
  const hint = 'does "docker info" work?';
  return unusable(`${at} cannot be used: ${engineWords(error)}`, { hint, cause: error });
}

function unusable(message: string, options: { hint: string; cause?: unknown }): BenchError {
  return new BenchError('stack-not-started', message, options);
}
