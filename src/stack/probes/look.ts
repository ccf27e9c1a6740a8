import { setTimeout as pause } from 'node:timers/promises';

/** What one look at a service showed: what was looked for, or what is not yet as it should be, in words. */
export type Look<T> = { readonly found: T } | { readonly missing: string };

const POLL_MS = 100;
/** Of each call that a look makes: a service that is coming up may hang. */
export const LOOK_TIMEOUT_MS = 2000;

/** Looks until what is looked for is there or `stop` is aborted; resolves with the last look. */
export async function lookUntilFound<T>(
  look: () => Promise<Look<T>>,
  stop: AbortSignal,
): Promise<Look<T>> {
  for (;;) {
    const seen = await look();
    if ('found' in seen || stop.aborted) return seen;
    await pause(POLL_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}
