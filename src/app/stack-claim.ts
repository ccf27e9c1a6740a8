import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import { claimName, type MonitoredStack, ownerOf } from '../stack/index.ts';
import { makePrivateFolder, unusable } from './state-folder.ts';

/**
 * Makes this process the only one that brings a stack of this name up. Returns what gives the name free.
 * @throws BenchError 'stack-not-started' where another process has it
 */
export async function claimStack(root: string, name: string): Promise<() => void> {
  await makePrivateFolder(root);
  const path = fileOf(root, name);
  await makePrivateFolder(join(root, 'claims'));
  const outcome = await claimName(path).catch((cause) => {
    throw unusable(path, cause);
  });
  if (outcome.owner === null) return outcome.release;
  throw owned(name, outcome.owner);
}

/** @throws BenchError 'stack-not-started' where a process brings the stack up, or ends it with its run */
export function refuseOwned(root: string, name: string): void {
  const owner = ownerOf(fileOf(root, name));
  if (owner !== null) throw owned(name, owner);
}

/** The same stack; `release` is called once it was disposed of. */
export function releasedAfter(stack: MonitoredStack, release: () => void): MonitoredStack {
  return {
    ...stack,
    [Symbol.asyncDispose]: async () => {
      try {
        await stack[Symbol.asyncDispose]();
      } finally {
        release();
      }
    },
  };
}

/** Removes what a process that is gone left of its claim. */
export async function forgetClaim(root: string, name: string): Promise<void> {
  const path = fileOf(root, name);
  if (!existsSync(path)) return;
  const outcome = await claimName(path).catch((cause) => {
    throw unusable(path, cause);
  });
  if (outcome.owner === null) outcome.release();
}

function fileOf(root: string, name: string): string {
  return join(root, 'claims', name);
}

function owned(name: string, pid: number): BenchError {
  const message = `the stack ${name} belongs to process ${pid}, which brings it up or runs a benchmark on it`;
  return new BenchError('stack-not-started', message, {
    hint: 'wait until that is done, or take another name',
  });
}
