import { adminOf } from '../clients/admin-of.ts';
import type { ServerAccess, ServerAddresses } from '../contract/measurements.ts';

/** A model that was loaded for a run. */
export interface LoadedModel {
  /** It was ready before: nobody is to unload it. */
  readonly wasReady: boolean;
  /** Raises a BenchError when the server does not. */
  unload(): Promise<void>;
}

/**
 * Loads a model on a server that somebody else runs, where its model control allows that. Raises a
 * BenchError 'model-unsuitable' with the server's own words, or 'server-unreachable'.
 */
export async function loadModel(
  name: string,
  addresses: ServerAddresses,
  access: ServerAccess,
  timeoutMs: number,
): Promise<LoadedModel> {
  const admin = await adminOf(addresses, { ...access, timeoutMs });
  // A server without an index says at the next call what it thinks of the name.
  const index = await admin.models().catch(() => []);
  if (index.some((model) => model.name === name && model.state === 'READY')) {
    return { wasReady: true, unload: () => Promise.resolve() };
  }
  await admin.load(name);
  return { wasReady: false, unload: () => admin.unload(name) };
}
