const UTC = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/**
 * Milliseconds since 1970 → "2026-11-23T14:30:15.000Z". By way of Intl: `Date` is kept out of this
 * room, because it also reads the clock.
 */
export function isoTime(epochMs: number): string {
  const part = Object.fromEntries(
    UTC.formatToParts(epochMs).map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second, fractionalSecond } = part;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${fractionalSecond}Z`;
}
