import { homedir } from 'node:os';

/** Where scripts/real-servers/install.sh puts what it installs. */
export const realHome = process.env.INFERBENCH_REAL_HOME ?? `${homedir()}/.cache/inferbench-real`;
