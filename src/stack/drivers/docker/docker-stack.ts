import type Docker from 'dockerode';
import type { ServerAddresses } from '../../../contract/measurements.ts';
import type { MonitoredStack, ServiceAddress } from '../../running-stack.ts';
import { followLogs } from './follow-logs.ts';
import { obituary, type StartedContainer } from './start-container.ts';

/** What a stack is made of, started by us or found. */
export interface StackParts {
  readonly docker: Docker;
  readonly triton: Pick<StartedContainer, 'id' | 'name' | 'exited'>;
  readonly addresses: ServerAddresses;
  readonly prometheus: ServiceAddress | null;
  readonly grafana: ServiceAddress | null;
  readonly notes: readonly string[];
  /** Calls off all watching. */
  readonly watch: AbortController;
  /** Ends it; null for a stack that was only joined. */
  readonly end: (() => Promise<void>) | null;
}

/** A stack of containers as the others see it, watched until it is disposed of. */
export async function dockerStack(parts: StackParts): Promise<MonitoredStack> {
  const { docker, triton, addresses, prometheus, grafana, notes, watch } = parts;
  const log = await followLogs(docker, triton.id, watch.signal);
  const died = new Promise<string>((resolve) => {
    void triton.exited.then(async (how) => {
      const words = await obituary(docker, triton, how);
      if (!watch.signal.aborted) resolve(words);
    });
  });
  let isKept = parts.end === null;
  return {
    driver: 'docker',
    standIn: null,
    addresses,
    prometheus,
    grafana,
    notes,
    logTail: () => log.lines,
    died,
    keep: () => {
      isKept = true;
    },
    [Symbol.asyncDispose]: async () => {
      watch.abort();
      if (!isKept) await parts.end?.();
    },
  };
}
