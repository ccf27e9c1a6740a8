/** A share of 1 in percent, three digits: "1.02 %". */
export function shareText(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
