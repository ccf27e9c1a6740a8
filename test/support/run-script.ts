import { spawn } from 'node:child_process';

type Variables = Readonly<Record<string, string>>;

export interface ScriptEnding {
  readonly exitCode: number | null;
  /** Standard output and standard error. */
  readonly said: string;
}

/** Variables of this process that a job on a forge has too; everything else it is given. */
const KEPT = [
  ...['PATH', 'HOME', 'TMPDIR', 'LANG'],
  // How this machine reaches its package registry.
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'],
  ...['npm_config_registry', 'npm_config_cafile'],
];
const LIMIT_MS = 600_000;

/** A script as a runner gives it to its shell, with the variables of its job and no other. */
export function runScript(
  shell: readonly string[],
  script: string,
  cwd: string,
  env: Variables,
): Promise<ScriptEnding> {
  const [program = 'sh', ...words] = shell;
  const kept = KEPT.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const child = spawn(program, [...words, script], {
    cwd,
    // What was installed once need not be fetched again.
    env: { ...Object.fromEntries(kept), npm_config_prefer_offline: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, said }));
  });
}
