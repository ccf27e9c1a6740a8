import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimName } from '../../src/stack/claim-name.ts';

const POLL_MS = 200;

/**
 * Resolves when no other test has a Docker engine: two on one machine write the same firewall rules and
 * choose the same network addresses. Returns what lets the next one have its turn.
 */
export async function takeDockerTurn(): Promise<() => void> {
  const path = join(tmpdir(), `inferbench-tests-${userInfo().uid}`, 'docker-engine');
  for (;;) {
    const outcome = await claimName(path);
    if (outcome.owner === null) return outcome.release;
    await sleep(POLL_MS);
  }
}
