import { setTimeout as pause } from 'node:timers/promises';
import { adminOf } from '../clients/admin-of.ts';
import type { KserveAdmin } from '../clients/kserve-admin.ts';
import { BenchError } from '../contract/bench-error.ts';
import type { ServerAccess, ServerAddresses } from '../contract/measurements.ts';

const POLL_MS = 100;

/**
 * Unloads a model and loads it again, so that whatever it has gathered is gone. Resolves when the server says
 * that it is ready.
 * @throws BenchError 'stack-not-started' that names the model
 */
export async function reloadModel(
  name: string,
  addresses: ServerAddresses,
  access: ServerAccess,
  timeoutMs: number,
): Promise<void> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const admin = await adminOf(addresses, { ...access, timeoutMs });
    await admin.unload(name);
    await until(() => isReady(admin, name, false), limit, 'it was still ready');
    await admin.load(name);
    await until(() => isReady(admin, name, true), limit, 'it was not ready');
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new BenchError('stack-not-started', `model ${name} could not be reloaded: ${reason}`, {
      hint: 'Triton takes that with --model-control-mode=explicit; else leave out --reload',
      cause,
    });
  }
}

async function isReady(admin: KserveAdmin, name: string, wanted: boolean): Promise<boolean> {
  const versions = (await admin.models()).filter((model) => model.name === name);
  return versions.some(({ state }) => state === 'READY') === wanted;
}

async function until(
  isSo: () => Promise<boolean>,
  limit: AbortSignal,
  otherwise: string,
): Promise<void> {
  while (!(await isSo())) {
    if (limit.aborted) throw new Error(`${otherwise} in time`);
    await pause(POLL_MS);
  }
}
