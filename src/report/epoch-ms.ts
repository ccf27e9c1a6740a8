/** "2026-11-23T14:30:15.000Z" → milliseconds since 1970: the other way of `isoTime`. Reads no clock. */
export function epochMs(iso: string): number {
  return Date.parse(iso);
}
