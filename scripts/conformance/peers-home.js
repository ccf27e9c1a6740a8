import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where install-peers.sh puts them. */
export const peersHome =
  process.env.INFERBENCH_PEERS_HOME ?? join(homedir(), '.cache/inferbench-peers');
