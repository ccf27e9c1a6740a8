/** Digits grouped by three: "6000" → "6,000". */
export function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
