/** Text ⇄ base units. Inside the tool durations are ms or ns numbers, and the unit is in the name. */

const MS_PER_DAY = 86_400_000;
const MS_PER_UNIT = {
  ...{ us: 1e-3, µs: 1e-3, ms: 1, s: 1000 },
  ...{ m: 60_000, h: 3_600_000, d: MS_PER_DAY },
} as const;
type DurationUnit = keyof typeof MS_PER_UNIT;

const DURATION_PART = /(\d+(?:\.\d+)?)(us|µs|ms|s|m|h|d)/gy;

/**
 * "30s", "1m30s", "250ms", "0" → milliseconds; undefined when the text is no duration.
 * A bare number other than 0 is refused: 30 of what?
 */
export function parseDurationMs(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  let totalMs = 0;
  let end = 0;
  for (const match of trimmed.matchAll(DURATION_PART)) {
    totalMs += Number(match[1]) * MS_PER_UNIT[match[2] as DurationUnit];
    end = match.index + match[0].length;
  }
  return end > 0 && end === trimmed.length ? totalMs : undefined;
}

/** Milliseconds → the shortest text that parses back to the same number. */
export function formatDurationMs(ms: number): string {
  if (ms === 0) return '0';
  if (ms % MS_PER_DAY === 0) return `${ms / MS_PER_DAY}d`;
  if (ms >= 1000 && parseDurationMs(`${ms / 1000}s`) === ms) return `${ms / 1000}s`;
  if (ms < 1 && parseDurationMs(`${ms * 1000}us`) === ms) return `${ms * 1000}us`;
  return `${ms}ms`;
}

export const NS_PER_MS = 1e6;
export const NS_PER_SECOND = 1e9;
