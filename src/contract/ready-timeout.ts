/** How long a server may take to be ready where nothing else is asked for. */
export const READY_TIMEOUT_MS = 120_000;
