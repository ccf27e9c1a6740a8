import { grouped } from '../../contract/grouped.ts';

/** A count in words of a rule or a note, as tables print it: 6000 → "6,000". */
export function countText(count: number): string {
  return grouped(String(count));
}
