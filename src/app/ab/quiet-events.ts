import type { RunEvents } from '../run-events.ts';

/** What many alike runs tell: each warning once, and a step only until the second run has told it. */
export function quietEvents(events: RunEvents): RunEvents {
  const said = new Map<string, number>();
  const times = (what: string) => {
    const before = said.get(what) ?? 0;
    said.set(what, before + 1);
    return before;
  };
  return {
    ...events,
    onWarning: (message) => {
      if (times(`warning ${message}`) === 0) events.onWarning?.(message);
    },
    onStep: (step, detail, tookMs) => {
      if (times(`step ${step}`) < 2) events.onStep?.(step, detail, tookMs);
    },
  };
}
