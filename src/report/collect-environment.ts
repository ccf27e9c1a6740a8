import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
import type { Environment } from '../contract/result-document.ts';

const GIT_TIMEOUT_MS = 2000;
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];

/** The machine this runs on. Never fails: what cannot be found out is said to be unknown. */
export async function collectEnvironment(cwd: string): Promise<Environment> {
  const [gitRevision, container] = await Promise.all([gitRevisionOf(cwd), isContainer()]);
  return {
    os: `${type()} ${release()} ${arch()}`,
    cpuModel: cpus()[0]?.model.trim() || 'unknown CPU',
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.version,
    container,
    gitRevision,
  };
}

async function gitRevisionOf(cwd: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], {
      cwd,
      timeout: GIT_TIMEOUT_MS,
    });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

async function isContainer(): Promise<boolean> {
  const marks = await Promise.all(CONTAINER_MARKS.map((path) => exists(path)));
  if (marks.includes(true)) return true;
  const groups = await readFile('/proc/1/cgroup', 'utf8').catch(() => '');
  return /docker|containerd|kubepods|lxc/.test(groups);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
